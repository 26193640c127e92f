/** Long runs on the own wasm kernels: nothing is left behind in a thousand steps, and the same inputs give the same bytes. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from './backend.ts';

beforeAll(() => useBackend('wasm'));

const CLASSES = 5;

/** Every kind of layer that the kernels serve, small: convolutions with and without padding, a pool, dense layers. */
function setUp() {
  let seed = 1;
  const first = () => ({ kernelInitializer: tf.initializers.glorotUniform({ seed: seed++ }) });
  const relu = { activation: 'relu' } as const;
  const model = tf.sequential({
    layers: [
      tf.layers.zeroPadding2d({ inputShape: [10, 10, 1], padding: 1 }),
      tf.layers.conv2d({ kernelSize: 3, filters: 5, ...relu, ...first() }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ kernelSize: 3, filters: 9, strides: 2, padding: 'same', ...relu, ...first() }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 11, ...relu, ...first() }),
      tf.layers.dense({ units: CLASSES, ...first() }),
    ],
  });
  const images = tf.randomUniform<tf.Rank.R4>([6, 10, 10, 1], 0, 1, 'float32', 4);
  const labels = tf.oneHot(tf.tensor1d([0, 1, 2, 3, 4, 0], 'int32'), CLASSES);
  return { model, images, labels, optimizer: tf.train.adam(0.01) };
}

type Parts = ReturnType<typeof setUp>;

const lossOf = ({ model, labels }: Parts, x: tf.Tensor): tf.Scalar =>
  tf.losses.softmaxCrossEntropy(labels, model.apply(x) as tf.Tensor);

function trainStep(parts: Parts): number {
  const loss = parts.optimizer.minimize(() => lossOf(parts, parts.images), true)!;
  const [value] = loss.dataSync();
  loss.dispose();
  return value!;
}

const attackStep = (parts: Parts, point: tf.Tensor): tf.Tensor =>
  tf.tidy(() => {
    const further = tf.add(point, tf.mul(tf.sign(tf.grad((x) => lossOf(parts, x))(point)), 0.01));
    const low = tf.maximum(further, tf.sub(parts.images, 0.1));
    return tf.clipByValue(tf.minimum(low, tf.add(parts.images, 0.1)), 0, 1);
  });

/** What is held: tensors, bytes, entries of the backend, and its memory. */
function held() {
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  const backend = tf.backend() as unknown as {
    numDataIds(): number;
    wasm: { HEAPU8: Uint8Array };
  };
  const memory = backend.wasm.HEAPU8.byteLength;
  return { numTensors, numBytes, numDataBuffers, entries: backend.numDataIds(), memory };
}

test('a thousand steps of training and attack leave nothing behind', () => {
  const parts = setUp();
  let point: tf.Tensor = parts.images.clone();
  const step = () => {
    const next = attackStep(parts, point);
    point.dispose();
    point = next;
    return trainStep(parts);
  };
  const first = step();
  for (let i = 0; i < 20; i++) step();
  const before = held();
  let last = first;
  for (let i = 0; i < 1000; i++) last = step();
  expect(held()).toEqual(before);
  expect(last).toBeLessThan(first / 10);
});

/** The bytes of the weights after 30 steps, and of an attack on them. */
function bytesOfARun(): [weights: string, attacked: string] {
  const parts = setUp();
  for (let i = 0; i < 30; i++) trainStep(parts);
  let point: tf.Tensor = parts.images.clone();
  for (let i = 0; i < 20; i++) point = attackStep(parts, point);
  const hex = (tensor: tf.Tensor) => Buffer.from(tensor.dataSync().slice().buffer).toString('hex');
  return [parts.model.getWeights().map(hex).join(), hex(point)];
}

test('the same inputs give the same bytes', () => {
  const first = bytesOfARun();
  // Elsewhere in memory, among the leavings of others.
  const between = Array.from({ length: 50 }, (_, i) => tf.fill([i * 37 + 1], NaN));
  between.forEach((tensor, i) => i % 2 && tensor.dispose());
  expect(bytesOfARun()).toEqual(first);
});
