/** The universal perturbation on two classes whose best change is known in closed form, and the law of its passes. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Random, type Classifier, type Dataset, type Examples } from '#sdk';
import { attack_universal } from '../../plugins/evasion/universal.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen } from './step-context.ts';

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen(3));

const SIDE = 4;
const PIXELS = SIDE * SIDE;
const EPSILON = 0.05;
/** How far a change within ε in L∞ moves the margin: ε·‖w‖₁, and every weight is 1 or −1. */
const REACH = EPSILON * PIXELS;
const weights = Array.from({ length: PIXELS }, (_, i) => (i % 3 === 0 ? -1 : 1));

/** Two classes by the sign of w·(x − 0.5), and a third that is never near. */
const half: Classifier = {
  classes: 3,
  logits: (x) =>
    tf.tidy(() => {
      const margin = tf.matMul(
        tf.sub(x, 0.5).reshape([-1, PIXELS]),
        tf.tensor2d(Float32Array.from(weights), [PIXELS, 1]),
      );
      return tf.concat([margin, tf.neg(margin), tf.fill([x.shape[0]!, 1], -1000)], 1) as tf.Tensor2D;
    }),
};

/** One image for each margin, of the class that is read, so far inside [0, 1] that no change is clipped. */
function imagesOf(margins: readonly number[]): Dataset {
  const values = margins.flatMap((margin) => weights.map((weight) => 0.5 + (weight * margin) / PIXELS));
  const labels = margins.map((margin) => (margin > 0 ? 0 : 1));
  const { meta } = toDataset(sliceDigits8(readDigits8(), 0, 1));
  return {
    images: tf.tensor4d(values, [margins.length, SIDE, SIDE, 1]),
    labels: tf.oneHot(tf.tensor1d(labels, 'int32'), 3, 1, 0, 'float32') as tf.Tensor2D,
    meta: { ...meta, image_shape: [SIDE, SIDE, 1], num_classes: 3 },
  };
}
const fooledBy = ({ rounds }: Examples): number => rounds[0]!.success.reduce((sum, yes) => sum + yes, 0);
const run = (dataset: Dataset, passes: number, count: number): Promise<Examples> => {
  listen(3);
  return attack_universal(half, dataset, [EPSILON], 0, passes, count, count);
};
const near = (margins: readonly number[]): number =>
  margins.filter((margin) => Math.abs(margin) < REACH).length;

describe('two classes', () => {
  const one = Array.from({ length: 12 }, (_, i) => 0.11 + 0.12 * i);

  test.each([
    ['one class', one],
    ['the other', one.map((margin) => -margin)],
  ])('of %s all fall whose margin is less than ε·‖w‖₁, and no other', async (_, margins) => {
    const examples = await run(imagesOf(margins), 3, margins.length);
    const fallen = margins.map((margin) => Number(Math.abs(margin) < REACH));
    expect([...examples.rounds[0]!.success]).toEqual(fallen);
    expect(near(margins)).toBe(6);
  });

  test('of both at once it never fools more than the larger side in reach, and a pass more never fewer', async () => {
    const random = new Random(7, 'margins');
    const margins = Array.from(
      { length: 24 },
      () => (random.uniform() < 0.6 ? 1 : -1) * (0.03 + 1.2 * random.uniform()),
    );
    const sides = [margins.filter((margin) => margin > 0), margins.filter((margin) => margin < 0)];
    const most = Math.max(...sides.map(near));
    const fooled: number[] = [];
    for (const passes of [1, 2, 3, 4, 5, 6]) fooled.push(fooledBy(await run(imagesOf(margins), passes, 24)));
    expect(Math.max(...fooled)).toBeLessThanOrEqual(most);
    expect(fooled).toEqual(fooled.toSorted((a, b) => a - b));
    expect(fooled[0]).toBeGreaterThan(0);
  });
});

test('on digits, where a pass undoes what another did, more passes never fool fewer', async () => {
  const all = readDigits8();
  const model = toNetwork(trainLinear(sliceDigits8(all, 0, 1297), 200));
  const dataset = toDataset(sliceDigits8(all, 1297, 1327));
  const fooled: number[] = [];
  for (const passes of [1, 2, 3, 4, 5]) {
    listen(3);
    fooled.push(fooledBy(await attack_universal(model, dataset, [0.15], 0, passes, 30, 30, 'inf', 3, 4)));
  }
  expect(fooled).toEqual(fooled.toSorted((a, b) => a - b));
});
