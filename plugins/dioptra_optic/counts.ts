/** What metrics count: probabilities above a threshold, and areas between thresholds. */
import { checkOptions, type Options } from './compile.ts';
import type { Predictions } from './metrics.ts';

/** True ones above a threshold, and others above it. */
export interface Above {
  readonly hits: number;
  readonly alarms: number;
}

/** Which probabilities count: all, or those of one class, or those among the k greatest of their image. */
interface Chosen {
  readonly classId?: number;
  readonly topK?: number;
}

/** Over the chosen classes at once: how many true ones lie above the threshold, and how many others. */
export function countAbove(predictions: Predictions, limit: number, { classId, topK }: Chosen = {}): Above {
  const { probabilities, labels, classes } = predictions;
  let hits = 0;
  let alarms = 0;
  for (let i = 0; i < probabilities.length; i++) {
    if (!(probabilities[i]! > limit)) continue;
    const row = Math.floor(i / classes);
    const k = i - row * classes;
    if (classId !== undefined && k !== classId) continue;
    if (topK !== undefined && rankOf(predictions, row, k) >= topK) continue;
    if (labels[row] === k) hits++;
    else alarms++;
  }
  return { hits, alarms };
}

/** The place of a class among those of its image, from 0; of equal ones the first counts first. What is no number stands before any, so nothing is right by it. */
export function rankOf({ probabilities, classes }: Predictions, row: number, of: number): number {
  const own = probabilities[row * classes + of]!;
  let rank = 0;
  for (let k = 0; k < classes; k++) {
    const other = probabilities[row * classes + k]!;
    if (!(other <= own) || (other === own && k < of)) rank++;
  }
  return rank;
}

/** How many images are of each class, how many are read as it, and how many of these rightly. */
export interface ByClass {
  readonly truths: Float64Array;
  readonly claims: Float64Array;
  readonly hits: Float64Array;
}

/** Counts by the class that is read in each image, or, with a threshold, by each probability above it. */
export function countByClass(predictions: Predictions, limit: number | null = null): ByClass {
  const { labels, classes, probabilities } = predictions;
  const [hits, truths, claims] = [0, 1, 2].map(() => new Float64Array(classes)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  labels.forEach((label, row) => {
    truths[label]!++;
    for (let k = 0; k < classes; k++) {
      const claimed =
        limit === null ? rankOf(predictions, row, k) === 0 : probabilities[row * classes + k]! > limit;
      if (!claimed) continue;
      claims[k]!++;
      if (k === label) hits[k]!++;
    }
  });
  return { hits, truths, claims };
}

/** A value for each class, averaged: `macro` plainly, `weighted` by how many images are of it. */
export function average(values: Float64Array, { truths }: ByClass, how: 'macro' | 'weighted'): number {
  const weights = how === 'weighted' ? truths : truths.map(() => 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return divide(
    values.reduce((sum, value, k) => sum + weights[k]! * value, 0),
    total,
  );
}

/** `micro`, `macro` or `weighted`. @throws where it is none of these */
export function checkAverage(metric: string, how: unknown): 'micro' | 'macro' | 'weighted' {
  if (how === 'micro' || how === 'macro' || how === 'weighted') return how;
  throw new Error(`${metric} averages by weighted, macro or micro, not ${String(how)}.`);
}

/** Nothing of nothing is 0, as in Keras. */
export function divide(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}

type Summation = 'interpolation' | 'minoring' | 'majoring';

/** Keras's area under a curve: of all classes at once, or, with `multi_label`, the mean of each class's own. */
export function areaUnder(predictions: Predictions, options: Options): number {
  checkOptions('auc', options, [
    'num_thresholds',
    'curve',
    'summation_method',
    'multi_label',
    'thresholds',
    'name',
    'dtype',
  ]);
  const { curve = 'ROC', summation_method: sum = 'interpolation', multi_label = false } = options;
  if (curve !== 'ROC' && curve !== 'PR')
    throw new Error(`auc knows the curves ROC and PR, not ${String(curve)}.`);
  if (sum !== 'interpolation' && sum !== 'minoring' && sum !== 'majoring') {
    throw new Error(`auc sums by interpolation, minoring or majoring, not ${String(sum)}.`);
  }
  const limits = limitsOf(options);
  const { labels, classes } = predictions;
  const areaOf = (classId: number | undefined): number => {
    const points = limits.map((limit) => countAbove(predictions, limit, { classId }));
    const truths = classId === undefined ? labels.length : labels.filter((label) => label === classId).length;
    const others = (classId === undefined ? labels.length * classes : labels.length) - truths;
    return curve === 'ROC' ? rocArea(points, truths, others, sum) : precisionArea(points, truths, sum);
  };
  if (!multi_label) return areaOf(undefined);
  return Array.from({ length: classes }, (_, k) => areaOf(k)).reduce((a, b) => a + b, 0) / classes;
}

/** Keras's thresholds: evenly spaced and one beyond each end, or those that are given. */
function limitsOf({ num_thresholds = 200, thresholds = null }: Options): number[] {
  const given = thresholds === null ? null : (thresholds as number[]).toSorted((a, b) => a - b);
  const count = given === null ? Number(num_thresholds) : given.length + 2;
  if (!(Number.isInteger(count) && count > 1))
    throw new RangeError(`num_thresholds is a whole number from 2, not ${count}.`);
  const inner = given ?? Array.from({ length: count - 2 }, (_, i) => (i + 1) / (count - 1));
  return [-1e-7, ...inner, 1 + 1e-7];
}

function rocArea(points: readonly Above[], truths: number, others: number, sum: Summation): number {
  let area = 0;
  for (let i = 1; i < points.length; i++) {
    const [before, after] = [points[i - 1]!, points[i]!];
    const height = between(divide(before.hits, truths), divide(after.hits, truths), sum);
    area += divide(before.alarms - after.alarms, others) * height;
  }
  return area;
}

/** Under precision over recall; interpolated as Davis and Goadrich (ICML 2006) have it. */
function precisionArea(points: readonly Above[], truths: number, sum: Summation): number {
  let area = 0;
  for (let i = 1; i < points.length; i++) {
    const [before, after] = [points[i - 1]!, points[i]!];
    const [most, least] = [before.hits + before.alarms, after.hits + after.alarms];
    const gained = before.hits - after.hits;
    if (sum === 'interpolation') {
      const slope = divide(gained, Math.max(0, most - least));
      const ratio = most > 0 && least > 0 ? most / least : 1;
      area += divide(slope * (gained + (after.hits - slope * least) * Math.log(ratio)), truths);
    } else {
      area += divide(gained, truths) * between(divide(before.hits, most), divide(after.hits, least), sum);
    }
  }
  return area;
}

function between(a: number, b: number, sum: Summation): number {
  if (sum === 'interpolation') return (a + b) / 2;
  return sum === 'minoring' ? Math.min(a, b) : Math.max(a, b);
}
