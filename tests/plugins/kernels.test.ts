/** Gradients on wasm, with the kernels that the app adds, against those of the cpu backend. */
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { onBoth, relativeError, useBackend } from './backend.ts';

type Op = (x: tf.Tensor4D) => tf.Tensor;

const normal = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const filter = (shape: number[]) => normal(shape, 3) as tf.Tensor4D;
const flat = (x: tf.Tensor) => x.reshape([x.shape[0]!, -1]) as tf.Tensor2D;
const pool =
  (size: number, stride: number, pad: 'same' | 'valid' | number): Op =>
  (x) =>
    tf.maxPool(x, size, stride, pad, typeof pad === 'number' ? 'floor' : undefined);

/** Operations whose gradient for their input is compared, on images [2, 8, 8, 3] that are negative as often as positive. */
const INPUT_GRADIENTS: Record<string, Op> = {
  'conv2d 5×5 stride 2 valid': (x) => tf.conv2d(x, filter([5, 5, 3, 4]), 2, 'valid'),
  'conv2d 3×3 same': (x) => tf.conv2d(x, filter([3, 3, 3, 4]), 1, 'same'),
  'conv2dTranspose stride 2': (x) =>
    tf.conv2dTranspose<tf.Tensor4D>(x, filter([3, 3, 2, 3]), [2, 16, 16, 2], 2, 'same'),
  'depthwise 3×3 same': (x) => tf.depthwiseConv2d(x, filter([3, 3, 3, 1]), 1, 'same'),
  'depthwise 3×3 stride 2 same': (x) => tf.depthwiseConv2d(x, filter([3, 3, 3, 1]), 2, 'same'),
  'depthwise 3×3 stride 2 valid': (x) => tf.depthwiseConv2d(x, filter([3, 3, 3, 1]), 2, 'valid'),
  'depthwise 5×3 stride 3, two filters a channel': (x) =>
    tf.depthwiseConv2d(x, filter([5, 3, 3, 2]), 3, 'same'),
  'depthwise with padding wider than the filter': (x) => tf.depthwiseConv2d(x, filter([2, 2, 3, 1]), 1, 3),
  'maxPool 2/2 valid': pool(2, 2, 'valid'),
  'maxPool 3/2 same': pool(3, 2, 'same'),
  'maxPool 3/1 same, windows overlap': pool(3, 1, 'same'),
  'maxPool 3/2 padded by 1': pool(3, 2, 1),
  'maxPool of relu, full of ties': (x) => tf.maxPool(x.relu<tf.Tensor4D>(), 2, 2, 'valid').mul(x.mean()),
  'maxPool where all is negative': (x) => tf.maxPool(x.sub<tf.Tensor4D>(10), 2, 2, 'valid'),
  'avgPool 2/2': (x) => tf.avgPool(x, 2, 2, 'valid'),
  'avgPool 3/2 same': (x) => tf.avgPool(x, 3, 2, 'same'),
  softmax: (x) => tf.softmax(flat(x)),
  logSoftmax: (x) => tf.logSoftmax(flat(x)),
  elu: (x) => x.elu(),
  selu: (x) => x.selu(),
  leakyRelu: (x) => x.leakyRelu(0.1),
  prelu: (x) => tf.prelu(x, tf.fill([1, 1, 1, 3], 0.2)),
  sigmoid: (x) => x.sigmoid(),
  tanh: (x) => x.tanh(),
  gelu: (x) => x.mul(x.div(Math.SQRT2).erf().add(1)),
  mish: (x) => x.mul(x.softplus().tanh()),
  clip: (x) => x.clipByValue(-0.5, 0.5),
  abs: (x) => x.abs(),
  max: (x) => x.max(1),
  mean: (x) => x.mean([1, 2]),
  pow: (x) => x.square().add(1).pow(1.5),
  gather: (x) => tf.gather(x, tf.tensor1d([1, 0, 1], 'int32')),
  'gather along an axis': (x) => tf.gather(x, tf.tensor1d([7, 2, 2, 0], 'int32'), 2),
  'concat and transpose': (x) => tf.concat([x, x.transpose([0, 2, 1, 3])], 3),
  'slice and pad': (x) =>
    x.slice([0, 1, 1, 0], [-1, 3, 3, -1]).pad([
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]),
  matMul: (x) => tf.matMul(flat(x), flat(x), false, true),
  resizeBilinear: (x) => tf.image.resizeBilinear(x, [13, 13]),
  batchNorm: (x) => tf.batchNorm(x, tf.zeros([3]), tf.ones([3]), tf.zeros([3]), tf.ones([3])).pow(3),
};

test.each(Object.entries(INPUT_GRADIENTS))('input gradient of %s', async (_, op) => {
  const loss = (x: tf.Tensor) =>
    op(x as tf.Tensor4D)
      .square()
      .sum() as tf.Scalar;
  const { cpu, wasm } = await onBoth(() => tf.grad(loss)(normal([2, 8, 8, 3], 5)));
  expect(cpu.some((value) => value !== 0)).toBe(true);
  expect(relativeError(cpu, wasm)).toBeLessThan(2e-6);
});

type FilterCase = [name: string, shape: number[], stride: number, pad: 'same' | 'valid' | number];

const CONVOLUTIONS: FilterCase[] = [
  ['5×5 stride 2 valid, that does not divide', [5, 5, 3, 4], 2, 'valid'],
  ['3×3 same', [3, 3, 3, 4], 1, 'same'],
  ['3×3 stride 2 same', [3, 3, 3, 4], 2, 'same'],
  ['1×1', [1, 1, 3, 7], 1, 'valid'],
  ['4×2 stride 3 padded by 1', [4, 2, 3, 5], 3, 1],
];

test.each(CONVOLUTIONS)('filter gradient of conv2d %s', async (_, shape, stride, pad) => {
  const { cpu, wasm } = await onBoth(() => {
    const x = normal([2, 8, 8, 3], 5) as tf.Tensor4D;
    const rounding = typeof pad === 'number' ? 'floor' : undefined;
    const loss = (f: tf.Tensor) =>
      tf
        .conv2d(x, f as tf.Tensor4D, stride, pad, 'NHWC', 1, rounding)
        .square()
        .sum() as tf.Scalar;
    return tf.grad(loss)(normal(shape, 3));
  });
  expect(relativeError(cpu, wasm)).toBeLessThan(2e-6);
});

const DEPTHWISE: FilterCase[] = [
  ['3×3 same', [3, 3, 3, 1], 1, 'same'],
  ['3×3 stride 2 same', [3, 3, 3, 1], 2, 'same'],
  ['5×3 stride 2 valid, two filters a channel', [5, 3, 3, 2], 2, 'valid'],
];

test.each(DEPTHWISE)('filter gradient of depthwise convolution %s', async (_, shape, stride, pad) => {
  const { cpu, wasm } = await onBoth(() => {
    const x = normal([2, 8, 8, 3], 5) as tf.Tensor4D;
    const loss = (f: tf.Tensor) =>
      tf
        .depthwiseConv2d(x, f as tf.Tensor4D, stride, pad)
        .square()
        .sum() as tf.Scalar;
    return tf.grad(loss)(normal(shape, 3));
  });
  expect(relativeError(cpu, wasm)).toBeLessThan(2e-6);
});

test('a tie in max pooling goes to the first maximum, as on cpu', async () => {
  const { cpu, wasm } = await onBoth(() =>
    tf.grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid').sum())(tf.ones([1, 2, 2, 1])),
  );
  expect([...wasm]).toEqual([1, 0, 0, 0]);
  expect([...cpu]).toEqual([...wasm]);
});

const PLAIN: Record<string, () => tf.Tensor> = {
  'product with the first factor transposed': () =>
    tf.matMul(normal([5, 3], 1), normal([5, 4], 2), true, false),
  'product with the second factor transposed': () =>
    tf.matMul(normal([3, 5], 1), normal([4, 5], 2), false, true),
  'product with both transposed': () => tf.matMul(normal([5, 3], 1), normal([4, 5], 2), true, true),
  'products of a batch, transposed': () => tf.matMul(normal([2, 5, 3], 1), normal([2, 4, 5], 2), true, true),
  'product of one matrix with a batch': () =>
    tf.matMul(normal([1, 3, 5], 1), normal([2, 4, 5], 2), false, true),
  'product of batches of one': () => tf.matMul(normal([1, 3, 5], 1), normal([1, 4, 5], 2), false, true),
  'rows by number': () => tf.gather(normal([6, 2, 3], 1), tf.tensor1d([5, 0, 5], 'int32')),
  'rows by a table of numbers': () =>
    tf.gather(
      normal([6, 4], 1),
      tf.tensor2d(
        [
          [5, 0],
          [1, 1],
        ],
        [2, 2],
        'int32',
      ),
    ),
  'columns by number': () => tf.gather(normal([6, 4], 1), tf.tensor1d([3, 0], 'int32'), 1),
  'rows by number, in batches': () =>
    tf.gather(
      normal([2, 3, 2], 1),
      tf.tensor2d(
        [
          [2, 0],
          [1, 1],
        ],
        [2, 2],
        'int32',
      ),
      1,
      1,
    ),
  'whole numbers by number': () => tf.gather(tf.tensor1d([4, 5, 6], 'int32'), tf.tensor1d([2, 0], 'int32')),
  'sum over all axes but the last': () => tf.sum(normal([4, 3, 5, 2], 1), [0, 1, 2]),
  'the same, axes kept': () => tf.sum(normal([4, 3, 2], 1), [0, 1], true),
  'sum over the first of two axes': () => tf.sum(normal([4, 3], 1), 0),
  'sum over the last axis': () => tf.sum(normal([4, 3], 1), 1),
  'sum over a middle axis': () => tf.sum(normal([4, 3, 2], 1), 1),
  'sum over everything': () => tf.sum(normal([4, 3, 2], 1)),
  'sum of whole numbers': () =>
    tf.sum(
      tf.tensor2d(
        [
          [1, 2],
          [3, 4],
        ],
        [2, 2],
        'int32',
      ),
      0,
    ),
};

test.each(Object.entries(PLAIN))('%s', async (_, op) => {
  const shapes: number[][] = [];
  const { cpu, wasm } = await onBoth(() => {
    const result = op();
    shapes.push(result.shape);
    return result;
  });
  expect(shapes[1]).toEqual(shapes[0]);
  expect(relativeError(cpu, wasm)).toBeLessThan(2e-6);
});

test('a row that is not there is an error', async () => {
  await useBackend('wasm');
  expect(() => tf.gather(tf.zeros([3, 2]), tf.tensor1d([3], 'int32'))).toThrow('no row 3 of 3');
});

test('images in several groups give the gradient of all', async () => {
  const { cpu, wasm } = await onBoth(() => {
    const x = normal([4, 64, 64, 8], 5) as tf.Tensor4D;
    const loss = (f: tf.Tensor) =>
      tf
        .conv2d(x, f as tf.Tensor4D, 1, 'same')
        .square()
        .sum() as tf.Scalar;
    const f = filter([3, 3, 8, 2]);
    const forInput = tf.grad((v) =>
      tf
        .conv2d(v as tf.Tensor4D, f, 1, 'same')
        .square()
        .sum(),
    )(x);
    return tf.concat([tf.grad(loss)(f).flatten(), forInput.flatten()]);
  });
  expect(relativeError(cpu, wasm)).toBeLessThan(5e-6);
});

test.each(['float32', 'int32', 'bool'] as const)('one-hot rows of type %s', async (dtype) => {
  const indices = (): tf.Tensor => tf.tensor1d([2, 0, 5, -1], 'int32');
  const { cpu, wasm } = await onBoth(() => tf.oneHot(indices(), 3, 1, 0, dtype));
  expect([...wasm]).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect([...cpu]).toEqual([...wasm]);
});

test('segment sums drop numbers outside the range', async () => {
  const { cpu, wasm } = await onBoth(() =>
    tf.unsortedSegmentSum(tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]), tf.tensor1d([2, -1, 2], 'int32'), 4),
  );
  expect([...wasm]).toEqual([0, 0, 0, 0, 6, 8, 0, 0]);
  expect([...cpu]).toEqual([...wasm]);
});

test('gradients leave no tensors behind', async () => {
  await useBackend('wasm');
  const x = normal([2, 8, 8, 3], 5) as tf.Tensor4D;
  const f = filter([3, 3, 3, 4]);
  const train = () =>
    tf.tidy(
      () =>
        void tf.grads((a, b) =>
          pool(2, 2, 'same')(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, 'same') as tf.Tensor4D).sum(),
        )([x, f]),
    );
  train();
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  train();
  expect(tf.memory()).toMatchObject({ numTensors, numBytes, numDataBuffers });
});
