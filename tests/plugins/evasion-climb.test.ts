/** What holds of attacks that climb step by step: the loss rises, and BIM and MIM go where closed forms and double precision say. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countCorrect, openClassifier, Random, type Classifier, type Dataset, type Examples } from '#sdk';
import { create_model } from '../../plugins/dioptra_optic/models.ts';
import { load_dataset_from_tfds } from '../../plugins/dioptra_optic/data.ts';
import { attack_bim, attack_mim, attack_pgd } from '../../plugins/evasion/pgd.ts';
import { load_pretrained_model } from '../../plugins/robustness/pretrained.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { bundledData } from './entrypoints.ts';
import { climbLinear } from './linear-climb.ts';
import { listen } from './step-context.ts';

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297));
const test500 = sliceDigits8(all, 1297, 1797);
const mnist = { mnist: bundledData('mnist')!, 'demo-weights': bundledData('demo-weights')! };

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen());

/** Notes the cross entropy of each image wherever the classifier is asked, in the order of asking. */
function watchLosses(
  inner: Classifier,
  labels: ArrayLike<number>,
): { model: Classifier; losses: number[][] } {
  const losses: number[][] = [];
  const logits = (x: tf.Tensor4D): tf.Tensor2D => {
    const scores = inner.logits(x);
    const logs = tf.tidy(() => tf.logSoftmax(scores).arraySync()) as number[][];
    losses.push(logs.map((row, i) => -row[labels[i]!]!));
    return scores;
  };
  return { model: { classes: inner.classes, logits }, losses };
}

/** The losses at the start, and after each step; what is read unchanged comes before them. */
async function lossesOf(
  inner: Classifier,
  dataset: Dataset,
  attack: (model: Classifier) => Promise<Examples>,
) {
  const labels = [...tf.tidy(() => tf.argMax(dataset.labels, 1).dataSync())];
  const { model, losses } = watchLosses(inner, labels);
  await attack(model);
  return losses.slice(1);
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

const climbs = fc.record({
  start: fc.integer({ min: 0, max: 470 }),
  epsilon: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
  iterations: fc.integer({ min: 2, max: 15 }),
  seed: fc.nat(1000),
});

describe('the loss rises under PGD', () => {
  test.each(['inf', 2] as const)('at every step of every image, where the model is linear, in %s', (norm) =>
    fc.assert(
      fc.asyncProperty(climbs, async ({ start, epsilon, iterations, seed }) => {
        listen(seed);
        const digits = toDataset(sliceDigits8(test500, start, start + 20));
        const radius = norm === 2 ? 4 * epsilon : epsilon;
        const losses = await lossesOf(openClassifier(toNetwork(linear)), digits, (model) =>
          attack_pgd(model, digits, [radius], iterations, 20, norm),
        );
        expect(losses.length).toBe(iterations + 1);
        for (const [k, after] of losses.entries()) {
          if (k === 0) continue;
          after.forEach((loss, i) => expect(loss - losses[k - 1]![i]!).toBeGreaterThan(-1e-4));
        }
      }),
      { numRuns: 6, seed: 7 },
    ),
  );

  test.each(['inf', 2, 1] as const)(
    'on average over 64 digits of the convolutional network, in %s',
    async (norm) => {
      listen(4, mnist);
      const [, , digits] = await load_dataset_from_tfds('mnist', { test: 'test[:64]' }, null, true, null, 64);
      const network = await load_pretrained_model(create_model('PoolFree', digits!));
      for (const share of [0.1, 0.3]) {
        const radius = share * { inf: 1, 2: 10, 1: 100 }[norm];
        const losses = await lossesOf(openClassifier(network), digits!, (model) =>
          attack_pgd(model, digits!, [radius], 20, 64, norm),
        );
        const means = losses.map(mean);
        means.forEach((loss, k) => expect(loss).toBeGreaterThanOrEqual(means[k - 1] ?? means[0]!));
        expect(means.at(-1)!).toBeGreaterThan(5 * means[0]!);
      }
    },
  );
});

/** Two classes with the logits 0 and w·x + b in 4×4 images, one image of the second class each. */
function makeHalfSpace(seed: number) {
  const chance = new Random(seed);
  const w = chance.fillNormal(new Float32Array(16));
  const x = chance.fillUniform(new Float32Array(16), 0, 1);
  const slope = tf.tensor2d(w, [16, 1]);
  const bias = chance.uniform();
  const logits = (images: tf.Tensor4D): tf.Tensor2D => {
    const score = tf.add(tf.matMul(tf.reshape(images, [-1, 16]) as tf.Tensor2D, slope), bias);
    return tf.concat([tf.zerosLike(score), score], 1) as tf.Tensor2D;
  };
  return { w, x, model: { classes: 2, logits }, dataset: onePoint(x, 4) };
}

function onePoint(x: ArrayLike<number>, side: number): Dataset {
  const meta = {
    name: 'one point',
    rows: [[0, 1]] as const,
    image_shape: [side, side, 1] as const,
    value_range: [0, 1] as const,
    batch_size: 1,
    num_classes: 2,
    seed: null,
    shuffle: false,
  };
  return {
    images: tf.tensor4d(Float32Array.from(x), [1, side, side, 1]),
    labels: tf.tensor2d([[0, 1]]),
    meta,
  };
}

const pixelsOf = async ({ rounds }: Examples, k = 0): Promise<Float32Array> =>
  Float32Array.from(await rounds[k]!.images.data());

describe('where two classes are parted by a plane', () => {
  test('BIM and MIM go to x − min(steps · step, ε) · sign(w) within the box, whatever the momentum', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.nat(10_000),
          epsilon: fc.double({ min: 0.01, max: 0.6, noNaN: true }),
          iterations: fc.integer({ min: 1, max: 12 }),
          step: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
          momentum: fc.constantFrom(0, 0.5, 1, 2),
        }),
        async ({ seed, epsilon, iterations, step, momentum }) => {
          const { w, x, model, dataset } = makeHalfSpace(seed);
          const length = Math.min(1, iterations * step) * epsilon;
          const expected = [...x].map((value, j) =>
            Math.min(1, Math.max(0, value - length * Math.sign(w[j]!))),
          );
          const bim = await pixelsOf(await attack_bim(model, dataset, [epsilon], iterations, 1, step));
          const mim = await attack_mim(model, dataset, [epsilon], iterations, 1, momentum, step);
          for (const found of [bim, await pixelsOf(mim)])
            expected.forEach((value, j) => expect(Math.abs(found[j]! - value)).toBeLessThan(1e-5));
        },
      ),
      { numRuns: 40, seed: 7 },
    ));

  test('MIM as it is published, momentum 1 and ten steps of ε/10, lowers the score by ε‖w‖₁ where nothing is clipped', async () => {
    const { w, model, dataset } = makeHalfSpace(3);
    const grey = { ...dataset, images: tf.fill<tf.Rank.R4>([1, 4, 4, 1], 0.5) };
    const found = await pixelsOf(await attack_mim(model, grey, [0.3]));
    const fall = found.reduce((sum, value, j) => sum + w[j]! * (0.5 - value), 0);
    expect(fall).toBeCloseTo(0.3 * w.reduce((sum, value) => sum + Math.abs(value), 0), 5);
  });
});

/** One pixel whose loss is greatest 2½ steps from where it begins: after each step, the places in steps, by hand. */
describe('over a maximum two and a half steps away', () => {
  const STEP = 0.04;
  const START = 0.2;
  const model: Classifier = {
    classes: 2,
    logits: (x) => {
      const away = tf.sub(tf.reshape(x, [-1, 1]), START + 2.5 * STEP);
      const score = tf.mul(tf.square(away), 10);
      return tf.concat([tf.zerosLike(score), score], 1) as tf.Tensor2D;
    },
  };
  const placesOf = async (attack: (iterations: number) => Promise<Examples>, most: number) => {
    const places: number[] = [];
    for (let iterations = 1; iterations <= most; iterations++)
      places.push(Math.round(((await pixelsOf(await attack(iterations)))[0]! - START) / STEP));
    return places;
  };
  const mim =
    (momentum: number, epsilon = 0.4) =>
    (iterations: number) =>
      attack_mim(model, onePoint([START], 1), [epsilon], iterations, 1, momentum, STEP / epsilon);

  test('BIM goes to and fro beside it', async () => {
    const bim = (iterations: number) =>
      attack_bim(model, onePoint([START], 1), [0.4], iterations, 1, STEP / 0.4);
    expect(await placesOf(bim, 8)).toEqual([1, 2, 3, 2, 3, 2, 3, 2]);
    expect(await placesOf(mim(0), 8)).toEqual([1, 2, 3, 2, 3, 2, 3, 2]);
  });

  test('momentum 1 carries it on until the sum of the signs is used up, holds still once, and comes back', async () => {
    // Sums 1 2 3, then 2 1 0 −1 −2 −3, then −2 −1 0 1.
    expect(await placesOf(mim(1), 13)).toEqual([1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 0, 0, 1]);
  });

  test('momentum 0.9 fades', async () => {
    // 1 1.9 2.71 | 1.439 0.295 −0.734 −1.661 −2.495 | −1.245 −0.121 0.891.
    expect(await placesOf(mim(0.9), 11)).toEqual([1, 2, 3, 4, 5, 4, 3, 2, 1, 0, 1]);
  });

  test('ε of three steps holds it, and its momentum is spent all the same', async () => {
    // Sums 1 2 3 | 2 1 0 −1 | 0 1 | 0 −1.
    expect(await placesOf(mim(1, 3 * STEP), 11)).toEqual([1, 2, 3, 3, 3, 3, 2, 2, 3, 3, 2]);
  });
});

describe('on the linear model of the table', () => {
  test('BIM of 40 steps of ε/10 leaves what PGD without a random start leaves', async () => {
    const { rounds } = await attack_bim(
      toNetwork(linear),
      toDataset(test500),
      [0.05, 0.15, 0.2],
      40,
      500,
      0.1,
    );
    const left = rounds.map((round) => countCorrect(round, test500.labels) / 500);
    expect(left).toEqual([0.804, 0.35, 0.096]);
  });

  test.each([
    ['BIM', 0],
    ['MIM with momentum ½', 0.5],
    ['MIM with momentum 1', 1],
  ] as const)('%s of 10 steps goes where double precision goes', async (_, momentum) => {
    const digits = sliceDigits8(test500, 0, 200);
    const [network, dataset] = [toNetwork(linear), toDataset(digits)];
    const some = [0.05, 0.1, 0.2];
    const examples =
      momentum === 0
        ? await attack_bim(network, dataset, some, 10, 200, 0.2)
        : await attack_mim(network, dataset, some, 10, 200, momentum, 0.2);
    for (const [k, epsilon] of some.entries()) {
      const climb = { epsilon, iterations: 10, step: 0.2 * epsilon, momentum };
      const exact = climbLinear(linear, digits, climb);
      const found = await pixelsOf(examples, k);
      expect(found.length).toBe(exact.length);
      expect(exact.reduce((most, value, at) => Math.max(most, Math.abs(value - found[at]!)), 0)).toBeLessThan(
        1e-5,
      );
    }
  });
});
