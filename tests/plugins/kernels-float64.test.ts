/** The kernels that the app adds, on wasm and on cpu, against double precision: pools, depthwise convolutions, relu, segments, rows, frames, steps of Adam. */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { Random } from '#sdk/random.ts';
import { onBoth, relativeError, useBackend } from './backend.ts';
import * as exact from './float64-parts.ts';
import type { Depthwise, Windows } from './float64-parts.ts';
import type { Padding, Shape4 } from './float64.ts';

const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
const filled = (shape: readonly number[], stream: string) =>
  new Random(7, stream).fillNormal(new Float32Array(size(shape)), 0, 1);
const draw = new Random(5, 'shapes');
const between = (low: number, high: number) => low + (draw.word() % (high - low + 1));
const drawPad = (): Padding => (['same', 'valid', 1] as const)[between(0, 2)]!;
/** What single precision may lose, measured by the largest value. */
const CLOSE = 2e-6;

/** Expects of both backends what double precision gives. */
async function expectExact(expected: Float64Array, body: () => tf.Tensor): Promise<void> {
  const { cpu, wasm } = await onBoth(body);
  expect(expected.some((value) => value !== 0)).toBe(true);
  expect(relativeError(expected, wasm), 'wasm').toBeLessThan(CLOSE);
  expect(relativeError(expected, cpu), 'cpu').toBeLessThan(CLOSE);
}

const run = (kernel: string, inputs: Record<string, tf.Tensor>, attrs: object = {}): tf.Tensor =>
  tf.engine().runKernel(kernel, inputs as tf.NamedTensorMap, attrs as tf.NamedAttrMap) as tf.Tensor;

const said = (one: object) =>
  Object.entries(one)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
const cases = <T extends object>(list: readonly T[]) => list.map((one) => [said(one), one] as const);

const POOLS: Windows[] = [
  { x: [2, 8, 8, 3], window: [2, 2], strides: [2, 2], pad: 'valid' },
  { x: [2, 8, 8, 8], window: [3, 3], strides: [1, 1], pad: 'same' },
  { x: [1, 7, 9, 5], window: [3, 2], strides: [2, 3], pad: 1 },
  ...Array.from({ length: 16 }, (): Windows => ({
    x: [between(1, 3), between(6, 11), between(6, 11), between(1, 9)],
    window: [between(2, 4), between(2, 4)],
    strides: [between(1, 4), between(1, 4)],
    pad: drawPad(),
  })),
];

describe.each(cases(POOLS))('max-pool of %s', (_, windows) => {
  const attrs = { ...windows, filterSize: windows.window, dimRoundingMode: 'floor' };
  const out = exact.describePool(windows).outShape;
  const dy = filled(out, 'dy');
  const gradient = (x: Float32Array) => () =>
    run(
      'MaxPoolGrad',
      { input: tf.tensor4d(x, windows.x), output: tf.zeros(out), dy: tf.tensor4d(dy, out) },
      attrs,
    );

  test('gradient', async () => {
    const x = filled(windows.x, 'x');
    await expectExact(exact.maxPoolGradient(windows, x, dy), gradient(x));
  });

  test('gradient where most windows tie', async () => {
    const x = filled(windows.x, 'x').map((value) => Math.max(0, Math.round(value)));
    await expectExact(exact.maxPoolGradient(windows, x, dy), gradient(x));
  });

  test('gradient where all is below zero', async () => {
    const x = filled(windows.x, 'x').map((value) => value - 10);
    await expectExact(exact.maxPoolGradient(windows, x, dy), gradient(x));
  });
});

const DEPTHWISE: Depthwise[] = [
  { x: [2, 8, 8, 3], filter: [3, 3, 3, 1], strides: [1, 1], pad: 'same' },
  { x: [2, 8, 8, 3], filter: [5, 3, 3, 2], strides: [2, 2], pad: 'valid' },
  { x: [2, 8, 8, 3], filter: [2, 2, 3, 1], strides: [1, 1], pad: 3 },
  ...Array.from({ length: 12 }, (): Depthwise => {
    const channels = between(1, 6);
    const stride = between(1, 3);
    return {
      x: [between(1, 3), between(6, 10), between(6, 10), channels],
      filter: [between(1, 4), between(1, 4), channels, between(1, 3)],
      // The cpu backend knows no others: rows and columns alike.
      strides: [stride, stride],
      pad: drawPad(),
    };
  }),
];

test.each(cases(DEPTHWISE))('both gradients of a depthwise convolution of %s', async (_, one) => {
  const out = exact.describeDepthwise(one).outShape;
  const [x, filter, dy] = [filled(one.x, 'x'), filled(one.filter, 'filter'), filled(out, 'dy')];
  const expected = exact.depthwiseGradients(one, x, filter, dy);
  const attrs = {
    strides: one.strides,
    pad: one.pad,
    dilations: [1, 1],
    dimRoundingMode: typeof one.pad === 'number' ? 'floor' : undefined,
    inputShape: one.x,
    filterShape: one.filter,
  };
  const tensors = () => ({
    x: tf.tensor4d(x, one.x),
    filter: tf.tensor4d(filter, one.filter),
    dy: tf.tensor4d(dy, out),
  });
  await expectExact(expected.input, () => {
    const { filter: taps, dy: slope } = tensors();
    return run('DepthwiseConv2dNativeBackpropInput', { dy: slope, filter: taps }, attrs);
  });
  await expectExact(expected.filter, () => {
    const { x: images, dy: slope } = tensors();
    return run('DepthwiseConv2dNativeBackpropFilter', { x: images, dy: slope }, attrs);
  });
});

test.each([1, 4, 7, 1003])('gradient of relu of %i values, zeros among them', async (count) => {
  const x = filled([count], 'x').map((value, i) => (i % 5 === 3 ? 0 : i === 0 ? 1 : value));
  const dy = filled([count], 'dy');
  const expected = exact.reluGradient(x, dy);
  await expectExact(
    expected,
    () => tf.grads((v, w) => tf.sum(tf.mul(tf.relu(v!), w!)))([tf.tensor1d(x), tf.tensor1d(dy)])[0]!,
  );
  await useBackend('wasm');
  const own = tf.tidy(() => run('ReluGrad', { x: tf.tensor1d(x), dy: tf.tensor1d(dy) }).dataSync());
  expect([...own]).toEqual([...Float32Array.from(expected)]);
});

test.each([
  [[9, 5], 4],
  [[40, 3, 2], 6],
  [[300], 7],
  [[64, 33], 1],
] as [number[], number][])('sums of rows %j in %i segments, some outside', async (shape, count) => {
  const rows = filled(shape, 'rows');
  const segments = Int32Array.from({ length: shape[0]! }, (_, i) => ((i * 7) % (count + 2)) - 1);
  const expected = exact.segmentSums(rows, size(shape.slice(1)), segments, count);
  await expectExact(expected, () =>
    tf.unsortedSegmentSum(tf.tensor(rows, shape), tf.tensor1d(segments, 'int32'), count),
  );
});

test.each([[[9, 5]], [[6, 3, 2]], [[4, 2, 3, 5]], [[11]]])(
  'rows of %j by number, and their gradient',
  async (shape) => {
    const x = filled(shape, 'x');
    const width = size(shape.slice(1));
    const indices = [3, 0, 3, shape[0]! - 1, 1, 3];
    const picked = Float64Array.from(
      { length: indices.length * width },
      (_, at) => x[indices[Math.floor(at / width)]! * width + (at % width)]!,
    );
    await expectExact(picked, () => tf.gather(tf.tensor(x, shape), tf.tensor1d(indices, 'int32')));
    const dy = filled([indices.length, ...shape.slice(1)], 'dy');
    await expectExact(exact.segmentSums(dy, width, indices, shape[0]!), () => {
      const slope = tf.tensor(dy, [indices.length, ...shape.slice(1)]);
      return tf.grad((v) => tf.sum(tf.mul(tf.gather(v, tf.tensor1d(indices, 'int32')), slope)))(
        tf.tensor(x, shape),
      );
    });
  },
);

test.each([
  [
    [2, 5, 4, 3],
    [1, 2],
    [3, 0],
  ],
  [
    [1, 3, 3, 1],
    [0, 0],
    [2, 2],
  ],
  [
    [3, 1, 7, 5],
    [4, 1],
    [0, 0],
  ],
] as [Shape4, [number, number], [number, number]][])(
  'images %j in a frame of %j rows and %j columns, and its gradient',
  async (shape, rows, columns) => {
    const x = filled(shape, 'x');
    const paddings: [number, number][] = [[0, 0], rows, columns, [0, 0]];
    await expectExact(exact.frame(x, shape, rows, columns), () => tf.pad(tf.tensor4d(x, shape), paddings));
    const framed: Shape4 = [
      shape[0],
      shape[1] + rows[0] + rows[1],
      shape[2] + columns[0] + columns[1],
      shape[3],
    ];
    const dy = filled(framed, 'dy');
    // What lies in the middle: each place of the frame counts once where ones were framed.
    const inside = exact.frame(new Float64Array(size(shape)).fill(1), shape, rows, columns);
    await expectExact(Float64Array.from([...dy].filter((_, at) => inside[at] === 1)), () =>
      tf.grad((v) => tf.sum(tf.mul(tf.pad(v as tf.Tensor4D, paddings), tf.tensor4d(dy, framed))))(
        tf.tensor4d(x, shape),
      ),
    );
  },
);

const RATES = { rate: 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-7 };

describe.each(['cpu', 'wasm'] as const)('Adam on %s', (backend) => {
  test.each([1, 4, 15, 130])('twenty steps of %i weights are those of the paper', async (count) => {
    await useBackend(backend);
    const start = filled([count], 'start');
    const gradients = Array.from({ length: 20 }, (_, step) => filled([count], `gradient ${step}`));
    const expected = exact.stepAdam(start, gradients, RATES);
    const weights = tf.variable(tf.tensor1d(start), true, `adam ${backend} ${count}`);
    const optimizer = tf.train.adam(RATES.rate, RATES.beta1, RATES.beta2, RATES.epsilon);
    for (const gradient of gradients) {
      const slope = tf.tensor1d(gradient);
      optimizer.applyGradients([{ name: weights.name, tensor: slope }]);
      slope.dispose();
    }
    expect(relativeError(expected.weights, weights.dataSync())).toBeLessThan(CLOSE);
    const [, first, second] = (await optimizer.getWeights()).map(({ tensor }) => tensor.dataSync());
    expect(relativeError(expected.first, first!)).toBeLessThan(CLOSE);
    expect(relativeError(expected.second, second!)).toBeLessThan(CLOSE);
    weights.dispose();
    optimizer.dispose();
  });
});
