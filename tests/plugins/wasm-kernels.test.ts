/** The kernels of the own wasm binary against double precision and cpu: odd shapes, strides, dilations and paddings, drawn at random; and what they leave to others. */
import * as tf from '@tensorflow/tfjs';
import { Random } from '#sdk/random.ts';
import { beforeAll, expect, test } from 'vitest';
import { onBoth, relativeError, useBackend } from './backend.ts';
import * as float64 from './float64.ts';
import type { Convolution, Padding, Shape4 } from './float64.ts';

beforeAll(() => useBackend('wasm'));

const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
const filled = (shape: readonly number[], stream: string) =>
  new Random(7, stream).fillNormal(new Float32Array(size(shape)), 0, 1);
/** What single precision may lose, measured by the largest value: sums of up to some thousand products. */
const CLOSE = 3e-6;

/** Cases drawn once: every parameter odd and even, small and larger than its neighbours. */
function drawConvolutions(count: number, dilated: boolean): Convolution[] {
  const chance = new Random(3, dilated ? 'dilated' : 'plain');
  const draw = (low: number, high: number) => low + (chance.word() % (high - low + 1));
  // With dilations, TensorFlow.js reckons paddings that are numbers as if filters were square, and its own kernel leaves its memory.
  const pads: Padding[] = dilated ? ['same', 'valid'] : ['same', 'valid', 1, 2, 3];
  return Array.from({ length: count }, () => {
    const filter: Shape4 = [draw(1, 5), draw(1, 5), draw(1, 19), draw(1, 19)];
    const dilations: [number, number] = dilated ? [draw(1, 3), draw(1, 3)] : [1, 1];
    const strides: [number, number] = dilated ? [1, 1] : [draw(1, 4), draw(1, 4)];
    const x: Shape4 = [draw(1, 3), draw(13, 17), draw(13, 17), filter[2]];
    return { x, filter, strides, dilations, pad: pads[draw(0, pads.length - 1)]! };
  });
}

const CONVOLUTIONS: Convolution[] = [
  // The measured networks' own.
  { x: [3, 28, 28, 1], filter: [5, 5, 1, 8], strides: [2, 2], pad: 'valid' },
  { x: [3, 12, 12, 8], filter: [5, 5, 8, 16], strides: [2, 2], pad: 'valid' },
  { x: [2, 14, 14, 16], filter: [4, 4, 16, 32], strides: [2, 2], pad: 'same' },
  { x: [2, 13, 13, 32], filter: [3, 3, 32, 64], strides: [1, 1], pad: 'valid' },
  // One pixel out; a filter smaller than its stride; many images of one place.
  { x: [2, 5, 5, 3], filter: [5, 5, 3, 7], strides: [1, 1], pad: 'valid' },
  { x: [2, 9, 9, 6], filter: [1, 2, 6, 5], strides: [3, 4], pad: 'valid' },
  { x: [9, 1, 1, 11], filter: [1, 1, 11, 13], strides: [1, 1], pad: 'valid' },
  ...drawConvolutions(30, false),
];
const said = (c: Convolution) =>
  `[${c.x}] by [${c.filter}], strides ${c.strides}, dilations ${c.dilations ?? 1}, pad ${c.pad}`;
const cases = (list: readonly Convolution[]) => list.map((c) => [said(c), c] as const);
const rounding = (pad: Padding) => (typeof pad === 'number' ? 'floor' : undefined);

test.each(cases([...CONVOLUTIONS, ...drawConvolutions(12, true)]))('convolution of %s', (_, c) => {
  const [x, filter] = [filled(c.x, 'x'), filled(c.filter, 'filter')];
  const out = tf.tidy(() =>
    tf
      .conv2d(
        tf.tensor4d(x, c.x),
        tf.tensor4d(filter, c.filter),
        c.strides,
        c.pad,
        'NHWC',
        c.dilations ?? 1,
        rounding(c.pad),
      )
      .dataSync(),
  );
  expect(relativeError(float64.convolve(c, x, filter), out)).toBeLessThan(CLOSE);
});

test.each(cases(CONVOLUTIONS))('gradient for the filter of %s', (_, c) => {
  const [x, dy] = [filled(c.x, 'x'), filled(float64.describe(c).outShape, 'dy')];
  const gradient = tf.tidy(() => runGradient('Conv2DBackpropFilter', c, { x, dy }).dataSync());
  expect(relativeError(float64.filterGradient(c, x, dy), gradient)).toBeLessThan(CLOSE);
});

test.each(cases(CONVOLUTIONS))('gradient for the input of %s', (_, c) => {
  const [filter, dy] = [filled(c.filter, 'filter'), filled(float64.describe(c).outShape, 'dy')];
  const gradient = tf.tidy(() => runGradient('Conv2DBackpropInput', c, { filter, dy }).dataSync());
  expect(relativeError(float64.inputGradient(c, dy, filter), gradient)).toBeLessThan(CLOSE);
});

function runGradient(kernel: string, c: Convolution, values: Record<string, Float32Array>): tf.Tensor {
  const shapes: Record<string, Shape4> = { x: c.x, filter: c.filter, dy: float64.describe(c).outShape };
  const inputs = Object.fromEntries(Object.entries(values).map(([k, v]) => [k, tf.tensor4d(v, shapes[k]!)]));
  const attrs = {
    strides: c.strides,
    pad: c.pad,
    dataFormat: 'NHWC',
    dimRoundingMode: rounding(c.pad),
    inputShape: c.x,
    filterShape: c.filter,
  };
  return tf.engine().runKernel(kernel, inputs, attrs as unknown as tf.NamedAttrMap) as tf.Tensor;
}

const SIZES: (readonly [rows: number, depth: number, columns: number])[] = [
  [1, 1, 1],
  [3, 5, 7],
  [64, 256, 10],
  [13, 130, 17],
  [65, 3, 8],
  [4, 200, 9],
  [1, 77, 33],
  [100, 1, 5],
];

test.each(SIZES)('products of [%i, %i] and %i columns, either factor transposed', (...sizes) => {
  const [rows, depth, columns] = sizes;
  const [a, b] = [filled([rows, depth], 'a'), filled([depth, columns], 'b')];
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      const out = tf.tidy(() =>
        tf
          .matMul(
            tf.tensor2d(a, transposeA ? [depth, rows] : [rows, depth]),
            tf.tensor2d(b, transposeB ? [columns, depth] : [depth, columns]),
            transposeA,
            transposeB,
          )
          .dataSync(),
      );
      const exact = float64.multiply(a, b, sizes, transposeA, transposeB);
      expect(relativeError(exact, out), `${transposeA} ${transposeB}`).toBeLessThan(CLOSE);
    }
  }
});

const images = (shape: Shape4 = [2, 7, 9, 6]) => tf.tensor4d(filled(shape, 'images'), shape);
const other = (shape: readonly number[]) => tf.tensor(filled(shape, 'other'), [...shape]);
const pooled =
  (channels: number, filter: number | [number, number], strides: number | [number, number], pad: Padding) =>
  () =>
    tf.grad((x) => tf.maxPool(x as tf.Tensor4D, filter, strides, pad, rounding(pad)).square())(
      images([2, 7, 9, channels]),
    );

/** What is computed value by value, and moved. On cpu it gives the same, to the last bit. */
const EXACT: Record<string, () => tf.Tensor> = {
  'max-pool, windows apart': pooled(8, 2, 2, 'valid'),
  'max-pool, channels that leave a rest': pooled(7, [3, 2], [3, 2], 'same'),
  'max-pool, fewer than four channels': pooled(3, 2, 3, 1),
  'max-pool of infinities': () =>
    tf.grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'))(tf.fill([1, 4, 4, 5], -Infinity)),
  'max-pool of NaN': () =>
    tf.grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'))(tf.fill([1, 4, 4, 5], NaN)),
  'gradient of relu': () => tf.grad((x) => tf.relu(x).square())(images()),
  'gradient of relu at zero and beyond': () =>
    tf.grad((x) => tf.relu(x))(tf.tensor1d([0, -0, -1, 2, Infinity, -Infinity, 3])),
  'gradient of relu where what comes back is no number': () =>
    tf.grad((x) => tf.relu(x).mul(tf.tensor1d([NaN, Infinity, NaN, -Infinity, 1, NaN, -Infinity])))(
      tf.tensor1d([-1, -1, 2, 3, NaN, 0, -0.5]),
    ),
  'gradient of the gradient of relu': () =>
    tf.grad((x) =>
      tf
        .grad((z) => tf.relu(z).pow(3))(x)
        .sum(),
    )(images()),
  'greater of two': () => tf.maximum(images(), other([2, 7, 9, 6])),
  'smaller of two': () => tf.minimum(images(), other([2, 7, 9, 6])),
  'greater than a row': () => tf.maximum(images(), other([6])),
  'greater than a number': () => tf.maximum(images(), 0.3),
  'greater and smaller of NaN': () =>
    tf.concat([tf.maximum([NaN, 1, 0], [1, NaN, -0]), tf.minimum([NaN, 1, 2], [1, NaN, 3])]),
  'greater of whole numbers': () =>
    tf.maximum(tf.tensor1d([1, 5, 3], 'int32'), tf.tensor1d([4, 2, 3], 'int32')),
  signs: () => tf.sign(images()),
  'signs of what has none': () => tf.sign(tf.tensor1d([0, -0, NaN, Infinity, -Infinity])),
  'a bias added': () => tf.add(images(), other([6])),
  'a bias of many channels added': () => tf.add(other([5, 19]), other([19])),
  'a column added': () => tf.add(images(), other([9, 1])),
  'a row added from the left': () => tf.add(other([6]), images()),
  'images in a frame': () =>
    tf.pad(images(), [
      [0, 0],
      [1, 2],
      [3, 0],
      [0, 0],
    ]),
  'images in a frame of ones': () =>
    tf.pad(
      images(),
      [
        [0, 0],
        [1, 2],
        [3, 0],
        [0, 0],
      ],
      1,
    ),
  'images among empty images': () =>
    tf.pad(images(), [
      [1, 0],
      [1, 1],
      [0, 0],
      [0, 2],
    ]),
  'images cut out': () => tf.slice(images(), [0, 2, 1, 0], [2, 3, 5, 6]),
  'some channels': () => tf.slice(images(), [1, 0, 2, 1], [1, 7, 3, 4]),
  'some rows': () => tf.slice(other([9, 4, 3]), [2, 0, 0], [5, 4, 3]),
  'one value': () => tf.slice(other([9]), 4, 1),
  'nothing at all': () => tf.concat([tf.slice(other([9, 2]), [3, 0], [0, 2]).flatten(), tf.tensor1d([1])]),
  'a slice of whole numbers': () =>
    tf.slice(
      tf.tensor2d(
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [2, 3],
        'int32',
      ),
      [0, 1],
      [2, 2],
    ),
  'a slice of five axes': () => tf.slice(other([2, 3, 2, 3, 2]), [0, 1, 0, 1, 0], [2, 2, 1, 2, 2]),
  'a cast that changes, and one that does not': () =>
    tf.cast(tf.cast(tf.cast(other([6]), 'float32'), 'int32'), 'float32'),
};

test.each(Object.entries(EXACT))('%s', async (_, op) => {
  const { cpu, wasm } = await onBoth(op);
  expect([...wasm].map((v) => v || 0)).toEqual([...cpu].map((v) => v || 0));
});

test('a part that is not there is an error', () => {
  expect(() => tf.slice(other([3, 2]), [2, 0], [2, 2])).toThrow();
});

test('factors that do not fit are an error, as on cpu', () => {
  expect(() => tf.matMul(tf.ones([2, 3]), tf.ones([4, 5]))).toThrow();
  expect(() => tf.matMul(tf.ones([2, 8]), tf.ones([2, 5]))).toThrow();
  expect(() => tf.matMul(tf.ones([3, 2]), tf.ones([4, 5]), true)).toThrow();
});

test('a gradient of one number moves every weight by the optimizer itself', () => {
  const weights = tf.variable(tf.tensor1d([1, 2, 3]), true, 'spread');
  const adam = tf.train.adam(0.1);
  adam.applyGradients({ spread: tf.scalar(1) as unknown as tf.Variable });
  const moved = [...weights.dataSync()];
  [0.9, 1.9, 2.9].forEach((value, i) => expect(moved[i]).toBeCloseTo(value, 5));
  weights.dispose();
  adam.dispose();
});

test('no columns have no sums', () => {
  expect(tf.sum(tf.zeros([4, 0]), 0).shape).toEqual([0]);
});

test('sums down columns are those of double precision', () => {
  for (const [rows, width] of [
    [5000, 1],
    [977, 7],
    [3, 70],
    [1, 4],
    [70, 5000],
  ] as const) {
    const x = filled([rows, width], 'sums');
    const exact = new Float64Array(width);
    x.forEach((value, i) => (exact[i % width]! += value));
    const sums = tf.tidy(() => tf.sum(tf.tensor2d(x, [rows, width]), 0).dataSync());
    expect([...sums]).toEqual([...Float32Array.from(exact)]);
  }
});

/** Ten steps with weights of odd sizes, one of them without a gradient at first. */
async function adamWeights(): Promise<number[]> {
  const variables = [[5, 3], [7], [1]].map((shape, i) =>
    tf.variable(tf.tensor(filled(shape, `w${i}`), shape)),
  );
  const optimizer = tf.train.adam(0.05, 0.8, 0.95);
  for (let step = 0; step < 10; step++) {
    optimizer.minimize(
      () => tf.addN(variables.map((w) => w.sub(0.3).pow(4).sum() as tf.Scalar)) as tf.Scalar,
      false,
      variables,
    );
  }
  const saved = (await optimizer.getWeights()).flatMap(({ tensor }) => [...tensor.dataSync()]);
  const weights = variables.flatMap((w) => [...w.dataSync()]);
  tf.dispose(variables);
  optimizer.dispose();
  return [...weights, ...saved];
}

test('steps of Adam are those of cpu, with all that the optimizer keeps', async () => {
  await useBackend('cpu');
  const cpu = await adamWeights();
  await useBackend('wasm');
  const wasm = await adamWeights();
  expect(cpu.length).toBe(1 + 3 * (15 + 7 + 1));
  expect(relativeError(cpu, wasm)).toBeLessThan(1e-6);
});

test('a copy of weights that Adam moves on stays as it was', () => {
  const weight = tf.variable(tf.ones([6]));
  const [copy, before] = [weight.clone(), [...weight.dataSync()]];
  const optimizer = tf.train.adam(0.1);
  optimizer.minimize(() => weight.square().sum() as tf.Scalar);
  expect([...copy.dataSync()]).toEqual(before);
  expect(weight.dataSync()[0]).toBeCloseTo(0.9, 5);
  optimizer.dispose();
  tf.dispose([weight, copy]);
});
