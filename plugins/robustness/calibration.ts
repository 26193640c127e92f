/** Whether a model is as sure as it is right: calibration error, Brier score, likelihood, and the points of a reliability diagram. */
import {
  batchRanges,
  createPause,
  metric,
  openClassifier,
  readLabels,
  sizeOf,
  sliceRows,
  wilsonBand,
  type DataFrame,
  type Dataset,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/** The least probability whose logarithm is taken. */
const LEAST = 1e-12;

/** What the table of `measure_calibration` has of each bin. @internal */
export const RELIABILITY_COLUMNS = [
  'low',
  'high',
  'count',
  'correct',
  'confidence',
  'accuracy',
  'accuracy_low',
  'accuracy_high',
] as const;

export interface ReliabilityPoint {
  /** Confidences above `low`, up to and with `high`. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly correct: number;
  /** Means over the images of the bin; null where it is empty. */
  readonly confidence: number | null;
  readonly accuracy: number | null;
}

export interface Calibration {
  readonly ece: number;
  readonly brier: number;
  readonly bins: readonly ReliabilityPoint[];
}

/**
 * How far the model's confidence is from its accuracy, over all images.
 *
 * The expected calibration error (Naeini, Cooper, Hauskrecht 2015; Guo et al. 2017, arXiv:1706.04599) is the mean distance
 * between confidence and accuracy over bins of equal width with edges (low, high], weighted by their images; confidence is
 * the greatest softmax probability. The Brier score (1950) is taken of that confidence against right (1) or wrong (0), and in
 * `brier_classes` over all classes; the negative log-likelihood is the mean of −ln p of the true class. Records `ece`, `brier`,
 * `brier_classes`, `nll`, `mean_confidence` and `calibration_accuracy` with its Wilson band and `calibration_count`; the table is the reliability diagram.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] with their true labels [n, classes]
 * @param bins of equal width, 1 or more; 15 are Guo's, as in the paper
 * @returns one row a bin: its edges, images, images read right, mean confidence, accuracy and Wilson's band of it
 * @throws where `bins` is no whole number from 1
 */
export async function measure_calibration(model: Readable, dataset: Dataset, bins = 15): Promise<DataFrame> {
  const labels = await readLabels(dataset);
  const { shares, classes } = await readShares(model, dataset);
  const confidences = new Float64Array(labels.length);
  const correct = new Uint8Array(labels.length);
  let [likelihood, brierClasses] = [0, 0];
  labels.forEach((label, i) => {
    const row = shares.subarray(i * classes, (i + 1) * classes);
    // Probabilities that are not numbers are of no class: nothing is claimed, and nothing is right.
    if (row.some(Number.isNaN)) row.fill(0);
    const confidence = row.reduce((most, share) => Math.max(most, share), 0);
    confidences[i] = confidence;
    correct[i] = Number(confidence > 0 && row.indexOf(confidence) === label);
    likelihood -= Math.log(Math.max(LEAST, row[label]!)) / labels.length;
    row.forEach((share, k) => (brierClasses += (share - Number(k === label)) ** 2 / labels.length));
  });
  const calibration = calibrate(confidences, correct, bins);
  metric('ece', calibration.ece);
  metric('brier', calibration.brier);
  metric('brier_classes', brierClasses);
  metric('nll', likelihood);
  metric('mean_confidence', meanOf(confidences));
  recordAccuracy(
    correct.reduce((sum, one) => sum + one, 0),
    labels.length,
  );
  return toTable(calibration);
}

function recordAccuracy(correct: number, count: number): void {
  const { low, high } = wilsonBand(correct, count);
  metric('calibration_accuracy', correct / count);
  metric('calibration_accuracy_low', low);
  metric('calibration_accuracy_high', high);
  metric('calibration_count', count);
}

/**
 * Calibration of confidences (0 to 1) against right (1) or wrong (0). A confidence of 0 falls in the first bin.
 *
 * @internal
 */
export function calibrate(
  confidences: ArrayLike<number>,
  correct: ArrayLike<number>,
  bins = 15,
): Calibration {
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`The bins are a whole number from 1, not ${bins}.`);
  const count = confidences.length;
  const members = Array.from({ length: bins }, (): number[] => []);
  for (let i = 0; i < count; i++) members[binOf(confidences[i]!, bins)]!.push(i);
  const points = members.map((places, k): ReliabilityPoint => {
    const right = places.reduce((sum, i) => sum + correct[i]!, 0);
    const sure = places.reduce((sum, i) => sum + confidences[i]!, 0);
    const size = places.length;
    const means = size > 0 ? { confidence: sure / size, accuracy: right / size } : EMPTY;
    return { low: k / bins, high: (k + 1) / bins, count: size, correct: right, ...means };
  });
  const ece = points.reduce(
    (sum, point) =>
      point.count > 0 ? sum + (point.count / count) * Math.abs(point.accuracy! - point.confidence!) : sum,
    0,
  );
  const brier = meanOf(Array.from(confidences, (sure, i) => (sure - correct[i]!) ** 2));
  return { ece, brier, bins: points };
}

const EMPTY = { confidence: null, accuracy: null };

/** The bin (k/bins, (k+1)/bins] of a confidence, by comparison with the edges as they are written. */
function binOf(confidence: number, bins: number): number {
  let k = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
  while (k > 0 && confidence <= k / bins) k--;
  while (k < bins - 1 && confidence > (k + 1) / bins) k++;
  return k;
}

/** Softmax probabilities of all images, row by row. */
async function readShares(
  model: Readable,
  dataset: Dataset,
): Promise<{ shares: Float32Array; classes: number }> {
  const { logits, classes } = openClassifier(model);
  const shares = new Float32Array(sizeOf(dataset) * classes);
  const pause = createPause();
  for (const [start, end] of batchRanges(sizeOf(dataset), 256)) {
    const batch = tf.tidy(() => tf.softmax(logits(sliceRows(dataset.images, start, end))));
    shares.set((await batch.data()) as Float32Array, start * classes);
    batch.dispose();
    await pause();
  }
  return { shares, classes };
}

const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function toTable({ bins }: Calibration): DataFrame {
  const rows = bins.map(({ low, high, count, correct, confidence, accuracy }) => {
    const band = count > 0 ? wilsonBand(correct, count) : { low: null, high: null };
    return [low, high, count, correct, confidence, accuracy, band.low, band.high];
  });
  return { columns: RELIABILITY_COLUMNS, rows };
}
