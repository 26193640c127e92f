/** Random noise in three norms: on the sphere of its norm, spread evenly, kept in [0, 1]; in L∞ one bit of the stream a pixel. */
import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from 'vitest';
import { Random, type Classifier, type Dataset, type Examples } from '#sdk';
import { evaluate_robustness } from '../../plugins/robustness/evaluate.ts';
import { add_random_noise } from '../../plugins/robustness/noise.ts';
import { useBackend } from './backend.ts';
import { listen, type Heard } from './step-context.ts';

const SIDE = 8;
const SIZE = SIDE * SIDE;
let heard: Heard;
beforeEach(() => void (heard = listen(7)));

/** Reads class 0 where the image is dark. */
const model: Classifier = {
  classes: 2,
  logits: (x) => {
    const light = tf.mean(x, [1, 2, 3]);
    return tf.stack([tf.sub(0.5, light), tf.sub(light, 0.5)], 1) as tf.Tensor2D;
  },
};

/** Grey images, far enough from black and white that no noise here is cut. */
function makeDataset(count: number, grey = 0.5): Dataset {
  const labels = tf.oneHot(tf.zeros([count], 'int32'), 2, 1, 0, 'float32') as tf.Tensor2D;
  const meta: Dataset['meta'] = {
    name: 'grey',
    rows: [[0, count]],
    image_shape: [SIDE, SIDE, 1],
    value_range: [0, 1],
    batch_size: count,
    num_classes: 2,
    seed: null,
    shuffle: false,
  };
  return { images: tf.fill([count, SIDE, SIDE, 1], grey), labels, meta };
}

async function changesOf({ rounds }: Examples, grey = 0.5, at = 0): Promise<number[][]> {
  const values = await rounds[at]!.images.data();
  const count = rounds[at]!.images.shape[0];
  return Array.from({ length: count }, (_, i) =>
    [...values.subarray(i * SIZE, (i + 1) * SIZE)].map((value) => value - grey),
  );
}

const lengthOf = (change: readonly number[], norm: 1 | 2): number =>
  norm === 1 ? change.reduce((sum, one) => sum + Math.abs(one), 0) : Math.hypot(...change);

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeEach(() => useBackend(backend));

  test('in L∞ each pixel moves by ε up or down, as the next bit of the stream has it', async () => {
    const examples = await add_random_noise(model, makeDataset(3), [0.25]);
    const chance = new Random(7, 'step/noise');
    const words = Array.from({ length: (3 * SIZE) / 32 }, () => chance.word());
    const bits = words.flatMap((word) => Array.from({ length: 32 }, (_, bit) => (word >>> bit) & 1));
    expect((await changesOf(examples)).flat()).toEqual(bits.map((bit) => (bit ? 0.25 : -0.25)));
    expect([examples.attack, examples.norm]).toEqual(['noise', 'Linf']);
  });

  test.each([
    [2, 'noise-L2', [0.5, 1]],
    [1, 'noise-L1', [2, 4]],
  ] as const)('in L%s each image moves by ε in its own direction', async (norm, name, epsilons) => {
    const examples = await add_random_noise(model, makeDataset(20), epsilons, norm);
    expect([examples.attack, examples.norm, examples.role]).toEqual([name, `L${norm}`, 'noise']);
    for (const [k, epsilon] of epsilons.entries()) {
      const changes = await changesOf(examples, 0.5, k);
      changes.forEach((change) => expect(Math.abs(lengthOf(change, norm) - epsilon)).toBeLessThan(1e-5));
      expect(new Set(changes.map(([first]) => first)).size).toBe(20);
    }
  });

  test.each([2, 1] as const)('in L%s what leaves [0, 1] is cut, and only shortens', async (norm) => {
    const epsilon = norm === 2 ? 4 : 30;
    const { rounds } = await add_random_noise(model, makeDataset(4, 0), [epsilon], norm);
    const values = [...(await rounds[0]!.images.data())];
    expect(Math.min(...values)).toBe(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(1);
    const lengths = rounds[0]!.norms[norm === 2 ? 'l2' : 'l1'];
    lengths.forEach((length) => expect(length).toBeLessThan(epsilon));
  });
});

/** Of a direction spread evenly over the sphere: mean 0, and the mean size of one value by the closed form of that sphere. */
test.each([
  // E x² = 1/n.
  [2, 1 / SIZE, (value: number) => value ** 2],
  // E |x| = 1/n.
  [1, 1 / SIZE, (value: number) => Math.abs(value)],
  // On the simplex E x² = 2/(n(n + 1)); normal values over their sum would give π/2 instead of 2.
  [1, 2 / (SIZE * (SIZE + 1)), (value: number) => value ** 2],
] as const)('a direction in L%s has the moments of the sphere', async (norm, expected, moment) => {
  await useBackend('cpu');
  const epsilon = 0.4;
  const changes = await changesOf(await add_random_noise(model, makeDataset(600), [epsilon], norm));
  const values = changes.flat().map((value) => value / epsilon);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const found = values.reduce((sum, value) => sum + moment(value), 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(values.length * SIZE));
  expect(Math.abs(found / expected - 1)).toBeLessThan(0.05);
});

test('a norm that is none, and an ε beyond every image, are refused', async () => {
  await useBackend('cpu');
  await expect(add_random_noise(model, makeDataset(1), [0.1], 3)).rejects.toThrow(/norms known here/);
  await expect(add_random_noise(model, makeDataset(1), [8.1], 2)).rejects.toThrow(/at most 8/);
  await expect(add_random_noise(model, makeDataset(1), [1.1])).rejects.toThrow(/at most 1/);
});

describe('one evaluation', () => {
  beforeEach(() => useBackend('cpu'));
  const warnings = (): string[] =>
    heard.logs.filter(({ severity }) => severity === 'WARNING').map(({ message }) => message);
  const attackOf = (noise: Examples): Examples => ({ ...noise, attack: 'PGD-L2', role: 'adversarial' });

  test('holds noise of two norms', async () => {
    const dataset = makeDataset(4, 0.4);
    const noises = [
      await add_random_noise(model, dataset, [0.1]),
      await add_random_noise(model, dataset, [1], 2),
    ];
    await evaluate_robustness(model, dataset, [...noises, attackOf(noises[1]!)]);
    const names = new Set(heard.metrics.map(({ name }) => name));
    expect([names.has('noise_accuracy'), names.has('noise_l2_accuracy')]).toEqual([true, true]);
    expect(warnings()).toEqual([]);
  });

  test('says where a curve has no noise of its norm', async () => {
    const dataset = makeDataset(4, 0.4);
    const noise = await add_random_noise(model, dataset, [0.1, 1]);
    const attack = attackOf(await add_random_noise(model, dataset, [1], 2));
    await evaluate_robustness(model, dataset, [noise, attack]);
    expect(warnings()).toEqual([
      expect.stringContaining('PGD-L2 has no random noise of its norm (L2) beside it'),
    ]);
  });
});
