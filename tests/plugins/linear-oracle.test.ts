/** The attacks against the linear model whose every figure was computed in float64 (techniques, section 4.3 A and D). */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { classify, countCorrect } from '#sdk';
import { fast_gradient_method } from '../../plugins/dioptra_optic/attacks.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { attack_pgd } from '../../plugins/evasion/pgd.ts';
import { add_random_noise } from '../../plugins/robustness/noise.ts';
import { useBackend } from './backend.ts';
import { listen } from './step-context.ts';
import {
  CLASSES,
  probabilities,
  readDigits8,
  sliceDigits8,
  toDataset,
  toNetwork,
  trainLinear,
} from './digits8.ts';

const EPSILONS = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3];
const FGSM = [0.88, 0.806, 0.652, 0.396, 0.128, 0];
const PGD40 = [0.878, 0.804, 0.636, 0.35, 0.096, 0];
/** What no attack can go below. */
const FLOOR = [0.876, 0.802, 0.62, 0.292, 0.066, 0];

beforeEach(() => void listen());

const all = readDigits8();
const train = sliceDigits8(all, 0, 1297);
const test500 = sliceDigits8(all, 1297, 1797);
const linear = trainLinear(train);

const entropy = (digits: typeof train): number => {
  const shares = probabilities(linear, digits);
  const losses = Array.from(digits.labels, (label, i) => -Math.log(shares[i * CLASSES + label]!));
  return losses.reduce((a, b) => a + b, 0) / digits.count;
};

test('the model is the one of the table', () => {
  expect(Math.hypot(...linear.weights)).toBeCloseTo(14.347662319, 8);
  expect(entropy(train)).toBeCloseTo(0.138509411, 9);
  expect(entropy(test500)).toBeCloseTo(0.317635387, 9);
});

/** The share that the model still reads, at each ε. */
type Attack = (
  model: tf.LayersModel,
  dataset: ReturnType<typeof toDataset>,
  epsilon: number,
) => Promise<tf.Tensor4D>;

async function accuracies(attack: Attack): Promise<number[]> {
  const model = toNetwork(linear);
  const dataset = toDataset(test500);
  const shares: number[] = [];
  for (const epsilon of EPSILONS) {
    const images = await attack(model, dataset, epsilon);
    shares.push(countCorrect(await classify(model, images), test500.labels) / 500);
  }
  return shares;
}

/** What every implementation of FGSM must give; the same check for the real ones and for a broken one. */
async function checkFgsm(attack: Attack): Promise<void> {
  expect(await accuracies(attack)).toEqual(FGSM);
}

const optic: Attack = async (model, dataset, eps) =>
  (await fast_gradient_method(model, dataset, null, 'inf', eps)).images;
const sweep: Attack = async (model, dataset, eps) =>
  (await attack_fgsm(model, dataset, [eps])).rounds[0]!.images;
/** What a flipped sign would make of either. */
const flipped =
  (attack: Attack): Attack =>
  async (model, dataset, eps) => {
    const moved = await attack(model, dataset, eps);
    return tf.clipByValue(dataset.images.mul(2).sub(moved), 0, 1) as tf.Tensor4D;
  };

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('unchanged, it reads 458 of 500', async () => {
    const readings = await classify(toNetwork(linear), toDataset(test500).images);
    expect(countCorrect(readings, test500.labels)).toBe(458);
  });

  test('FGSM leaves what the table says', async () => {
    await checkFgsm(optic);
    await checkFgsm(sweep);
  });

  test('an FGSM whose sign is flipped fails the same check', async () => {
    await expect(checkFgsm(flipped(optic))).rejects.toThrow('to deeply equal');
    await expect(checkFgsm(flipped(sweep))).rejects.toThrow('to deeply equal');
  });

  test('FGSM moves each pixel by ε or not at all, before the clip', async () => {
    const dataset = toDataset(test500);
    const moved = await sweep(toNetwork(linear), dataset, 0.1);
    const [before, after] = [await dataset.images.data(), await moved.data()];
    after.forEach((value, i) => {
      const change = Math.abs(value - before[i]!);
      const clipped = value === 0 || value === 1;
      expect(clipped ? change <= 0.1 + 1e-6 : Math.abs(change - 0.1) < 1e-6 || change === 0).toBe(true);
    });
  });
});

describe('on wasm', () => {
  beforeAll(() => useBackend('wasm'));

  test('40 steps of ε/10 without a random start leave what the table says', async () => {
    const still: Attack = async (model, dataset, eps) =>
      (await attack_pgd(model, dataset, [eps], 40, 500, 'inf', 1, 'cross_entropy', 0.1, false)).rounds[0]!
        .images;
    const found = await accuracies(still);
    expect(found).toEqual(PGD40);
  });

  test('no attack goes below the exact floor, and PGD not above FGSM', async () => {
    const found = await accuracies(
      async (model, dataset, eps) => (await attack_pgd(model, dataset, [eps], 10, 500)).rounds[0]!.images,
    );
    found.forEach((share, i) => {
      expect(share).toBeGreaterThanOrEqual(FLOOR[i]!);
      expect(share).toBeLessThanOrEqual(FGSM[i]! + 0.01);
    });
  });

  test('noise of the same ε is far weaker', async () => {
    const found = await accuracies(
      async (model, dataset, eps) => (await add_random_noise(model, dataset, [eps])).rounds[0]!.images,
    );
    found.slice(2).forEach((share, i) => expect(share).toBeGreaterThan(FGSM[i + 2]! + 0.2));
  });
});
