/** Training steps and PGD-40 on the three measured networks, with weights and images that PyTorch makes in the same way (tests/bench/pytorch.py). */
import * as tf from '@tensorflow/tfjs';

const BATCH = 64;
const WARM = 10;
const EPSILON = 0.3;
const STEP = 0.01;
const ITERATIONS = 40;

/**
 * Layers from 28×28×1 to 10 logits; relu after each but the last. A convolution is [kernel, filters, stride, padding].
 *
 * @type {Readonly<Record<string, readonly ({ conv: readonly [number, number, number, number] } | { pool: number } | { dense: number })[]>>}
 */
export const NETWORKS = {
  'pool-free, 5,994 weights': [{ conv: [5, 8, 2, 0] }, { conv: [5, 16, 2, 0] }, { dense: 10 }],
  'fast-AT, 166,406 weights': [
    { conv: [4, 16, 2, 1] },
    { conv: [4, 32, 2, 1] },
    { dense: 100 },
    { dense: 10 },
  ],
  'two pools, 225,034 weights': [
    { conv: [3, 32, 1, 0] },
    { pool: 2 },
    { conv: [3, 64, 1, 0] },
    { pool: 2 },
    { dense: 128 },
    { dense: 10 },
  ],
};

/** Numbers from −1 to 1 by the finalizer of MurmurHash3. @param {number} count @param {number} seed */
function scatter(count, seed) {
  return Float32Array.from({ length: count }, (_, i) => {
    let x = (i + Math.imul(seed, 0x9e3779b9)) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 31 - 1;
  });
}

/** @param {string} name */
function buildNetwork(name) {
  const layers = NETWORKS[name];
  const network = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [28, 28, 1] })] });
  layers.forEach((layer, i) => {
    const activation = i === layers.length - 1 ? 'linear' : 'relu';
    if ('pool' in layer) return network.add(tf.layers.maxPooling2d({ poolSize: layer.pool }));
    if ('conv' in layer) {
      const [kernelSize, filters, strides, padding] = layer.conv;
      // The one padding that is measured is what `same` means there.
      return network.add(
        tf.layers.conv2d({ kernelSize, filters, strides, padding: padding ? 'same' : 'valid', activation }),
      );
    }
    if (network.outputShape.length > 2) network.add(tf.layers.flatten());
    network.add(tf.layers.dense({ units: layer.dense, activation }));
  });
  tf.tidy(() => network.setWeights(network.getWeights().map((weight, i) => firstWeights(weight.shape, i))));
  return network;
}

/** Biases begin at 0, the rest within √(6 / (fan in + fan out)). @param {number[]} shape @param {number} seed */
function firstWeights(shape, seed) {
  const size = shape.reduce((a, b) => a * b);
  if (shape.length === 1) return tf.zeros(shape);
  const window = size / shape.at(-1) / shape.at(-2);
  const bound = Math.sqrt(6 / (window * (shape.at(-1) + shape.at(-2))));
  return tf.tensor(
    scatter(size, seed).map((value) => value * bound),
    shape,
  );
}

function makeBatch() {
  const images = tf.tensor(
    scatter(BATCH * 784, 100).map((value) => (value + 1) / 2),
    [BATCH, 28, 28, 1],
  );
  const labels = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: BATCH }, (_, i) => i % 10),
      'int32',
    ),
    10,
  );
  return { images, labels };
}

/** Milliseconds of each step of Adam, and the loss after the warm-up. @param {string} name @param {number} steps */
export async function measureSteps(name, steps) {
  const network = buildNetwork(name);
  const { images, labels } = makeBatch();
  const optimizer = tf.train.adam(0.001);
  const times = [];
  let check = NaN;
  for (let i = 0; i < WARM + steps; i++) {
    const started = performance.now();
    const loss = optimizer.minimize(() => tf.losses.softmaxCrossEntropy(labels, network.apply(images)), true);
    const [value] = await loss.data();
    loss.dispose();
    if (i === WARM) check = value;
    if (i >= WARM) times.push(performance.now() - started);
  }
  tf.dispose([images, labels]);
  optimizer.dispose();
  network.dispose();
  return { times, check };
}

/** Milliseconds of each attack on the batch, and the mean loss that it reaches. @param {string} name @param {number} attacks */
export async function measureAttacks(name, attacks) {
  const network = buildNetwork(name);
  const { images, labels } = makeBatch();
  const start = tf.tidy(() =>
    tf.clipByValue(tf.add(images, tf.mul(tf.tensor(scatter(images.size, 200), images.shape), EPSILON)), 0, 1),
  );
  const times = [];
  let check = NaN;
  for (let i = 0; i <= attacks; i++) {
    const started = performance.now();
    let point = start.clone();
    for (let k = 0; k < ITERATIONS; k++) {
      const next = climb(network, images, labels, point);
      point.dispose();
      point = next;
    }
    await point.data();
    if (i > 0) times.push(performance.now() - started);
    check = tf.tidy(() => tf.losses.softmaxCrossEntropy(labels, network.apply(point)).dataSync()[0]);
    point.dispose();
  }
  tf.dispose([images, labels, start]);
  network.dispose();
  return { times, check };
}

function climb(network, images, labels, point) {
  return tf.tidy(() => {
    const loss = (x) =>
      tf.losses.softmaxCrossEntropy(labels, network.apply(x), undefined, 0, tf.Reduction.SUM);
    const further = tf.add(point, tf.mul(tf.sign(tf.grad(loss)(point)), STEP));
    const near = tf.minimum(tf.maximum(further, tf.sub(images, EPSILON)), tf.add(images, EPSILON));
    return tf.clipByValue(near, 0, 1);
  });
}
