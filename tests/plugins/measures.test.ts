/** Measures against closed forms: calibration, least changes of the linear model, confusion; and what holds for any input. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { classify, judgeRound, wilsonBand, type Examples } from '#sdk';
import { parseReliability } from '#ui/figure/reliability.ts';
import { ReliabilityArtifactTask } from '../../plugins/robustness/artifacts.ts';
import { calibrate, measure_calibration } from '../../plugins/robustness/calibration.ts';
import { confusion_by_epsilon, countPairs } from '../../plugins/robustness/confusion.ts';
import { medianOf } from '../../plugins/robustness/effort.ts';
import { evaluate_robustness } from '../../plugins/robustness/evaluate.ts';
import { useBackend } from './backend.ts';
import {
  CLASSES,
  PIXELS,
  probabilities,
  readDigits8,
  sliceDigits8,
  toDataset,
  toNetwork,
  trainLinear,
} from './digits8.ts';
import { listen, type Heard } from './step-context.ts';

let heard: Heard;
beforeEach(() => void (heard = listen()));
const value = (name: string, at = 0): number | undefined =>
  heard.metrics.find((metric) => metric.name === name && metric.at === at)?.value;

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297));
const digits = sliceDigits8(all, 1297, 1797);

/** The nearest wrong point of each image, without the box, a hair beyond the boundary (closed form of linear models). */
function nearest(norm: 'L2' | 'Linf'): Float32Array {
  const shares = probabilities(linear, digits);
  const moved = Float32Array.from(digits.pixels);
  digits.labels.forEach((label, i) => {
    let best = { distance: Infinity, step: new Float64Array(PIXELS) };
    for (let k = 0; k < CLASSES; k++) {
      if (k === label) continue;
      const slope = Float64Array.from(
        { length: PIXELS },
        (_, j) => linear.weights[j * CLASSES + k]! - linear.weights[j * CLASSES + label]!,
      );
      const margin = Math.log(shares[i * CLASSES + label]! / shares[i * CLASSES + k]!);
      const length =
        norm === 'L2' ? Math.hypot(...slope) : slope.reduce((sum, value) => sum + Math.abs(value), 0);
      const distance = margin / length;
      if (distance >= best.distance) continue;
      const step = slope.map((value) => (norm === 'L2' ? value / length : Math.sign(value)));
      best = { distance, step };
    }
    if (best.distance <= 0) return;
    best.step.forEach((value, j) => (moved[i * PIXELS + j]! += value * (best.distance + 2e-6)));
  });
  return moved;
}

async function leastChanges(norm: 'L2' | 'Linf'): Promise<{ model: tf.LayersModel; examples: Examples }> {
  const model = toNetwork(linear);
  const { images: before } = toDataset(digits);
  const { predictions: clean } = await classify(model, before);
  const images = tf.tensor4d(nearest(norm), before.shape);
  const facts = { epsilon: null, before, labels: digits.labels, clean, queries: 3, gradientEvaluations: 7 };
  const round = await judgeRound(model, images, facts);
  const threat = { sees: 'all', may_change: 'all', tries: 'exact' };
  const rest = { role: 'adversarial', target: null, threat, health: null, attacked: model } as const;
  return { model, examples: { attack: 'exact', norm, ...rest, rounds: [round] } };
}

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeEach(() => useBackend(backend));

  test('the linear model: ECE .067789, likelihood .317635387', async () => {
    const table = await measure_calibration(toNetwork(linear), toDataset(digits));
    expect(value('ece')).toBeCloseTo(0.067789, 5);
    expect(value('nll')).toBeCloseTo(0.317635387, 5);
    expect(value('calibration_accuracy')).toBeCloseTo(0.916, 9);
    const { low, high } = wilsonBand(458, 500);
    expect(value('calibration_accuracy_low')).toBe(low);
    expect(value('calibration_accuracy_high')).toBe(high);
    expect(value('calibration_count')).toBe(500);
    expect(table.rows.length).toBe(15);
    const files = ReliabilityArtifactTask.serialize(table, { name: 'r', args: {} }) as Map<
      string,
      Uint8Array
    >;
    expect([...files.keys()]).toEqual(['reliability.json']);
    expect(ReliabilityArtifactTask.deserialize(files, { args: {} })).toEqual(table);
    const drawn = parseReliability(JSON.parse(new TextDecoder().decode(files.get('reliability.json'))));
    expect(drawn.ece).toBeCloseTo(value('ece')!, 12);
    expect(() =>
      ReliabilityArtifactTask.serialize({ columns: ['low'], rows: [] }, { name: 'r', args: {} }),
    ).toThrow('the table of measure_calibration');
    expect(table.rows.reduce((sum, row) => sum + (row[2] as number), 0)).toBe(500);
  });
});

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeEach(() => useBackend(backend));

  test('least changes in L∞: their mean and median are the exact distances', async () => {
    const { model, examples } = await leastChanges('Linf');
    const [report, table] = await evaluate_robustness(
      model,
      toDataset(digits),
      [examples],
      0.1,
      [0.05, 0.1, 0.2],
    );
    const [effort] = report.curves[0]!.efforts;
    expect(effort!.success).toMatchObject({ gave_way: 458, count: 458, share: 1, high: 1 });
    expect(Math.abs(effort!.norms.linf.median! - 0.107018003)).toBeLessThan(1e-5);
    expect(Math.abs(effort!.norms.linf.mean! - 0.104868994)).toBeLessThan(1e-5);
    expect([effort!.queries, effort!.gradient_evaluations]).toEqual([3, 7]);
    expect(report.curves[0]!.points.map(({ epsilon }) => epsilon)).toEqual([0, 0.05, 0.1, 0.2]);
    expect(value('exact_correct', 0)).toBe(458);
    expect(value('exact_linf_median')).toBe(effort!.norms.linf.median);
    expect(value('exact_linf_mean')).toBe(effort!.norms.linf.mean);
    expect(value('exact_l2_median')).toBe(effort!.norms.l2.median);
    const { low, high } = wilsonBand(458, 500);
    expect(['clean_accuracy_low', 'clean_accuracy_high', 'clean_count'].map((name) => value(name))).toEqual([
      low,
      high,
      500,
    ]);
    expect(table.columns.length).toBe(table.rows[0]!.length);
  });

  test('failures are infinitely far in the median of the own norm too', async () => {
    const { model, examples } = await leastChanges('Linf');
    const [round] = examples.rounds as [Examples['rounds'][number]];
    const { images } = toDataset(digits);
    const failed: Examples = { ...examples, rounds: [{ ...round, images, predictions: digits.labels }] };
    await evaluate_robustness(model, toDataset(digits), [failed]);
    expect(value('exact_linf_median')).toBe(Infinity);
    expect(value('exact_linf_mean')).toBeUndefined();
  });
});

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeEach(() => useBackend(backend));

  test('towards a class, its own images are not counted', async () => {
    const { model, examples } = await leastChanges('Linf');
    const [round] = examples.rounds as [Examples['rounds'][number]];
    const target = 3;
    const others = digits.labels.filter((label) => label !== target).length;
    const read = (await classify(model, toDataset(digits).images)).predictions;
    const right = (predictions: Int32Array) =>
      predictions.filter((one, i) => digits.labels[i] !== target && one === digits.labels[i]).length;
    const aimed: Examples = { ...examples, target, rounds: [{ ...round, epsilon: 0.1 }] };
    const [report] = await evaluate_robustness(model, toDataset(digits), [aimed]);
    const [curve] = report.curves;
    expect(curve).toMatchObject({ count: others, target });
    expect(curve!.points.map(({ correct }) => correct)).toEqual([right(read), right(round.predictions)]);
    expect(report.clean).toEqual({ correct: right(read), count: others });
    expect(report.data.count).toBe(others);
    expect(heard.logs.map(({ message }) => message).join()).toMatch(
      new RegExp(`aims at class 3: its ${500 - others} images are not counted.*no robust accuracy`),
    );
    const least: Examples = { ...aimed, attack: 'least', rounds: [round] };
    const [{ curves }] = await evaluate_robustness(model, toDataset(digits), [least], 0.1, [0.001]);
    expect(curves[0]!.count).toBe(others);
    expect(curves[0]!.points.at(-1)!.correct).toBeLessThanOrEqual(others);
  });

  test('an attack whose images are all of its target counts none, and is refused', async () => {
    const { model, examples } = await leastChanges('Linf');
    const { images, meta } = toDataset(digits);
    const target = 3;
    const all = { images, labels: tf.oneHot(tf.fill([500], target, 'int32'), CLASSES) as tf.Tensor2D, meta };
    await expect(evaluate_robustness(model, all, [{ ...examples, target }])).rejects.toThrow(
      'aims at class 3, and all its images are of that class',
    );
  });
});

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeEach(() => useBackend(backend));

  test('least changes in L2: their mean and median are the exact distances', async () => {
    const { model, examples } = await leastChanges('L2');
    const [report] = await evaluate_robustness(model, toDataset(digits), [examples]);
    const [effort] = report.curves[0]!.efforts;
    expect(Math.abs(effort!.norms.l2.median! - 0.576584862)).toBeLessThan(1e-5);
    expect(Math.abs(effort!.norms.l2.mean! - 0.560014245)).toBeLessThan(1e-5);
    const { points } = report.curves[0]!;
    expect(points.length).toBe(11);
    expect(points.at(-1)!.correct).toBeLessThanOrEqual(1);
    points.slice(1).forEach(({ correct }, i) => expect(correct).toBeLessThanOrEqual(points[i]!.correct));
  });

  test('confusion: rows sum to the classes, the diagonal to what is right', async () => {
    const { model, examples } = await leastChanges('Linf');
    const [pairs, classes] = await confusion_by_epsilon(model, toDataset(digits), examples);
    const rows = pairs.rows as [number, number, number, number][];
    for (let label = 0; label < CLASSES; label++) {
      const size = digits.labels.filter((one) => one === label).length;
      const unchanged = rows.filter(([epsilon, of]) => epsilon === 0 && of === label);
      expect(unchanged.reduce((sum, [, , , count]) => sum + count, 0)).toBe(size);
    }
    const right = rows.filter(([epsilon, of, read]) => epsilon === 0 && of === read);
    expect(right.reduce((sum, [, , , count]) => sum + count, 0)).toBe(458);
    expect(classes.rows.length).toBe(2 * CLASSES);
    expect(value('worst_class_accuracy', 1)).toBe(0);
  });
});

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeEach(() => useBackend(backend));

  test('no tensor is left', async () => {
    const { model, examples } = await leastChanges('Linf');
    const dataset = toDataset(digits);
    const before = tf.memory().numTensors;
    await evaluate_robustness(model, dataset, [examples]);
    await measure_calibration(model, dataset);
    await confusion_by_epsilon(model, dataset, examples);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('ECE and Brier of the worked example, in float64', () => {
  const { ece, brier } = calibrate([0.95, 0.9, 0.8, 0.65, 0.55, 0.5], [1, 1, 0, 1, 0, 1], 10);
  expect(ece).toBeCloseTo(0.391667, 6);
  expect(brier).toBeCloseTo(0.22125, 12);
});

test('a failure counts as infinitely far in the median', () => {
  expect(medianOf([1, 2, Infinity])).toBe(2);
  expect(medianOf([1, Infinity])).toBe(Infinity);
  expect(medianOf([1, 3])).toBe(2);
});

test('bins that are no number are refused', () => {
  expect(() => calibrate([0.5], [1], 0)).toThrow('from 1, not 0');
});

const graded = fc.array(fc.record({ sure: fc.double({ min: 0, max: 1, noNaN: true }), right: fc.nat(1) }), {
  minLength: 1,
  maxLength: 60,
});

test('calibration: every image has its bin, errors lie from 0 to 1, and order does not matter', () => {
  fc.assert(
    fc.property(graded, fc.integer({ min: 1, max: 20 }), (images, bins) => {
      const of = (list: typeof images) =>
        calibrate(
          list.map(({ sure }) => sure),
          list.map(({ right }) => right),
          bins,
        );
      const { ece, brier, bins: points } = of(images);
      expect(points.reduce((sum, { count }) => sum + count, 0)).toBe(images.length);
      for (const { count, low, high, confidence } of points) {
        if (count === 0) continue;
        expect(confidence!).toBeLessThanOrEqual(high + 1e-12);
        expect(confidence!).toBeGreaterThanOrEqual(low - 1e-12);
      }
      expect(ece).toBeGreaterThanOrEqual(0);
      expect(ece).toBeLessThanOrEqual(1 + 1e-12);
      expect(brier).toBeLessThanOrEqual(1 + 1e-12);
      expect(of(images.toReversed()).ece).toBeCloseTo(ece, 10);
    }),
  );
});

test('confusion counts every image once, and its diagonal is what is right', () => {
  const pairs = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(pairs, (list) => {
      const labels = Int32Array.from(list, ([label]) => label);
      const matrix = countPairs(
        labels,
        Int32Array.from(list, ([, read]) => read),
        5,
      );
      expect(matrix.flat().reduce((a, b) => a + b, 0)).toBe(list.length);
      expect(matrix.reduce((sum, row, k) => sum + row[k]!, 0)).toBe(list.filter(([a, b]) => a === b).length);
      matrix.forEach((row, k) =>
        expect(row.reduce((a, b) => a + b, 0)).toBe(labels.filter((label) => label === k).length),
      );
    }),
  );
});

test('success and accuracy are two figures: one over what was right, the other over all', async () => {
  await useBackend('cpu');
  const model = toNetwork(linear);
  const dataset = toDataset(digits);
  const { predictions: clean } = await classify(model, dataset.images);
  const moved = tf.tensor4d(nearest('Linf'), dataset.images.shape);
  const facts = { epsilon: 0.4, before: dataset.images, labels: digits.labels, clean };
  const round = await judgeRound(model, moved, { ...facts, queries: 0, gradientEvaluations: 1 });
  const threat = { sees: '', may_change: '', tries: '' };
  const rest = { role: 'adversarial', norm: 'Linf', target: null, threat, health: null } as const;
  await evaluate_robustness(model, dataset, [{ attack: 'one', ...rest, attacked: model, rounds: [round] }]);
  expect(value('one_success', 1)).toBe(1);
  expect(value('one_success_low', 1)).toBeCloseTo(wilsonBand(458, 458).low, 12);
  expect(value('one_accuracy', 1)).toBe(0);
  expect(value('one_accuracy', 0)).toBeCloseTo(0.916, 12);
});
