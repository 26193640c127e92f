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
