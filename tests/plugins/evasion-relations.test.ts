/** What white-box attacks are to each other, to a random defence, and to input that makes no sense. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countCorrect, oneHot, ratioLoss, type Classifier, type Examples } from '#sdk';
import { attack_hopskipjump } from '../../plugins/black_box/hop_skip_jump.ts';
import { attack_apgd } from '../../plugins/evasion/apgd.ts';
import { checkpointsOf } from '../../plugins/evasion/apgd_run.ts';
import { attack_carlini_l2 } from '../../plugins/evasion/carlini.ts';
import { attack_deepfool } from '../../plugins/evasion/deepfool.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { targetedRatio } from '../../plugins/evasion/losses.ts';
import { attack_bim, attack_mim, attack_pgd } from '../../plugins/evasion/pgd.ts';
import { worst_case } from '../../plugins/evasion/worst_case.ts';
import { useBackend } from './backend.ts';
import { CLASSES, PIXELS, readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen } from './step-context.ts';

const all = readDigits8();
const COUNT = 12;
const linear = trainLinear(sliceDigits8(all, 0, 1297), 200);

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen());

describe('what one attack is to another', () => {
  const digits = sliceDigits8(all, 1297, 1417);
  const make = () => [toNetwork(linear), toDataset(digits)] as const;
  const correctOf = ({ rounds }: Examples): number[] =>
    rounds.map((round) => countCorrect(round, digits.labels));
  const EPSILONS = [0.05, 0.1, 0.15, 0.2];

  test('accuracy falls with ε, and APGD leaves no more than PGD and 1 %', async () => {
    const [model, dataset] = make();
    const pgd = correctOf(await attack_pgd(model, dataset, EPSILONS, 20, 120));
    const apgd = correctOf(await attack_apgd(model, dataset, EPSILONS, 'cross_entropy', 20, 120));
    pgd.forEach((correct, k) => {
      expect(correct).toBeLessThanOrEqual((k > 0 ? pgd[k - 1]! : 120) + 1);
      expect(apgd[k]).toBeLessThanOrEqual(correct + 1);
    });
  });

  test('ε 1 leaves nothing', async () => {
    const [model, dataset] = make();
    expect(correctOf(await attack_pgd(model, dataset, [1], 10, 120))).toEqual([0]);
  });

  test('an early stop changes no verdict and costs less', async () => {
    const [model, dataset] = make();
    const plain = [10, 120, 'inf', 1, 'margin', null, false] as const;
    const full = await attack_pgd(model, dataset, [0.15], ...plain);
    const early = await attack_pgd(model, dataset, [0.15], ...plain, true);
    expect(Math.abs(correctOf(early)[0]! - correctOf(full)[0]!)).toBeLessThanOrEqual(1);
    const cost = ({ rounds }: Examples) => rounds[0]!.gradient_evaluations.reduce((a, b) => a + b, 0);
    expect(cost(full)).toBe(1200);
    expect(cost(early)).toBeLessThan(1000);
    // A digit that is misread as it is costs the one gradient that shows it, and does not move.
    const misread = digits.labels.findIndex((label, i) => early.rounds[0]!.norms.linf[i] === 0 && label >= 0);
    expect(early.rounds[0]!.gradient_evaluations[misread]).toBe(1);
  });

  test('the same seed gives the same bytes', async () => {
    const bytes = async () => {
      listen(5);
      const [model, dataset] = make();
      return (await attack_pgd(model, dataset, [0.1], 3, 120, 2, 2)).rounds[0]!.images.data();
    };
    expect(await bytes()).toEqual(await bytes());
  });

  test('the worst case counts an image as lost where any member misreads it, and adds up what it cost', async () => {
    const [model, dataset] = make();
    const members = [
      await attack_fgsm(model, dataset, [0.1]),
      await attack_bim(model, dataset, [0.1, 0.2], 3, 120),
    ];
    const before = tf.memory().numTensors;
    const worst = await worst_case(dataset, members, 'set');
    expect(tf.memory().numTensors - before).toBe(1);
    expect(worst.rounds.map(({ epsilon }) => epsilon)).toEqual([0.1]);
    expect(new Set(worst.rounds[0]!.gradient_evaluations)).toEqual(new Set([4]));
    const standing = [...digits.labels].filter((label, i) =>
      members.every(({ rounds }) => rounds[0]!.predictions[i] === label),
    );
    expect(correctOf(worst)).toEqual([standing.length]);
  });
});

describe('a random defence', () => {
  /** Reads with noise of a fixed kind: every other reading is pushed the other way. */
  const noisy = (inner: Classifier): Classifier => {
    let sign = 1;
    const push = (x: tf.Tensor4D): tf.Tensor4D => tf.add(x, 0.3 * (sign = -sign));
    const logits = (x: tf.Tensor4D) => inner.logits(push(x));
    return {
      classes: 10,
      logits,
      defence: { name: 'noise', differentiable: true, stochastic: true },
    };
  };

  const attack = (model: Classifier, eot: number) => {
    const dataset = toDataset(sliceDigits8(all, 0, COUNT));
    return attack_pgd(model, dataset, [0.1], 2, COUNT, 'inf', 1, 'margin', null, true, false, eot);
  };
  const inner: Classifier = { classes: 10, logits: (x) => toNetworkLogits(x) };

  test.each([
    [1, 1, true],
    [9, 1, true],
    [10, 1, false],
    [2, 4, true],
    [3, 4, false],
  ])('with %i draws, each a mean of %i, is warned of: %s', async (eot, draws, warned) => {
    const heard = listen();
    const model = noisy(inner);
    const { rounds, threat } = await attack({ ...model, defence: { ...model.defence!, draws } }, eot);
    const warnings = heard.logs.filter(({ severity }) => severity === 'WARNING');
    expect(warnings.some(({ message }) => message.includes('eot'))).toBe(warned);
    expect(threat.sees).toContain('noise');
    expect(new Set(rounds[0]!.gradient_evaluations)).toEqual(new Set([2 * eot]));
  });

  test('makes the decisions of an attack by questions noisy, which is said', async () => {
    const heard = listen();
    await attack_hopskipjump(noisy(inner), toDataset(sliceDigits8(all, 0, 1)), 2, 1, 4);
    const said = heard.logs.filter(({ severity }) => severity === 'WARNING').map(({ message }) => message);
    expect(said).toEqual([
      expect.stringContaining('its decisions are noisy, and what it leaves is no robust accuracy'),
    ]);
    const quiet = listen();
    await attack_hopskipjump(inner, toDataset(sliceDigits8(all, 0, 1)), 2, 1, 4);
    expect(quiet.logs.filter(({ severity }) => severity === 'WARNING')).toEqual([]);
  });
});

const weights = () => tf.tensor2d(Float32Array.from(linear.weights), [64, 10]);
const toNetworkLogits = (x: tf.Tensor4D): tf.Tensor2D =>
  tf.tidy(() => tf.matMul(tf.reshape(x, [x.shape[0], 64]), weights()));

test('the checkpoints of 100 steps are the published ones', () => {
  expect(checkpointsOf(100)).toEqual([22, 41, 57, 70, 80, 87, 93, 99]);
});

test.each([
  [0, -0.8],
  [1, 0.8],
])('the ratio of (3, 1, ½, −1) where class %i is true is %f, and has a gradient', (label, expected) => {
  const logits = tf.tensor2d([[3, 1, 0.5, -1]]);
  const truth = oneHot([label], 4);
  const { value, grad } = tf.valueAndGrad((values) => tf.sum(ratioLoss(values as tf.Tensor2D, truth)))(
    logits,
  );
  expect(value.dataSync()[0]).toBeCloseTo(expected, 6);
  // The margin is ∓2 and the spread 2.5: (∂margin ∓ ratio · ∂spread) / 2.5.
  const slopes = label === 0 ? [-0.08, 0.4, -0.32, 0] : [0.08, -0.4, 0.32, 0];
  slopes.forEach((slope, k) => expect(grad.dataSync()[k]).toBeCloseTo(slope, 5));
});

test('the targeted ratio of (3, 1, ½, −1), from the first to the second, is −2 / (3 − (½ − 1)/2)', () => {
  const logits = tf.tensor2d([[3, 1, 0.5, -1]]);
  const [truth, target] = [tf.tensor2d([[1, 0, 0, 0]]), tf.tensor2d([[0, 1, 0, 0]])];
  const [ratio] = targetedRatio(target)(logits, truth).dataSync();
  expect(ratio).toBeCloseTo(-2 / 3.25, 6);
});

test('of two classes DeepFool crosses the only boundary, by 1.02 of its distance', async () => {
  const two: Classifier = { classes: 2, logits: (x) => tf.slice(toNetworkLogits(x), [0, 0], [-1, 2]) };
  const dataset = toDataset(sliceDigits8(all, 0, 12));
  const logits = two.logits(dataset.images);
  const read = tf.argMax(logits, 1) as tf.Tensor1D;
  const labels = oneHot(read.dataSync() as Int32Array, 2);
  const { rounds } = await attack_deepfool(two, { ...dataset, labels }, 50, 0.02, 10, 2, false, 12);
  const slope = Array.from({ length: PIXELS }, (_, pixel) => {
    const of = (label: number): number => linear.weights[pixel * CLASSES + label]!;
    return of(1) - of(0);
  });
  const steep = Math.hypot(...slope);
  const values = logits.arraySync() as number[][];
  values.forEach(([zero, one], i) => {
    const distance = Math.abs(one! - zero!) / steep;
    expect(rounds[0]!.norms.l2[i]).toBeCloseTo(1.02 * (distance + 1e-4), 4);
  });
});

describe('what makes no sense is refused with a remedy', () => {
  const two: Classifier = { classes: 2, logits: (x) => tf.slice(toNetworkLogits(x), [0, 0], [-1, 2]) };
  const four = () => toDataset(sliceDigits8(all, 0, 4));
  test.each([
    ['a loss', () => attack_pgd(two, four(), [0.1], 2, 4, 'inf', 1, 'hinge'), 'margin'],
    ['a ratio of two classes', () => attack_pgd(two, four(), [0.1], 2, 4, 'inf', 1, 'dlr'), 'take margin'],
    ['a targeted ratio', () => attack_apgd(two, four(), [0.1], 'targeted_dlr'), 'take dlr'],
    ['restarts', () => attack_pgd(two, four(), [0.1], 2, 4, 'inf', 2, 'margin', null, false), 'random_start'],
    ['no step', () => attack_pgd(two, four(), [0.1], 0), 'iterations'],
    ['half a draw', () => attack_bim(two, four(), [0.1], 2, 4, 0.2, 0.5), 'eot'],
    ['an ε in grey levels', () => attack_apgd(two, four(), [8]), '8/255'],
    ['APGD in L1', () => attack_apgd(two, four(), [1], 'dlr', 2, 4, 1), 'attack_pgd takes 1'],
    ['a class too many', () => attack_carlini_l2(two, four(), 2, 1, 0.1, 1, 0, 2), '0 to 1'],
    ['no attack', () => worst_case(four(), []), 'At least one'],
  ] as [string, () => Promise<unknown>, string][])('%s', async (_, attack, words) => {
    await expect(attack()).rejects.toThrow(words);
  });

  test('a step that cannot cross the ball is warned of', async () => {
    const heard = listen();
    await attack_pgd(toNetwork(linear), four(), [0.1], 10, 4, 'inf', 1, 'margin', 0.01);
    expect(heard.logs.find(({ severity }) => severity === 'WARNING')!.message).toContain('do not cross');
  });
  test('nor can those of MIM: its own are said, others are warned of', async () => {
    const attack = (share: number | null) =>
      attack_mim(toNetwork(linear), four(), [0.1], 10, 4, 1, share).then(() => undefined);
    const own = listen();
    await attack(null);
    expect(own.logs.map(({ message }) => message).join()).toContain('relative_step 0.25 does');
    expect(own.logs.filter(({ severity }) => severity === 'WARNING')).toEqual([]);
    const short = listen();
    await attack(0.1);
    expect(short.logs.find(({ severity }) => severity === 'WARNING')!.message).toContain('do not cross');
  });
});
