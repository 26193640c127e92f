/** The metrics of a classifier by hand. */
import { expect, test } from 'vitest';
import { measure, type Predictions } from '../../plugins/dioptra_optic/metrics.ts';

/** Three classes, four images: read as 0, 1, 1, 2; really 0, 1, 2, 2. */
const predictions: Predictions = {
  probabilities: Float32Array.of(0.7, 0.2, 0.1, 0.3, 0.4, 0.3, 0.1, 0.6, 0.3, 0.05, 0.05, 0.9),
  labels: Int32Array.of(0, 1, 2, 2),
  classes: 3,
};
const value = (name: string, options?: Record<string, unknown>): number =>
  measure(predictions, [options ? { name, options } : name])[0]![1];

test('accuracy counts the greatest probability', () => {
  expect(value('categorical_accuracy')).toBe(0.75);
});

test('nothing is right by what is no number', () => {
  const diverged = { probabilities: new Float32Array(6).fill(NaN), labels: Int32Array.of(0, 1), classes: 3 };
  expect(measure(diverged, ['categorical_accuracy'])).toEqual([['categorical_accuracy', 0]]);
});

test('precision and recall count probabilities over a half', () => {
  // Over a half: 0.7 (right), 0.6 (wrong), 0.9 (right).
  expect(value('precision')).toBeCloseTo(2 / 3, 12);
  expect(value('recall')).toBeCloseTo(2 / 4, 12);
  expect(value('precision', { thresholds: 0.65 })).toBe(1);
});

test('F1 by class: 1, 2/3 and 2/3, then averaged', () => {
  expect(value('f1_score', { average: 'weighted' })).toBeCloseTo((1 + 2 / 3 + 2 * (2 / 3)) / 4, 12);
  expect(value('f1_score', { average: 'macro' })).toBeCloseTo((1 + 2 / 3 + 2 / 3) / 3, 12);
  expect(value('f1_score', { average: 'micro' })).toBe(0.75);
  expect(() => value('f1_score', { average: 'best' })).toThrow('weighted, macro or micro');
});

test('the area under the curve is the share of pairs in the right order, ties by half', () => {
  const right = [0.7, 0.4, 0.3, 0.9];
  const wrong = [0.2, 0.1, 0.3, 0.3, 0.1, 0.6, 0.05, 0.05];
  const pairs: number[] = right.flatMap((a) => wrong.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
  expect(value('auc')).toBeCloseTo(pairs.reduce((a, b) => a + b, 0) / pairs.length, 6);
});

test('an unknown metric is refused with those that there are', () => {
  expect(() => value('iou')).toThrow('categorical_accuracy');
});

test('precision and recall of one class, of the greatest k, and averaged by the class that is read', () => {
  // Class 1 over a half: 0.6, wrong; class 2: 0.9, right, of two.
  expect(value('precision', { class_id: 1 })).toBe(0);
  expect([value('precision', { class_id: 2 }), value('recall', { class_id: 2 })]).toEqual([1, 1 / 2]);
  // The greatest of each: three of four right.
  expect([value('precision', { top_k: 1 }), value('recall', { top_k: 1 })]).toEqual([0.75, 0.75]);
  expect(value('precision', { average: 'macro' })).toBeCloseTo((1 + 1 / 2 + 1) / 3, 12);
  expect(value('recall', { average: 'macro' })).toBeCloseTo((1 + 1 + 1 / 2) / 3, 12);
  expect(value('precision', { average: 'weighted' })).toBeCloseTo((1 + 1 / 2 + 2) / 4, 12);
  expect(value('recall', { average: 'weighted' })).toBe(0.75);
  expect(value('recall', { average: 'micro' })).toBe(0.75);
});

test('F1 by a threshold counts every probability above it', () => {
  // Over 0.25: class 0: 0.7 right, 0.3 wrong; class 1: 0.4 right, 0.6 wrong; class 2: 0.3 wrong, 0.3 and 0.9 right.
  expect(value('f1_score', { threshold: 0.25, average: 'macro' })).toBeCloseTo(
    (2 / 3 + 2 / 3 + 4 / 5) / 3,
    12,
  );
  expect(value('f1_score', { threshold: 0.25, average: 'micro' })).toBeCloseTo((2 * 4) / (4 + 7), 12);
});

test('the area by few thresholds is that of its trapezia, or bounded from below and above', () => {
  // Thresholds beyond both ends and at a half: all, (2 of 4 right, 1 of 8 wrong), none.
  const few = { num_thresholds: 3 };
  expect(value('auc', few)).toBeCloseTo((7 / 8) * 0.75 + (1 / 8) * 0.25, 12);
  expect(value('auc', { thresholds: [0.5] })).toBeCloseTo(value('auc', few), 12);
  expect(value('auc', { ...few, summation_method: 'minoring' })).toBeCloseTo((7 / 8) * 0.5, 12);
  expect(value('auc', { ...few, summation_method: 'majoring' })).toBeCloseTo(7 / 8 + (1 / 8) * 0.5, 12);
  const slope = (4 - 2) / (12 - 3);
  const first = slope * (2 + (2 - slope * 3) * Math.log(12 / 3));
  expect(value('auc', { ...few, curve: 'PR' })).toBeCloseTo((first + (2 / 3) * 2) / 4, 12);
});

test('the area of each class, averaged, is the mean share of pairs in the right order', () => {
  const { probabilities, labels } = predictions;
  const shares = [0, 1, 2].map((k) => {
    const of = (own: boolean) =>
      [...labels.keys()]
        .filter((row) => (labels[row] === k) === own)
        .map((row) => probabilities[3 * row + k]!);
    const pairs: number[] = of(true).flatMap((a) => of(false).map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
    return pairs.reduce((a, b) => a + b, 0) / pairs.length;
  });
  expect(value('auc', { multi_label: true })).toBeCloseTo(shares.reduce((a, b) => a + b, 0) / 3, 6);
});

test('accuracy among the greatest k, and the cross entropy', () => {
  expect([value('top_k_categorical_accuracy', { k: 2 }), value('top_k_categorical_accuracy')]).toEqual([
    1, 1,
  ]);
  const losses = [0.7, 0.4, 0.3, 0.9].map((share) => -Math.log(share));
  expect(value('categorical_crossentropy')).toBeCloseTo(losses.reduce((a, b) => a + b, 0) / 4, 6);
});

test('Keras’s class names are taken, a metric may be named, and unknown options are refused', () => {
  expect(
    measure(predictions, ['F1Score', { name: 'AUC', options: { name: 'area' } }]).map(([name]) => name),
  ).toEqual(['f1_score', 'area']);
  expect(() => value('precision', { threshold: 0.3 })).toThrow('"threshold"');
  expect(() => value('recall', { thresholds: [0.2, 0.8] })).toThrow('one threshold');
  expect(() => value('auc', { curve: 'DET' })).toThrow('ROC and PR');
  expect(() => value('auc', { num_thresholds: 1 })).toThrow('num_thresholds');
});
