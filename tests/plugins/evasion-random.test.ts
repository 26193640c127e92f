/** Attacks on defences that draw lots: what they keep holds for new draws too, and no lucky reading ends them. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  classify,
  countCorrect,
  ENOUGH_DRAWS,
  judgeRound,
  openClassifier,
  random,
  readLabels,
  type Classifier,
  type Dataset,
  type Examples,
} from '#sdk';
import { augment_gaussian } from '../../plugins/defences/gaussian.ts';
import { smooth_randomly } from '../../plugins/defences/smoothing.ts';
import { squeeze_features } from '../../plugins/defences/squeeze.ts';
import { attack_apgd } from '../../plugins/evasion/apgd.ts';
import { attemptAll } from '../../plugins/evasion/attempts.ts';
import { attack_carlini_l2 } from '../../plugins/evasion/carlini.ts';
import { attack_deepfool } from '../../plugins/evasion/deepfool.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { attack_pgd } from '../../plugins/evasion/pgd.ts';
import { worst_case } from '../../plugins/evasion/worst_case.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen } from './step-context.ts';

beforeAll(() => useBackend('wasm'));

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297));
const SIGMA = 0.25;
const noisy = (): Classifier => augment_gaussian(toNetwork(linear), SIGMA);
const digits = (count: number) => toDataset(sliceDigits8(all, 1297, 1297 + count));

describe('the least change that fools Gaussian noise', () => {
  const COUNT = 40;
  const READINGS = 20;
  const dataset = (): Dataset => digits(COUNT);

  /** Images that are still read right, the mean of many new readings. */
  async function meanRight({ rounds }: Examples): Promise<number> {
    const labels = await readLabels(dataset());
    let right = 0;
    for (let i = 0; i < READINGS; i++)
      right += countCorrect(await classify(noisy(), rounds[0]!.images), labels);
    return right / READINGS;
  }

  const attacks: [string, () => Promise<Examples>][] = [
    [
      'Carlini and Wagner',
      () => attack_carlini_l2(noisy(), dataset(), 50, 4, 0.1, 0.1, 0, null, true, COUNT, null, 10),
    ],
    ['DeepFool', () => attack_deepfool(noisy(), dataset(), 50, 0.02, 10, 2, true, COUNT, null, 10)],
  ];
  test.each(attacks)('%s leaves no more right than PGD in L2 at ε 0.8', async (_, run) => {
    listen(1);
    const pgd = await attack_pgd(
      noisy(),
      dataset(),
      [0.8],
      20,
      COUNT,
      2,
      1,
      'cross_entropy',
      null,
      true,
      false,
      10,
    );
    const least = await run();
    expect(await meanRight(least)).toBeLessThanOrEqual(await meanRight(pgd));
    expect(least.rounds[0]!.success.reduce((a, b) => a + b, 0)).toBeGreaterThan(COUNT / 2);
    expect(least.threat.tries).toContain('a change counts once 10 readings of 10 say so');
  });
});

test('early_stop is left out, and said to be: the images are those without it', async () => {
  const run = async (early: boolean) => {
    const heard = listen(2);
    const { rounds } = await attack_pgd(
      noisy(),
      digits(8),
      [0.1],
      5,
      8,
      'inf',
      1,
      'margin',
      null,
      true,
      early,
      10,
    );
    return { heard, pixels: await rounds[0]!.images.data(), gradients: [...rounds[0]!.gradient_evaluations] };
  };
  const [early, whole] = [await run(true), await run(false)];
  expect(early.pixels).toEqual(whole.pixels);
  expect(early.gradients).toEqual(whole.gradients);
  expect(early.heard.logs.map(({ message }) => message).join()).toContain('early_stop is left out');
  expect(whole.heard.logs.map(({ message }) => message).join()).not.toContain('early_stop');
});

/** The margin is the pixel and noise as large as the way between two attempts. */
const wavering: Classifier = {
  classes: 2,
  logits: (images) => {
    const noise = tf.tensor2d(random('lots').fillNormal(new Float32Array(images.shape[0])), [
      images.shape[0],
      1,
    ]);
    return tf.concat([tf.zerosLike(noise), tf.add(tf.reshape(images, [-1, 1]), noise)], 1) as tf.Tensor2D;
  },
  defence: { name: 'noise', differentiable: true, stochastic: true },
};

describe('of a set of attacks', () => {
  const COUNT = 30;
  const flat = (): Dataset => ({
    images: tf.zeros([COUNT, 1, 1, 1]),
    labels: tf.tensor2d(Array.from({ length: COUNT }, () => [1, 0])),
    meta: { ...digits(1).meta, image_shape: [1, 1, 1], num_classes: 2 },
  });
  /** One that puts every pixel here. */
  const put = async (pixel: number, epsilon: number | null): Promise<Examples> => {
    const labels = new Int32Array(COUNT);
    const images = tf.fill([COUNT, 1, 1, 1], pixel) as tf.Tensor4D;
    const facts = {
      epsilon,
      before: flat().images,
      labels,
      clean: labels,
      queries: 3,
      gradientEvaluations: 1,
    };
    return {
      attack: `put ${pixel}`,
      role: 'adversarial',
      norm: 'L2',
      target: null,
      threat: { sees: 'all', may_change: 'all', tries: '1' },
      health: null,
      attacked: wavering,
      rounds: [await judgeRound(wavering, images, facts)],
    };
  };

  test('the one that is best in the mean of several readings is kept, and read anew', async () => {
    listen(3);
    const set = [await put(-0.5, 4), await put(0, 4), await put(2, 4)];
    const { rounds } = await worst_case(flat(), set);
    expect(new Set(await rounds[0]!.images.data())).toEqual(new Set([2]));
    expect(new Set(rounds[0]!.queries)).toEqual(new Set([set.length * (3 + ENOUGH_DRAWS)]));
    expect(new Set(rounds[0]!.gradient_evaluations)).toEqual(new Set([set.length]));
  });

  test('ten that change nothing take no more than one does', async () => {
    listen(3);
    const left = async (count: number) => {
      const set = await Promise.all(Array.from({ length: count }, () => put(-1, 4)));
      const { predictions } = (await worst_case(flat(), set)).rounds[0]!;
      return predictions.filter((seen) => seen === 0).length;
    };
    expect(await left(10)).toBeGreaterThan(COUNT / 2);
  });

  test('a least change counts once all readings say so, however short a lucky one is', async () => {
    listen(3);
    const { rounds } = await worst_case(flat(), [
      await put(0.2, null),
      await put(9, null),
      await put(7, null),
    ]);
    expect(new Set(await rounds[0]!.images.data())).toEqual(new Set([7]));
  });
});

test('of several starts the one that is best in the mean is kept, not the first that one reading gets wrong', async () => {
  listen(3);
  const COUNT = 30;
  const truth = tf.tensor2d(Array.from({ length: COUNT }, () => [1, 0]));
  const labels = new Int32Array(COUNT);
  const x = tf.zeros([COUNT, 1, 1, 1]) as tf.Tensor4D;
  const rows = { count: COUNT, x, truth, labels, places: labels, radii: new Float64Array(COUNT).fill(1) };
  const starts = [-0.5, 2, 0];
  const ending = await attemptAll(wavering, rows, starts.length, (part, number) => {
    const cost = new Int32Array(part.count).fill(1);
    const images = tf.fill([part.count, 1, 1, 1], starts[number]!) as tf.Tensor4D;
    return Promise.resolve({ images, queries: cost, gradients: cost });
  });
  expect(new Set(await ending.images.data())).toEqual(new Set([2]));
  expect(new Set(ending.queries)).toEqual(new Set([starts.length * (1 + ENOUGH_DRAWS)]));
  expect(new Set(ending.gradients)).toEqual(new Set([starts.length]));
});

test('APGD ends where its loss is greatest, whatever one reading on the way said', async () => {
  const inner = openClassifier(toNetwork(linear));
  /** Climbed as it is; the reading of this number is of the least likely class. */
  const misreadAt = (number: number): Classifier => {
    let readings = 0;
    return {
      ...inner,
      logits: (x) => (++readings === number ? tf.tidy(() => tf.neg(inner.logits(x))) : inner.logits(x)),
      surrogate: inner.logits,
      defence: { name: 'lots', differentiable: true, stochastic: true },
    };
  };
  const run = async (classifier: Classifier, loss: string) => {
    listen(4);
    const { rounds } = await attack_apgd(classifier, digits(12), [0.02], loss, 9, 12);
    return rounds[0]!.images.data();
  };
  // The first reading is of the images as they are; the second ranks the targets.
  for (const loss of ['cross_entropy', 'targeted_dlr'])
    expect(await run(misreadAt(2), loss), loss).toEqual(await run(misreadAt(Infinity), loss));
});

/** The classifier with a count of the images that it was asked about. */
function counting(inner: Classifier): { classifier: Classifier; asked: () => number } {
  let count = 0;
  const logits: Classifier['logits'] = (x, training) => {
    count += x.shape[0];
    return inner.logits(x, training);
  };
  return { classifier: { ...inner, logits }, asked: () => count };
}

const FEW = 6;
const told: [string, (model: Classifier, few: Dataset) => Promise<Examples>][] = [
  ['C&W', (model, few) => attack_carlini_l2(model, few, 6, 2, 0.1, 1, 0, null, true, FEW, null, 2)],
  ['DeepFool', (model, few) => attack_deepfool(model, few, 5, 0.02, 10, 2, true, FEW, null, 2)],
  [
    'PGD, 3 starts',
    (model, few) => attack_pgd(model, few, [0.1], 3, FEW, 'inf', 3, 'margin', null, true, true, 2),
  ],
  ['APGD', (model, few) => attack_apgd(model, few, [0.1], 'cross_entropy', 4, FEW, 'inf', 2, 2)],
  ['APGD-T', (model, few) => attack_apgd(model, few, [0.1], 'targeted_dlr', 2, FEW, 'inf', 1, 2)],
];
test.each(told)(
  '%s tells truly what it asked of a random defence, and leaves no tensor but its images',
  async (_, run) => {
    listen(5);
    const few = digits(FEW);
    const { classifier, asked } = counting(noisy());
    const before = tf.memory().numTensors;
    const { rounds } = await run(classifier, few);
    const [{ queries, gradient_evaluations: gradients }] = rounds as [Examples['rounds'][number]];
    const sum = [...queries, ...gradients].reduce((a, b) => a + b, 0);
    // Beside what the round tells, each image is read once as it is and once as it came out.
    expect(asked()).toBe(sum + 2 * FEW);
    expect(tf.memory().numTensors - before).toBe(1);
  },
);

describe('the draws that a gradient averages already', () => {
  const warnings = async (model: Classifier): Promise<string[]> => {
    const heard = listen();
    await attack_fgsm(model, digits(2), [0.1], 'inf', 2);
    return heard.logs.filter(({ severity }) => severity === 'WARNING').map(({ message }) => message);
  };

  test('are enough as smoothing comes, alone and behind a defence that draws no lots', async () => {
    const smoothed = smooth_randomly(toNetwork(linear), SIGMA, 3);
    expect(smoothed.defence!.draws).toBeGreaterThanOrEqual(ENOUGH_DRAWS);
    const behind = squeeze_features(smoothed, 3);
    expect(behind.defence!.draws).toBe(smoothed.defence!.draws);
    for (const model of [smoothed, behind])
      expect((await warnings(model)).filter((message) => message.includes('eot'))).toEqual([]);
  });

  test('are no mean over the noise before them: that is drawn once', async () => {
    const behind = augment_gaussian(smooth_randomly(toNetwork(linear), SIGMA, 3), SIGMA);
    expect(behind.defence!.draws).toBeUndefined();
    expect((await warnings(behind)).join()).toContain('take eot 10 or more');
  });
});
