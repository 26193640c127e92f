/** Randomised smoothing: votes, radii and abstentions against closed forms, and what always holds of certificates. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  classify,
  inputGradient,
  openClassifier,
  projectOnto,
  readLabels,
  steepest,
  type Classifier,
  type DataFrame,
} from '#sdk';
import { normalShare, probit } from '../../../plugins/defences/binomial.ts';
import { capRadius, certify, makeCertificate } from '../../../plugins/defences/certify.ts';
import { train_with_noise } from '../../../plugins/defences/noisy.ts';
import {
  ABSTAINED,
  judgeVotes,
  predict_smoothed,
  smooth_randomly,
} from '../../../plugins/defences/smoothing.ts';
import { countVotes } from '../../../plugins/defences/votes.ts';
import { useBackend } from '../backend.ts';
import { listen, type Heard } from '../step-context.ts';
import { digits, smallNet } from './nets.ts';

await useBackend('wasm');
let heard: Heard;
beforeEach(() => void (heard = listen(5)));

/** The linear model of techniques, section 4.3 C: f = w·x + b, class 1 where it is above 0; f .15 and L2 distance .065465367. */
const W = [1, -2, 0.5];
const X = [0.2, 0.4, 0.9];
const DISTANCE = 0.065465367;
const linear: Classifier = {
  classes: 2,
  logits: (x) =>
    tf.tidy(() => {
      const f = tf.add(tf.matMul(tf.reshape(x, [-1, 3]), tf.tensor2d(W, [3, 1])), 0.3);
      return tf.concat([tf.zerosLike(f), f], 1) as tf.Tensor2D;
    }),
};
const point = () => ({
  images: tf.tensor4d(X, [1, 1, 3, 1]),
  labels: tf.tensor2d([[0, 1]]),
  meta: {
    name: 'one point',
    rows: [[0, 1]] as const,
    image_shape: [1, 3, 1] as const,
    value_range: [0, 1] as const,
    batch_size: 8,
    num_classes: 2,
    seed: null,
    shuffle: false,
  },
});
const column = ({ columns, rows }: DataFrame, name: string): number[] =>
  rows.map((row) => row[columns.indexOf(name)] as number);

describe('on the linear model', () => {
  const length = Math.hypot(...W);

  test('sigma .5 gives the share .552084949', () => {
    expect(normalShare(0.15 / (0.5 * length))).toBeCloseTo(0.552084949, 9);
  });

  test('the radius of the true share is the distance to the boundary, for every sigma', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 5, noNaN: true }), (sigma) => {
        expect(sigma * probit(normalShare(DISTANCE / sigma))).toBeCloseTo(DISTANCE, 8);
      }),
    );
  });

  test.each([0.03, 0.06, 0.25])(
    'with sigma %d no certificate goes further, and many votes come near',
    async (sigma) => {
      const [certificates] = await certify(linear, point(), sigma, 100, 20_000, 0.001, 1);
      const [radius] = column(certificates, 'radius');
      expect(column(certificates, 'prediction')).toEqual([1]);
      expect(radius).toBeLessThanOrEqual(DISTANCE);
      expect(radius).toBeGreaterThan(DISTANCE - 0.06 * sigma);
    },
  );

  test('the votes have the share of the formula, within five deviations', async () => {
    const [votes] = await countVotes(linear, point().images, { sigma: 0.5, draws: 20_000, stream: 'votes' });
    const share = votes![1]! / 20_000;
    expect(Math.abs(share - 0.552084949)).toBeLessThan(5 * Math.sqrt(0.25 / 20_000));
    expect(votes![0]! + votes![1]!).toBe(20_000);
  });
});

test('a certificate of any votes: its radius is below the cap, and it abstains where a half is not excluded', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1000 }),
      fc.double({ min: 0.01, max: 2, noNaN: true }),
      (votes, sigma) => {
        const made = makeCertificate(1, Int32Array.of(1000 - votes, votes), { sigma, n: 1000, alpha: 0.001 });
        expect(made.radius >= 0 && made.radius <= capRadius(sigma, 1000, 0.001)).toBe(true);
        expect(made.prediction === ABSTAINED).toBe(made.radius === 0);
        if (votes <= 500) expect(made.prediction).toBe(ABSTAINED);
      },
    ),
  );
});

test('what is said has the most votes, or nothing is said', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(200), { minLength: 2, maxLength: 10 }), (counts) => {
      fc.pre(counts.some((count) => count > 0));
      const [said, first, second, p] = judgeVotes(Int32Array.from(counts), 0.001);
      const falling = counts.toSorted((a, b) => b - a);
      expect([first, second]).toEqual(falling.slice(0, 2));
      if (said === ABSTAINED) expect(p).toBeGreaterThan(0.001);
      else expect(counts[said]).toBe(first);
    }),
  );
});

/** The 8×8 digits, read by a small network that was trained with the noise it is smoothed with. */
const SIGMA = 0.2;
const train = digits(0, 1000, 50);
const set = digits(1297, 1337);
const trained = (async () => {
  listen(5);
  return train_with_noise(smallNet({ units: 16 }), train, SIGMA, 6);
})();
const values = (name: string) => heard.metrics.filter((one) => one.name === name);

test('the curve falls, begins with what is read right, and ends at the cap', async () => {
  const [certificates, figures] = await certify(await trained, set, SIGMA, 50, 500, 0.001, 40);
  const accuracies = column(figures, 'accuracy');
  expect(accuracies).toEqual(accuracies.toSorted((a, b) => b - a));
  const [labels, said, radii] = ['label', 'prediction', 'radius'].map((name) => column(certificates, name));
  const right = said!.filter((one, i) => one === labels![i]).length;
  expect(accuracies[0]).toBe(right / 40);
  expect(right).toBeGreaterThan(25);
  expect(accuracies.at(-1)).toBe(0);
  column(figures, 'radius').forEach((radius, k) => {
    const held = radii!.filter((one, i) => said![i] === labels![i] && one >= radius).length;
    expect(column(figures, 'certified')[k]).toBe(held);
  });
  expect(values('radius').map(({ value }) => value)).toEqual(column(figures, 'radius'));
  expect(values('epsilon').map(({ value, at }) => [value, at])).toEqual(
    values('radius').map(({ value, at }) => [value, at]),
  );
  expect(values('certified_accuracy').map(({ value }) => value)).toEqual(accuracies);
  const acr = radii!.reduce((sum, radius, i) => sum + (said![i] === labels![i] ? radius : 0), 0) / 40;
  expect(values('average_certified_radius')[0]!.value).toBeCloseTo(acr, 12);
  expect(values('radius_cap')[0]!.value).toBeCloseTo(SIGMA * probit(0.001 ** (1 / 500)), 9);
  const words = heard.logs.map(({ message }) => message).join('\n');
  expect(words).toContain('500 votes certify no further than');
  expect(words).toContain('never compare it across different n');
  expect(words).toContain('fails with probability 0.001 or less');
});

test('the same seed gives the same certificates, and other radii change none of them', async () => {
  const run = async (radii: number[] | null) => {
    listen(9);
    return certify(await trained, set, SIGMA, 20, 100, 0.001, 10, radii);
  };
  const [first, figures] = await run([0.3, 0, 0.1]);
  expect(column(figures, 'radius')).toEqual([0, 0.1, 0.3]);
  expect((await run(null))[0]).toEqual(first);
});

test('certified is at most empirical: no L2 attack within a radius takes what is certified to it', async () => {
  const model = await trained;
  const [certificates] = await certify(model, set, SIGMA, 50, 500, 0.001, 40);
  const labels = await readLabels(set);
  const smoothed = smooth_randomly(model, SIGMA, 300, 4);
  const radius = 0.2;
  const attacked = climbL2(smoothed, set.images, set.labels, radius, 8);
  const { predictions } = await classify(smoothed, attacked);
  const [said, radii] = ['prediction', 'radius'].map((name) => column(certificates, name));
  const certified = [...labels.keys()].filter((i) => said![i] === labels[i] && radii![i]! >= radius);
  expect(certified.length).toBeGreaterThan(5);
  expect(certified.filter((i) => predictions[i] !== labels[i])).toEqual([]);
  const far = climbL2(smoothed, set.images, set.labels, 5, 8);
  const lost = (await classify(smoothed, far)).predictions.filter((one, i) => one !== labels[i]).length;
  expect(lost).toBeGreaterThan(30);
});

test('predictions abstain where the vote is close, and are the leader elsewhere', async () => {
  const table = await predict_smoothed(await trained, set, SIGMA, 100, 0.001, 40);
  const [said, first, second, p] = ['prediction', 'votes_first', 'votes_second', 'p_value'].map((name) =>
    column(table, name),
  );
  said!.forEach((one, i) => {
    expect(first![i]).toBeGreaterThanOrEqual(second![i]!);
    expect(one === ABSTAINED).toBe(p![i]! > 0.001);
  });
  const right = said!.filter((one, i) => one === column(table, 'label')[i]).length;
  expect(values('smoothed_accuracy')[0]!.value).toBe(right / 40);
  expect(values('abstained')[0]!.value).toBe(said!.filter((one) => one === ABSTAINED).length);
});

test('the smoothed classifier reads what most copies are read as, and its logits are shares', async () => {
  const smoothed = smooth_randomly(await trained, SIGMA, 200);
  const shares = tf.tidy(() => tf.exp(smoothed.logits(set.images)).arraySync()) as number[][];
  shares.forEach((row) => expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 4));
  const votes = await countVotes(openClassifier(await trained), set.images, {
    sigma: SIGMA,
    draws: 200,
    stream: 'x',
  });
  const gaps = shares.flatMap((row, i) => row.map((share, k) => Math.abs(share - votes[i]![k]! / 200)));
  expect(Math.max(...gaps)).toBeLessThan(0.25);
  expect(smoothed.defence).toMatchObject({ differentiable: false, stochastic: true });
});

test('its surrogate tends to the mean probability, and has a slope', async () => {
  const model = openClassifier(await trained);
  const one = smooth_randomly(await trained, 1e-6, 1, 3).surrogate!(set.images);
  const plain = tf.logSoftmax(model.logits(set.images));
  expect(tf.max(tf.abs(tf.sub(one, plain))).dataSync()[0]).toBeLessThan(1e-3);
  const { gradient } = inputGradient(smooth_randomly(await trained, SIGMA), set.images, set.labels);
  expect(tf.min(tf.max(tf.abs(gradient), [1, 2, 3])).dataSync()[0]).toBeGreaterThan(0);
});

test('nothing is left behind over many votes', async () => {
  const model = await trained;
  const smoothed = smooth_randomly(model, SIGMA, 20, 2);
  const before = tf.memory().numTensors;
  await certify(model, set, SIGMA, 20, 600, 0.001, 5);
  await predict_smoothed(model, set, SIGMA, 20, 0.001, 5);
  for (let i = 0; i < 50; i++) {
    tf.dispose(smoothed.logits(set.images));
    tf.dispose(Object.values(inputGradient(smoothed, set.images, set.labels)));
  }
  expect(tf.memory().numTensors).toBe(before);
});

test.each([
  ['no noise', async () => smooth_randomly(await trained, 0), 'without noise nothing is smoothed'],
  ['an alpha of 1', async () => certify(await trained, set, 0.1, 10, 10, 1), 'between 0 and 1'],
  ['no votes', async () => certify(await trained, set, 0.1, 10, 0), 'n is a whole number'],
  [
    'a negative radius',
    async () => certify(await trained, set, 0.1, 10, 10, 0.001, 1, [-1]),
    'A radius is 0 or more',
  ],
])('%s is refused', async (_, body, words) => {
  await expect(body()).rejects.toThrow(words);
});

/** PGD in L2 without a box, from the images. */
function climbL2(
  model: Classifier,
  x: tf.Tensor4D,
  truth: tf.Tensor2D,
  radius: number,
  steps: number,
): tf.Tensor4D {
  return tf.tidy(() => {
    let moved = x;
    for (let i = 0; i < steps; i++) {
      const { gradient } = inputGradient(model, moved, truth);
      const further = tf.add(moved, tf.mul(steepest(gradient, 2), (2.5 * radius) / steps));
      moved = tf.add(x, projectOnto(tf.sub(further, x), radius, 2));
    }
    return moved;
  });
}
