/** A convolutional net with seeded random weights, whose figures and bytes are known on four backends (techniques, section 4.3 B). */
import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { inputGradient } from '#sdk';
import { attack_pgd } from '../../plugins/evasion/pgd.ts';
import { useBackend } from './backend.ts';
import { listen } from './step-context.ts';
import { readDigits8, sliceDigits8, toDataset } from './digits8.ts';

const first32 = sliceDigits8(readDigits8(), 0, 32);

function makeNet() {
  const w1 = tf.randomNormal([3, 3, 1, 8], 0, 0.3, 'float32', 11) as tf.Tensor4D;
  const w2 = tf.randomNormal([3, 3, 8, 16], 0, 0.15, 'float32', 12) as tf.Tensor4D;
  const w3 = tf.randomNormal([256, 10], 0, 0.08, 'float32', 13) as tf.Tensor2D;
  const logits = (x: tf.Tensor4D): tf.Tensor2D => {
    const hidden = tf.relu(tf.conv2d(tf.relu(tf.conv2d(x, w1, 1, 'same')), w2, 2, 'same'));
    return tf.matMul(tf.reshape(hidden, [x.shape[0], 256]), w3);
  };
  return { classes: 10, logits };
}

const mean = (net: ReturnType<typeof makeNet>, x: tf.Tensor4D, y: tf.Tensor2D): number =>
  tf.losses.softmaxCrossEntropy(y, net.logits(x)).dataSync()[0]!;

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('logits, loss and gradient', () => {
    const net = makeNet();
    const { images, labels } = toDataset(first32);
    const logits = net.logits(images).dataSync();
    [-0.003499, 0.203977, -0.58652, 0.48938].forEach((value, i) => expect(logits[i]).toBeCloseTo(value, 5));
    expect(mean(net, images, labels)).toBeCloseTo(2.34239, 5);
    const length = tf.sum(tf.abs(inputGradient(net, images, labels).gradient)).dataSync()[0]!;
    expect(length).toBeCloseTo(104.18771, 3);
  });

  test('20 steps of PGD end in the same bytes', async () => {
    listen();
    const net = makeNet();
    const dataset = toDataset(first32);
    const { labels } = dataset;
    const plain = [20, 32, 'inf', 1, 'cross_entropy', 0.1, false] as const;
    const { rounds } = await attack_pgd(net, dataset, [0.1], ...plain);
    const point = rounds[0]!.images;
    expect(mean(net, point, labels)).toBeCloseTo(2.570583, 5);
    const bytes = Buffer.from(Float32Array.from(point.dataSync()).buffer);
    expect(createHash('sha256').update(bytes).digest('hex').slice(0, 16)).toBe('fd377f996452abd1');
  });
});
