/** Keras's metrics of a classifier, computed from all its predictions at once. */
import type { DataFrame } from 'alidade/sdk';
import type { MetricSpec, Options } from './compile.ts';

/** Class probabilities, row by row, and the true class of each row. */
export interface Predictions {
  readonly probabilities: Float32Array;
  readonly labels: Int32Array;
  readonly classes: number;
}

/** What is measured where nothing else is asked for. */
export const DEFAULT_METRICS: readonly MetricSpec[] = [
  'categorical_accuracy',
  'auc',
  'precision',
  'recall',
  { name: 'f1_score', options: { average: 'weighted' } },
];

type Metric = (predictions: Predictions, options: Options) => number;

const METRICS: Readonly<Record<string, Metric>> = {
  categorical_accuracy: accuracy,
  accuracy,
  auc,
  precision: (predictions, options) => {
    const { hits, alarms } = countAbove(predictions, threshold(options));
    return divide(hits, hits + alarms);
  },
  recall: (predictions, options) => {
    const { hits } = countAbove(predictions, threshold(options));
    return divide(hits, predictions.labels.length);
  },
  f1_score: f1Score,
};

/** The name of each metric and its value. Throws where a name is unknown. */
export function measure(
  predictions: Predictions,
  specs: readonly MetricSpec[],
): [name: string, value: number][] {
  return specs.map((spec) => {
    const { name, options = {} } = typeof spec === 'string' ? { name: spec } : spec;
    const metric = METRICS[name];
    if (!metric)
      throw new Error(`There is no metric "${name}" here; there is ${Object.keys(METRICS).join(', ')}.`);
    return [name, metric(predictions, options)];
  });
}

/** A table of one row. */
export function toTable(values: readonly (readonly [name: string, value: number])[]): DataFrame {
  return { columns: values.map(([name]) => name), rows: [values.map(([, value]) => value)] };
}

/** The class with the greatest probability, the first where several share it. */
export function predictedClass({ probabilities, classes }: Predictions, row: number): number {
  let best = 0;
  for (let k = 1; k < classes; k++) {
    if (probabilities[row * classes + k]! > probabilities[row * classes + best]!) best = k;
  }
  return best;
}

function accuracy(predictions: Predictions): number {
  const { labels } = predictions;
  const correct = labels.reduce(
    (sum, label, row) => sum + Number(predictedClass(predictions, row) === label),
    0,
  );
  return divide(correct, labels.length);
}

/** Over all classes at once: how many true ones lie above the threshold, and how many others. */
function countAbove(
  { probabilities, labels, classes }: Predictions,
  limit: number,
): { hits: number; alarms: number } {
  let hits = 0;
  let alarms = 0;
  for (let i = 0; i < probabilities.length; i++) {
    if (!(probabilities[i]! > limit)) continue;
    if (labels[Math.floor(i / classes)] === i % classes) hits++;
    else alarms++;
  }
  return { hits, alarms };
}

/** The area under the ROC curve of all classes at once, by trapezia between Keras's 200 thresholds. */
function auc(predictions: Predictions): number {
  const { labels, classes } = predictions;
  const limits = Array.from({ length: 200 }, (_, i) => i / 199);
  limits[0] = -1e-7;
  limits[199] = 1 + 1e-7;
  const points = limits.map((limit) => countAbove(predictions, limit));
  let area = 0;
  for (let i = 1; i < points.length; i++) {
    const before = points[i - 1]!;
    const { hits, alarms } = points[i]!;
    area += ((before.alarms - alarms) * (before.hits + hits)) / 2;
  }
  return divide(area, labels.length * labels.length * (classes - 1));
}

/** F1 of each class by its greatest probability, then averaged: `weighted` by the number of true ones, `macro` plainly, `micro` over all. */
function f1Score(predictions: Predictions, { average = 'weighted' }: Options): number {
  const { labels, classes } = predictions;
  const hits = new Float64Array(classes);
  const truths = new Float64Array(classes);
  const claims = new Float64Array(classes);
  labels.forEach((label, row) => {
    const claim = predictedClass(predictions, row);
    truths[label]!++;
    claims[claim]!++;
    if (claim === label) hits[label]!++;
  });
  if (average === 'micro') return accuracy(predictions);
  if (average !== 'weighted' && average !== 'macro') {
    throw new Error(`f1_score averages by weighted, macro or micro, not ${String(average)}.`);
  }
  const weights = average === 'weighted' ? truths : truths.map(() => 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return divide(
    hits.reduce((sum, hit, k) => sum + weights[k]! * divide(2 * hit, truths[k]! + claims[k]!), 0),
    total,
  );
}

function threshold({ thresholds = 0.5 }: Options): number {
  return Number(thresholds);
}

/** Nothing of nothing is 0, as in Keras. */
function divide(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}
