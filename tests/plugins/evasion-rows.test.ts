/** What becomes of an image depends on it alone: not on the images beside it, and not on other ε. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { gatherRows, openClassifier, readClasses, type Classifier, type Dataset, type Examples } from '#sdk';
import { attack_apgd } from '../../plugins/evasion/apgd.ts';
import { attack_carlini_l2 } from '../../plugins/evasion/carlini.ts';
import { attack_deepfool } from '../../plugins/evasion/deepfool.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { attack_pgd } from '../../plugins/evasion/pgd.ts';
import { startAnywhere } from '../../plugins/evasion/starts.ts';
import { attack_universal } from '../../plugins/evasion/universal.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen } from './step-context.ts';

beforeAll(() => useBackend('wasm'));

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297), 200);
const dataset = () => toDataset(sliceDigits8(all, 1297, 1397));
const FEW = 6;

type Attack = (m: tf.LayersModel, d: Dataset, e: number[], count: number) => Promise<Examples>;

/** Each runs on many images at several ε, and on few at one. */
const attacks: Record<string, [epsilon: number, Attack]> = {
  'PGD with restarts': [0.1, (m, d, e, n) => attack_pgd(m, d, e, 3, n, 'inf', 3, 'margin')],
  'PGD in L2': [0.8, (m, d, e, n) => attack_pgd(m, d, e, 3, n, 2, 2)],
  'PGD in L1': [3, (m, d, e, n) => attack_pgd(m, d, e, 3, n, 1)],
  'PGD that stops early': [
    0.1,
    (m, d, e, n) => attack_pgd(m, d, e, 3, n, 'inf', 2, 'cross_entropy', null, true, true),
  ],
  APGD: [0.12, (m, d, e, n) => attack_apgd(m, d, e, 'cross_entropy', 8, n, 'inf', 2)],
  'APGD in L2': [0.5, (m, d, e, n) => attack_apgd(m, d, e, 'dlr', 8, n, 2, 2)],
  'APGD towards classes': [0.12, (m, d, e, n) => attack_apgd(m, d, e, 'targeted_dlr', 3, n)],
  'Carlini and Wagner': [0, (m, d, _, n) => attack_carlini_l2(m, d, 30, 3, 0.1, 0.1, 0, null, true, n)],
  'Carlini and Wagner towards a class': [
    0,
    (m, d, _, n) => attack_carlini_l2(m, d, 30, 2, 0.1, 1, 0, 4, true, n),
  ],
};

describe.each(Object.entries(attacks))('%s', (_, [epsilon, attack]) => {
  const run = async (epsilons: number[], count: number) => {
    listen(3);
    const { rounds } = await attack(toNetwork(linear), dataset(), epsilons, count);
    const round = rounds.at(-1)!;
    return {
      pixels: (await round.images.data()).slice(0, FEW * 64),
      queries: round.queries.slice(0, FEW),
      gradients: round.gradient_evaluations.slice(0, FEW),
    };
  };

  test('the first images fare the same beside others and at other ε', async () => {
    expect(await run([epsilon / 2 || 1, epsilon || 2], 80)).toEqual(await run([epsilon || 2], FEW));
  });
});

test('Carlini and Wagner towards a class leave alone what is of it or read as it', async () => {
  listen();
  const model = toNetwork(linear);
  const digits = sliceDigits8(all, 1297, 1797);
  const whole = toDataset(digits);
  const read = await readClasses(openClassifier(model).logits(whole.images));
  const find = (is: (label: number, said: number) => boolean): number[] =>
    [...read.keys()].filter((i) => is(digits.labels[i]!, read[i]!));
  const target = [...Array(10).keys()].find((k) => {
    return (
      find((label, said) => label !== k && said === k).length > 0 &&
      find((label, said) => label === k && said !== k).length > 0
    );
  })!;
  const places = [
    ...find((label, said) => label !== target && said === target),
    ...find((label) => label === target),
    ...find((label, said) => label !== target && said !== target).slice(0, 4),
  ];
  const [images, labels] = [
    gatherRows(whole.images, Int32Array.from(places)),
    gatherRows(whole.labels, Int32Array.from(places)),
  ];
  const misread = [...places.keys()].filter(
    (i) => digits.labels[places[i]!] !== target && read[places[i]!] === target,
  );
  const own = [...places.keys()].filter((i) => digits.labels[places[i]!] === target);
  expect(own.some((i) => read[places[i]!] !== target)).toBe(true);
  // A confidence that no image has by itself.
  const { rounds } = await attack_carlini_l2(
    model,
    { ...whole, images, labels },
    20,
    2,
    0.1,
    10,
    50,
    target,
    true,
    500,
  );
  const [round] = rounds;
  for (const i of [...misread, ...own]) {
    expect([i, round!.norms.l2[i], round!.gradient_evaluations[i]]).toEqual([i, 0, 0]);
  }
  expect(misread.map((i) => round!.success[i])).toEqual(misread.map(() => 1));
  expect(own.every((i) => round!.success[i] === 0)).toBe(true);
});

test('a change that is longer than ε by rounding alone is kept', async () => {
  listen();
  const [model, digits] = [toNetwork(linear), dataset()];
  const free = await attack_deepfool(model, digits, 50, 0.02, 10, 2, true, 1);
  const length = free.rounds[0]!.norms.l2[0]!;
  expect(length).toBeGreaterThan(0);
  const held = await attack_deepfool(model, digits, 50, 0.02, 10, 2, true, 1, [length - 5e-7, length + 1]);
  expect(held.rounds.map(({ norms }) => norms.l2[0])).toEqual([length, length]);
  const short = await attack_deepfool(model, digits, 50, 0.02, 10, 2, true, 1, [length - 5e-6]);
  expect(short.rounds[0]!.norms.l2[0]).toBe(0);
});

test('what is refused leaves no tensor', async () => {
  listen();
  const inner = openClassifier(toNetwork(linear));
  const two: Classifier = { classes: 2, logits: (x) => tf.slice(inner.logits(x), [0, 0], [-1, 2]) };
  const digits = dataset();
  const before = tf.memory().numTensors;
  const refused = [
    () => attack_pgd(two, digits, [0.1], 2, 4, 'inf', 1, 'hinge'),
    () => attack_apgd(two, digits, [0.1], 'targeted_dlr', 2, 4),
    () => attack_carlini_l2(two, digits, 2, 1, 0.1, 1, 0, 2, true, 4),
  ];
  for (const attack of refused) await expect(attack()).rejects.toThrow();
  expect(tf.memory().numTensors).toBe(before);
});

test('a start in an image of a million values is drawn', () => {
  listen();
  const x = tf.fill([1, 600, 600, 3], 0.5) as tf.Tensor4D;
  const truth = tf.tensor2d([[1, 0]]);
  const rows = {
    count: 1,
    x,
    truth,
    labels: Int32Array.of(0),
    places: Int32Array.of(0),
    radii: Float64Array.of(2),
  };
  const start = startAnywhere(rows, 2);
  const [length] = tf.sqrt(tf.sum(tf.square(tf.sub(start, x)))).dataSync();
  expect(length).toBeLessThanOrEqual(2 + 1e-4);
  expect(length).toBeGreaterThan(1.9);
  tf.dispose([start, x, truth]);
});

test('the health of a universal perturbation is that of all the images that it is learnt from', async () => {
  listen();
  const inner = openClassifier(toNetwork(linear));
  let first = true;
  // The first image that is climbed has a gradient, the others have none.
  const masked: Classifier = {
    classes: 10,
    logits: (x) => {
      const open = first;
      first = false;
      return open ? inner.logits(x) : inner.logits(tf.div(tf.round(tf.mul(x, 255)), 255));
    },
  };
  const { health } = await attack_universal(masked, dataset(), [0.05], 0, 1, 20, 20, 'inf', 1, 3);
  expect(health!.zero_gradient_share).toBeGreaterThan(0.5);
});

test.each([1, 5])('draws that are averaged are a field of the threat: %i', async (eot) => {
  listen();
  const inner = openClassifier(toNetwork(linear));
  const noisy: Classifier = { ...inner, defence: { name: 'noise', differentiable: true, stochastic: true } };
  const { threat } = await attack_fgsm(noisy, dataset(), [0.1], 'inf', 4, eot);
  expect(threat.draws).toBe(eot === 1 ? undefined : eot);
  expect(threat.tries.endsWith('each gradient averaged over 5 draws')).toBe(eot === 5);
  const steady = await attack_fgsm(inner, dataset(), [0.1], 'inf', 4, eot);
  expect(steady.threat.tries).not.toContain('averaged');
});
