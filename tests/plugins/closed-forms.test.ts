/** The attacks on models small enough for a formula (techniques, section 4.3 C and D), and the bands. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inputGradient, openClassifier, steepest, wilsonBand } from '#sdk';
import { fast_gradient_method } from '../../plugins/dioptra_optic/attacks.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { useBackend } from './backend.ts';
import { listen } from './step-context.ts';

const W = [1, -2, 0.5];
const B = 0.3;
const X = [0.2, 0.4, 0.9];
/** f(x) = w·x + b. */
const MARGIN = 0.15;
const L1 = 3.5;
const L2 = Math.sqrt(5.25);

/** Two classes whose logits are 0 and f: class 1 where f > 0. */
function makeModel(activation: 'linear' | 'softmax' = 'linear'): tf.LayersModel {
  const model = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [1, 3, 1] }), tf.layers.dense({ units: 2, activation })],
  });
  model.setWeights([tf.tensor2d(W.map((w) => [0, w])), tf.tensor1d([0, B])]);
  return model;
}

function makeDataset(range: readonly [number, number] = [0, 1]) {
  return {
    images: tf.tensor4d(X, [1, 1, 3, 1]),
    labels: tf.tensor2d([[0, 1]]),
    meta: {
      name: 'one point',
      rows: [[0, 1]] as const,
      image_shape: [1, 3, 1] as const,
      value_range: range,
      batch_size: 8,
      num_classes: 2,
      seed: null,
      shuffle: false,
    },
  };
}

const marginOf = (images: tf.Tensor): number =>
  [...images.dataSync()].reduce((sum, x, i) => sum + W[i]! * x, B);

beforeAll(() => useBackend('cpu'));
beforeEach(() => void listen());

test('the margin is the one of the example', () => {
  expect(marginOf(makeDataset().images)).toBeCloseTo(MARGIN, 6);
});

describe('the fast gradient method lowers the margin by exactly', () => {
  test.each([
    ['ε‖w‖₁ in L∞', 'inf', L1],
    ['ε‖w‖₂ in L2', 2, L2],
    ['ε‖w‖₂²/‖w‖₁ in L1', 1, L2 ** 2 / L1],
  ])('%s', async (_, norm, slope) => {
    const { images } = await fast_gradient_method(makeModel(), makeDataset(), null, norm, 0.05);
    expect(marginOf(images)).toBeCloseTo(MARGIN - 0.05 * slope, 6);
  });

  test('ε‖w‖₁ at every ε of a sweep, as long as nothing is clipped', async () => {
    const { rounds } = await attack_fgsm(makeModel(), makeDataset(), [0.1, 0.02]);
    expect(rounds.map(({ epsilon }) => epsilon)).toEqual([0.02, 0.1]);
    rounds.forEach(({ epsilon, images }) => expect(marginOf(images)).toBeCloseTo(MARGIN - epsilon! * L1, 6));
  });
});

test.each([
  ['L∞', 'inf', 0.042857143],
  ['L2', 2, 0.065465367],
])('the boundary lies at the distance of the formula in %s', async (_, norm, distance) => {
  const just = async (eps: number) =>
    marginOf((await fast_gradient_method(makeModel(), makeDataset(), null, norm, eps)).images);
  expect(await just(distance - 1e-5)).toBeGreaterThan(0);
  expect(await just(distance + 1e-5)).toBeLessThan(0);
});

test('minimal stops at the first multiple of the step that changes the reading', async () => {
  const moved = await fast_gradient_method(makeModel(), makeDataset(), null, 'inf', 0.3, 0.02, true);
  expect(marginOf(moved.images)).toBeCloseTo(MARGIN - 0.06 * L1, 6);
});

test('a target is approached, not fled', async () => {
  const towards = await fast_gradient_method(makeModel(), makeDataset(), 1, 'inf', 0.05);
  expect(marginOf(towards.images)).toBeCloseTo(MARGIN + 0.05 * L1, 6);
  const away = await fast_gradient_method(makeModel(), makeDataset(), 0, 'inf', 0.05);
  expect(marginOf(away.images)).toBeCloseTo(MARGIN - 0.05 * L1, 6);
});

test('a softmax at the end changes nothing: the attack goes to the logits', async () => {
  const plain = await fast_gradient_method(makeModel(), makeDataset(), null, 2, 0.05);
  const soft = await fast_gradient_method(makeModel('softmax'), makeDataset(), null, 2, 0.05);
  expect([...soft.images.dataSync()]).toEqual([...plain.images.dataSync()]);
});

test('a gradient survives where clipped probabilities would have none', () => {
  const { logits } = openClassifier(makeModel('softmax'));
  const steep = (x: tf.Tensor4D) => tf.mul(logits(x), 1000) as tf.Tensor2D;
  const step = steepest(
    inputGradient({ logits: steep }, makeDataset().images, tf.tensor2d([[1, 0]])).gradient,
    'inf',
  );
  expect([...step.dataSync()]).toEqual([1, -1, 1]);
});

test('pixels stay in the range of the data', async () => {
  const { images } = await fast_gradient_method(makeModel(), makeDataset(), null, 'inf', 0.9);
  images.dataSync().forEach((x) => expect(x >= 0 && x <= 1).toBe(true));
});

describe('what makes no sense is refused with a remedy', () => {
  test.each([
    [
      'an ε in grey levels',
      () => fast_gradient_method(makeModel(), makeDataset(), null, 'inf', 26),
      '26/255',
    ],
    ['no ε', () => fast_gradient_method(makeModel(), makeDataset(), null, 'inf', 0), 'more than 0'],
    ['another norm', () => fast_gradient_method(makeModel(), makeDataset(), null, 3, 0.1), 'inf, 1 and 2'],
    ['a class too many', () => fast_gradient_method(makeModel(), makeDataset(), 2), '0 to 1'],
    ['a sweep in grey levels', () => attack_fgsm(makeModel(), makeDataset(), [8]), '8/255'],
    ['a sweep on grey levels', () => attack_fgsm(makeModel(), makeDataset([0, 255])), 'normalize true'],
    ['a model that ends in sigmoid', () => fast_gradient_method(sigmoidModel(), makeDataset()), 'sigmoid'],
  ])('%s', async (_, attack, words) => {
    await expect(attack()).rejects.toThrow(words);
  });
});

function sigmoidModel(): tf.LayersModel {
  const layers = [
    tf.layers.flatten({ inputShape: [1, 3, 1] }),
    tf.layers.dense({ units: 2, activation: 'sigmoid' }),
  ];
  return tf.sequential({ layers });
}

test('Wilson: 95 of 100 is 0.888 to 0.978', () => {
  const { low, high } = wilsonBand(95, 100);
  expect(low).toBeCloseTo(0.888, 3);
  expect(high).toBeCloseTo(0.978, 3);
});

test('Wilson: 1,065 of 2,000 is 1,021 to 1,109', () => {
  const { low, high } = wilsonBand(1065, 2000);
  expect([Math.round(low * 2000), Math.round(high * 2000)]).toEqual([1021, 1109]);
});

test('Wilson stays within 0 and 1', () => {
  expect(wilsonBand(0, 10).low).toBe(0);
  expect(wilsonBand(10, 10).high).toBeCloseTo(1, 12);
  expect(() => wilsonBand(3, 2)).toThrow('3 in 2');
});
