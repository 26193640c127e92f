/** Measures what is left: counts at every ε, with their bands, and the report that the verdict is made from. */
import {
  classify,
  countCorrect,
  log,
  metric,
  progress,
  readLabels,
  wilsonBand,
  type AttackRound,
  type DataFrame,
  type Dataset,
  type Examples,
  type Readings,
  type Threat,
  type Readable,
} from 'alidade/sdk';

export interface Point {
  readonly epsilon: number;
  /** Images that are still read right, and the ends of Wilson's 95 % band, in whole images. */
  readonly correct: number;
  readonly low: number;
  readonly high: number;
  readonly accuracy: number;
}

export interface Curve extends Pick<Examples, 'attack' | 'role' | 'norm'> {
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
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset the images that were attacked, with their true labels
 * @param attacks what each attack made of them, the noise baseline among them
 * @param headline the ε whose figure is said in the verdict; the nearest one that was tried
 * @returns the report, and the same figures as a table
 * @throws where an attack is given twice, or holds more images than the data set
 */
export async function evaluate_robustness(
  model: Readable,
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
  const epsilons = [0, ...new Set(attacks.flatMap(epsilonsOf))].sort((a, b) => a - b);
  epsilons.forEach((epsilon, k) => metric('epsilon', epsilon, k));
  const total = attacks.reduce((sum, attack) => sum + attack.rounds.length, 0);
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
  model: Readable,
  examples: Examples,
  labels: Int32Array,
  clean: Readings,
  all: readonly number[],
  tell: () => void,
): Promise<Curve> {
  const { attack, role, norm, threat, rounds } = examples;
  const count = rounds[0]!.images.shape[0];
  const truth = labels.subarray(0, count);
  const unchanged = { ...clean, predictions: clean.predictions.subarray(0, count) };
  const points = [makePoint(0, countCorrect(unchanged, truth), count)];
  record(attack, points[0]!, count, 0);
  for (const round of rounds) {
    const epsilon = radiusOf(round);
    // What was read by the one who was attacked is read by this one already, where they are the same.
    const readings = examples.attacked === model ? round : await classify(model, round.images);
    const point = makePoint(epsilon, countCorrect(readings, truth), count);
    record(attack, point, count, all.indexOf(epsilon));
    log(`${attack} at ε ${epsilon}: ${point.correct} of ${count}`);
    points.push(point);
    tell();
  }
  return { attack, role, norm, count, tries: threat.tries, points };
}

const epsilonsOf = ({ rounds }: Examples): number[] => rounds.map(radiusOf);

function radiusOf({ epsilon }: AttackRound): number {
  if (epsilon !== null) return epsilon;
  throw new Error('An attack that looks for the least change has no ε to count at.');
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
  const name = attack.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
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
  const large = attacks.find(({ rounds }) => rounds.some(({ images }) => images.shape[0] > size));
  if (large)
    throw new Error(`${large.attack} holds more images than the data set: it was made from another one.`);
}
