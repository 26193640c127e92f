/** Keras's metrics of a classifier, computed from all its predictions at once. */
import type { DataFrame } from 'alidade/sdk';
import { checkOptions, type MetricSpec, type Options } from './compile.ts';
import { areaUnder, average, checkAverage, countAbove, countByClass, divide, rankOf } from './counts.ts';

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

/** By Keras's names; those that count above a threshold do so over all classes at once. */
const METRICS: Readonly<Record<string, Metric>> = {
  categorical_accuracy: accuracy,
  accuracy,
  top_k_categorical_accuracy: topAccuracy,
  categorical_crossentropy: crossEntropy,
  auc: areaUnder,
  precision: (predictions, options) => countedShare('precision', predictions, options),
  recall: (predictions, options) => countedShare('recall', predictions, options),
  f1_score: f1Score,
};

/** The name of each metric, or the one it is given by its options, and its value. Throws where a name or an option is unknown. */
export function measure(
  predictions: Predictions,
  specs: readonly MetricSpec[],
): [name: string, value: number][] {
  return specs.map((spec) => {
    const { name, options = {} } = typeof spec === 'string' ? { name: spec } : spec;
    const known = Object.keys(METRICS).find((one) => plain(one) === plain(name));
    if (!known)
      throw new Error(`There is no metric "${name}" here; there is ${Object.keys(METRICS).join(', ')}.`);
    return [typeof options.name === 'string' ? options.name : known, METRICS[known]!(predictions, options)];
  });
}

/** The names of those metrics that are shares of the images, which have a band. */
export function listAccuracies(specs: readonly MetricSpec[]): ReadonlySet<string> {
  const named = specs.map((spec) => (typeof spec === 'string' ? { name: spec, options: {} } : spec));
  return new Set(
    named
      .filter(({ name }) => plain(name).endsWith('accuracy'))
      .map(({ name, options = {} }) =>
        typeof options.name === 'string'
          ? options.name
          : Object.keys(METRICS).find((one) => plain(one) === plain(name))!,
      ),
  );
}

/** A table of one row. */
export function toTable(values: readonly (readonly [name: string, value: number])[]): DataFrame {
  return { columns: values.map(([name]) => name), rows: [values.map(([, value]) => value)] };
}

function accuracy(predictions: Predictions, options: Options): number {
  checkOptions('categorical_accuracy', options, COMMON);
  return shareWithin(predictions, 1);
}

/** Keras's default k is 5. */
function topAccuracy(predictions: Predictions, options: Options): number {
  checkOptions('top_k_categorical_accuracy', options, ['k', ...COMMON]);
  return shareWithin(predictions, Number(options.k ?? 5));
}

/** The share of images whose class is among the k greatest. */
function shareWithin(predictions: Predictions, k: number): number {
  const { labels } = predictions;
  const within = labels.filter((label, row) => rankOf(predictions, row, label) < k).length;
  return divide(within, labels.length);
}

/** The mean of −log of the true class's probability, which is kept 1e-7 from 0 and 1 as in Keras. */
function crossEntropy({ probabilities, labels, classes }: Predictions, options: Options): number {
  checkOptions('categorical_crossentropy', options, COMMON);
  const losses = Array.from(labels, (label, row) => {
    const share = probabilities[row * classes + label]!;
    return -Math.log(Math.min(1 - 1e-7, Math.max(1e-7, share)));
  });
  return divide(
    losses.reduce((sum, loss) => sum + loss, 0),
    labels.length,
  );
}

/**
 * Precision or recall. As in Keras: probabilities above `thresholds` (default 0.5), of `class_id` alone, or only among the
 * `top_k` of an image, where the threshold is then none. Ours: `average` (micro, macro, weighted) by the class that is read.
 */
function countedShare(metric: 'precision' | 'recall', predictions: Predictions, options: Options): number {
  checkOptions(metric, options, ['thresholds', 'top_k', 'class_id', 'average', ...COMMON]);
  const { top_k, class_id, average: how = null } = options;
  if (how !== null) return averagedShare(metric, predictions, checkAverage(metric, how));
  const topK = typeof top_k === 'number' ? top_k : undefined;
  const classId = typeof class_id === 'number' ? class_id : undefined;
  const limit =
    topK !== undefined && options.thresholds === undefined ? -Infinity : threshold(metric, options);
  const { hits, alarms } = countAbove(predictions, limit, { classId, topK });
  if (metric === 'precision') return divide(hits, hits + alarms);
  const { labels } = predictions;
  return divide(
    hits,
    classId === undefined ? labels.length : labels.filter((label) => label === classId).length,
  );
}

function averagedShare(
  metric: 'precision' | 'recall',
  predictions: Predictions,
  how: 'micro' | 'macro' | 'weighted',
): number {
  if (how === 'micro') return shareWithin(predictions, 1);
  const counts = countByClass(predictions);
  const whole = metric === 'precision' ? counts.claims : counts.truths;
  return average(
    counts.hits.map((hit, k) => divide(hit, whole[k]!)),
    counts,
    how,
  );
}

/**
 * F1 of each class, then averaged: `weighted` (our default, the reference's choice; Keras's own is none) by the number of
 * true ones, `macro` plainly, `micro` over all. By the greatest probability, or, with `threshold`, by those above it.
 */
function f1Score(predictions: Predictions, options: Options): number {
  checkOptions('f1_score', options, ['average', 'threshold', ...COMMON]);
  const how = checkAverage('f1_score', options.average ?? 'weighted');
  const limit =
    options.threshold === undefined || options.threshold === null ? null : Number(options.threshold);
  const counts = countByClass(predictions, limit);
  const { hits, truths, claims } = counts;
  if (how !== 'micro') {
    return average(
      hits.map((hit, k) => divide(2 * hit, truths[k]! + claims[k]!)),
      counts,
      how,
    );
  }
  const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
  return divide(2 * sum(hits), sum(truths) + sum(claims));
}

/** One threshold, alone or as a list of one. */
function threshold(metric: string, { thresholds = 0.5 }: Options): number {
  const value = Array.isArray(thresholds) && thresholds.length === 1 ? thresholds[0] : thresholds;
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new RangeError(`${metric} takes one threshold from 0 to 1, not ${String(thresholds)}.`);
}

/** Keras's words for any metric. */
const COMMON = ['name', 'dtype'];

/** Keras takes `f1_score` and `F1Score` for the same. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}
