/** Carlini and Wagner's attacks on the linear model whose exact distances are known (techniques, section 4.3 A and C). */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { classify, measureNorms, type Dataset } from '#sdk';
import { carlini_wagner } from '../../plugins/dioptra_optic/attacks.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { distanceOf, medianOf, type Distance } from './exact-distances.ts';
import { listen, type Heard } from './step-context.ts';

let heard: Heard;
beforeAll(() => useBackend('wasm'));
beforeEach(() => void (heard = listen(1)));

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297));
const digits = sliceDigits8(all, 1297, 1797);
const COUNT = 48;
const exact = Array.from({ length: COUNT }, (_, i) => distanceOf(linear, digits, i)?.boxed ?? null);

function firstDigits(): Dataset {
  const dataset = toDataset(sliceDigits8(digits, 0, COUNT));
  return { ...dataset, meta: { ...dataset.meta, batch_size: COUNT } };
}

/** Of each image that was read right: the size of its change over the exact distance; infinite where it is still read right. */
async function ratios(norm: 0 | 2 | 'inf', iterations: number): Promise<number[]> {
  const model = toNetwork(linear);
  const dataset = firstDigits();
  const attacked = await carlini_wagner(model, dataset, null, norm, 0, 0.01, iterations);
  const norms = await measureNorms(dataset.images, attacked.images);
  const { predictions } = await classify(model, attacked.images);
  return exact.flatMap((distance, i) => {
    if (distance === null) return [];
    const won = predictions[i] !== digits.labels[i];
    return [won ? norms[`l${norm}`][i]! / distance[`l${norm}` as keyof Distance['boxed']] : Infinity];
  });
}

describe('no attack beats the exact distance, and each comes within a few per cent', () => {
  test.each([
    ['L2', 2, 40, 1.03],
    ['L∞', 'inf', 10, 1.05],
    ['L0', 0, 10, 1.15],
  ] as const)(
    '%s',
    async (_, norm, iterations, near) => {
      const found = await ratios(norm, iterations);
      expect(Math.min(...found)).toBeGreaterThan(1 - 1e-5);
      expect(medianOf(found)).toBeLessThan(near);
      expect(heard.metrics.find(({ name }) => name === 'attack_success')!.value).toBe(1);
    },
    180_000,
  );
});

/** Two classes whose logits are 0 and f(x) = x₁ − 2x₂ + ½x₃ + 0.3: class 1 where f > 0 (techniques, section 4.3 C). */
function makePoint(range: readonly [number, number] = [0, 1]): [tf.LayersModel, Dataset] {
  const width = range[1] - range[0];
  const layers = [
    tf.layers.flatten({ inputShape: [1, 3, 1] }),
    tf.layers.dense({ units: 2, activation: 'softmax' }),
  ];
  const model = tf.sequential({ layers });
  model.setWeights([tf.tensor2d([1, -2, 0.5].map((w) => [0, w / width])), tf.tensor1d([0, 0.3])]);
  const { meta: known } = firstDigits();
  const meta = {
    ...known,
    image_shape: [1, 3, 1] as const,
    value_range: range,
    num_classes: 2,
    batch_size: 4,
  };
  const images = tf.tensor4d(
    [0.2, 0.4, 0.9].map((x) => x * width),
    [1, 1, 3, 1],
  );
  return [model, { images, labels: tf.tensor2d([[0, 1]]), meta }];
}

const MARGIN = 0.15;
const W2 = 5.25;

describe('one point and its closed forms', () => {
  test.each([
    ['f/‖w‖₂', [0, 1], 0, MARGIN],
    ['the same share of 0 to 255', [0, 255], 0, MARGIN],
    ['(f + κ)/‖w‖₂ with a confidence', [0, 1], 0.2, MARGIN + 0.2],
  ] as const)('L2 is %s', async (_, range, confidence, margin) => {
    const [model, dataset] = makePoint(range);
    const { images } = await carlini_wagner(model, dataset, null, 2, confidence, 0.01, 30);
    const { l2 } = await measureNorms(dataset.images, images);
    expect(Math.abs(l2[0]! / range[1] - margin / Math.sqrt(W2))).toBeLessThan(1e-5);
  });

  test('L∞ is f/‖w‖₁ at least and at most three per cent more; L0 is one pixel', async () => {
    const [model, dataset] = makePoint();
    const even = await carlini_wagner(model, dataset, null, 'inf', 0, 0.01, 30);
    const { linf } = await measureNorms(dataset.images, even.images);
    expect(linf[0]! / (MARGIN / 3.5)).toBeGreaterThan(1 - 1e-5);
    expect(linf[0]! / (MARGIN / 3.5)).toBeLessThan(1.032);
    const few = await carlini_wagner(model, dataset, null, 0);
    expect((await measureNorms(dataset.images, few.images)).l0[0]).toBe(1);
  });

  test('towards its own class nothing has to change, towards the other as much as away', async () => {
    const [model, dataset] = makePoint();
    const own = await carlini_wagner(model, dataset, 1, 2);
    expect([...own.images.dataSync()]).toEqual([...dataset.images.dataSync()]);
    const other = await carlini_wagner(model, dataset, 0, 2, 0, 0.01, 30);
    const { l2 } = await measureNorms(dataset.images, other.images);
    expect(Math.abs(l2[0]! - MARGIN / Math.sqrt(W2))).toBeLessThan(1e-5);
    const warning = heard.logs.find(({ severity }) => severity === 'WARNING')!;
    expect(warning.message).toContain('no robust accuracy');
  });

  test('an image that cannot be moved enough stays as it was, and counts as infinity', async () => {
    const [model, dataset] = makePoint();
    const { images } = await carlini_wagner(model, dataset, null, 2, 1e6, 0.01, 2);
    expect([...images.dataSync()]).toEqual([...dataset.images.dataSync()]);
    expect(heard.metrics).toEqual([
      { name: 'attack_success', value: 0, at: 0 },
      { name: 'median_l2', value: Infinity, at: 0 },
    ]);
  });

  test('leaves no tensors behind', async () => {
    for (const norm of [2, 'inf', 0]) {
      const [model, dataset] = makePoint();
      await carlini_wagner(model, dataset, null, norm, 0, 0.01, 2);
      const before = tf.memory().numTensors;
      const attacked = await carlini_wagner(model, dataset, null, norm, 0, 0.01, 2);
      tf.dispose([attacked.images, attacked.labels]);
      expect(tf.memory().numTensors).toBe(before);
    }
  });
});

test.each([
  ['another norm', [null, 1], '0, 2 and inf'],
  ['a class too many', [2, 2], '0 to 1'],
  ['a confidence below 0', [null, 2, -1], 'confidence'],
  ['no step', [null, 2, 0, 0], 'learning_rate'],
  ['no iterations', [null, 2, 0, 0.01, 0], 'max_iter'],
  ['no weight', [null, 2, 0, 0.01, 10, 0], 'initial_const'],
] as const)('%s is refused', async (_, [target, ...rest], words) => {
  await expect(carlini_wagner(...makePoint(), target, ...rest)).rejects.toThrow(words);
});
