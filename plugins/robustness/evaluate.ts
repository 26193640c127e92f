/** Measures what is left: counts at every ε, with their bands, and the report that the verdict is made from. */
import { log, metric, progress, type DataFrame } from 'alidade/sdk';
import type * as tf from '@tensorflow/tfjs';
import { classify, countCorrect, type Readings } from './classify.ts';
import { readLabels, type Dataset } from './dataset.ts';
import type { Examples, Threat } from './examples.ts';
import { wilsonBand } from './wilson.ts';

export interface Point {
  readonly epsilon: number;
  /** Images that are still read right, and the ends of Wilson's 95 % band, in whole images. */
  readonly correct: number;
  readonly low: number;
  readonly high: number;
  readonly accuracy: number;
}

export interface Curve extends Omit<Examples, 'epsilons' | 'images' | 'threat'> {
  /** Images at each point. */
  readonly count: number;
  readonly tries: string;
  readonly points: readonly Point[];
}

export interface Report {
  readonly format: 1;
  readonly data: { readonly name: string; readonly count: number };
  readonly clean: { readonly correct: number; readonly count: number };
  readonly curves: readonly Curve[];
  readonly headline: Point & { readonly attack: string };
  readonly threat: Threat;
}

/**
 * Counts how many images a model still reads right, unchanged and at every ε of every attack.
 *
 * Records at index k, with `epsilon` (0 at index 0: unchanged): for each attack `<attack>_accuracy`, its band
 * `<attack>_accuracy_low` and `_high`, `<attack>_correct` and `<attack>_count`; and once `test_count`, `clean_correct`,
 * `clean_accuracy`. Accuracy is over all images; those misread unchanged count as lost at every ε.
 *
 * @param model a classifier that ends in softmax or in logits
 * @param dataset the images that were attacked, with their true labels
 * @param attacks what each attack made of them, the noise baseline among them
 * @param headline the ε whose figure is said in the verdict; the nearest one that was tried
 * @returns the report, and the same figures as a table
 * @throws where an attack is given twice, or holds more images than the data set
 */
export async function evaluate_robustness(
  model: tf.LayersModel,
  dataset: Dataset,
  attacks: readonly Examples[],
  headline = 0.1,
): Promise<[report: Report, table: DataFrame]> {
  const labels = await readLabels(dataset);
  checkAttacks(attacks, labels.length);
  const clean = await classify(model, dataset.images);
  const correct = countCorrect(clean, labels);
  metric('test_count', labels.length);
  metric('clean_correct', correct);
  metric('clean_accuracy', correct / labels.length);
  const epsilons = [0, ...new Set(attacks.flatMap((attack) => attack.epsilons))].sort((a, b) => a - b);
  epsilons.forEach((epsilon, k) => metric('epsilon', epsilon, k));
  const total = attacks.reduce((sum, attack) => sum + attack.epsilons.length, 0);
  const curves: Curve[] = [];
  let done = 0;
  for (const attack of attacks) {
    const tell = (): void => progress(++done, total, attack.attack);
    curves.push(await measureCurve(model, attack, labels, clean, epsilons, tell));
  }
  const data = { name: dataset.meta.name, count: labels.length };
  const report = makeReport(data, correct, curves, attacks, headline);
  return [report, toTable(report)];
}

async function measureCurve(
  model: tf.LayersModel,
  { attack, role, norm, epsilons, images, threat }: Examples,
  labels: Int32Array,
  clean: Readings,
  all: readonly number[],
  tell: () => void,
): Promise<Curve> {
  const count = images[0]!.shape[0];
  const truth = labels.subarray(0, count);
  const unchanged = { ...clean, predictions: clean.predictions.subarray(0, count) };
  const points = [makePoint(0, countCorrect(unchanged, truth), count)];
  record(attack, points[0]!, count, 0);
  for (const [i, epsilon] of epsilons.entries()) {
    const point = makePoint(epsilon, countCorrect(await classify(model, images[i]!), truth), count);
    record(attack, point, count, all.indexOf(epsilon));
    log(`${attack} at ε ${epsilon}: ${point.correct} of ${count}`);
    points.push(point);
    tell();
  }
  return { attack, role, norm, count, tries: threat.tries, points };
}

function makePoint(epsilon: number, correct: number, count: number): Point {
  const { low, high } = wilsonBand(correct, count);
  return {
    epsilon,
    correct,
    low: Math.round(low * count),
    high: Math.round(high * count),
    accuracy: correct / count,
  };
}

function record(attack: string, point: Point, count: number, k: number): void {
  const name = attack.toLowerCase();
  const band = wilsonBand(point.correct, count);
  metric(`${name}_accuracy`, point.accuracy, k);
  metric(`${name}_accuracy_low`, band.low, k);
  metric(`${name}_accuracy_high`, band.high, k);
  metric(`${name}_correct`, point.correct, k);
  metric(`${name}_count`, count, k);
}

/** The headline is the first attack that is no noise, at the tried ε nearest to the one asked for. */
function makeReport(
  data: Report['data'],
  correct: number,
  curves: readonly Curve[],
  attacks: readonly Examples[],
  headline: number,
): Report {
  const chosen = Math.max(
    0,
    curves.findIndex((curve) => curve.role === 'adversarial'),
  );
  const { attack, points } = curves[chosen]!;
  const distance = (point: Point): number => Math.abs(point.epsilon - headline);
  const nearest = points.slice(1).reduce((best, point) => (distance(point) < distance(best) ? point : best));
  return {
    format: 1,
    data,
    clean: { correct, count: data.count },
    curves,
    headline: { attack, ...nearest },
    threat: attacks[chosen]!.threat,
  };
}

function toTable({ curves }: Report): DataFrame {
  const columns = ['attack', 'epsilon', 'count', 'correct', 'accuracy', 'low', 'high'];
  const rows = curves.flatMap(({ attack, count, points }) =>
    points.map(({ epsilon, correct, accuracy, low, high }) => [
      attack,
      epsilon,
      count,
      correct,
      accuracy,
      low,
      high,
    ]),
  );
  return { columns, rows };
}

function checkAttacks(attacks: readonly Examples[], size: number): void {
  const names = attacks.map((examples) => examples.attack.toLowerCase());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new Error(`The attack ${twice} is given twice.`);
  if (attacks.length === 0) throw new Error('At least one attack is needed.');
  const large = attacks.find(({ images }) => images.some((tensor) => tensor.shape[0] > size));
  if (large)
    throw new Error(`${large.attack} holds more images than the data set: it was made from another one.`);
}
