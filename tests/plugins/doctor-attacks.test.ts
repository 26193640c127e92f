/** The doctor's own attacks against the linear model's table, and its rules one by one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  classify,
  countCorrect,
  openClassifier,
  type Classifier,
  type Examination,
  judgeTransfer,
  type Examples,
  type Grade,
} from '#sdk';
import { descend } from '../../plugins/doctor/descent.ts';
import { examine_attacks } from '../../plugins/doctor/examine.ts';
import type { Measured } from '../../plugins/doctor/measure.ts';
import {
  judgeDifferentiable,
  judgeLosses,
  judgeRestarts,
  judgeSteps,
  judgeStepSize,
} from '../../plugins/doctor/probe_rules.ts';
import { judgeStochastic } from '../../plugins/doctor/stochastic.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen } from './step-context.ts';

beforeEach(() => void listen(2));

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297));
const test500 = sliceDigits8(all, 1297, 1797);
const few = sliceDigits8(all, 1297, 1347);

const EPSILONS = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3];
const FGSM = [0.88, 0.806, 0.652, 0.396, 0.128, 0];
const PGD40 = [0.878, 0.804, 0.636, 0.35, 0.096, 0];

async function leave(epsilon: number, iterations: number, step: number): Promise<number> {
  const model = toNetwork(linear);
  const { images, labels } = toDataset(test500);
  const descent = { epsilon, iterations, step, start: null };
  const moved = await descend(openClassifier(model), images, labels, descent, () => {});
  return countCorrect(await classify(model, moved), test500.labels) / 500;
}

const gradesOf = ({ findings }: Examination): Record<string, Grade> =>
  Object.fromEntries(findings.map(({ rule, grade }) => [rule, grade]));

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(EPSILONS.map((epsilon, i) => [epsilon, FGSM[i]!]))(
    'one step at ε %d leaves %d',
    async (epsilon, left) => {
      expect(await leave(epsilon, 1, epsilon)).toBe(left);
    },
  );

  test('it leaves no tensor but those of the attacks that it hands on', async () => {
    const [model, dataset] = [toNetwork(linear), toDataset(few)];
    const before = tf.memory().numTensors;
    const [, , attacks] = await examine_attacks(model, dataset, [], 0.1, 2, 50);
    attacks.forEach(({ rounds }) => rounds.forEach(({ images }) => images.dispose()));
    expect(tf.memory().numTensors).toBe(before);
  });

  test('the linear model passes every rule', async () => {
    const [examination] = await examine_attacks(toNetwork(linear), toDataset(few), [], 0.1, 10, 50);
    expect(gradesOf(examination)).toEqual({
      zero_gradients: 'green',
      nan_gradients: 'green',
      monotone: 'green',
      noise: 'green',
      iterative: 'green',
      unbounded: 'green',
      steps: 'green',
      restarts: 'green',
      losses: 'green',
      transfer: 'open',
      stochastic: 'green',
      differentiable: 'green',
      step_size: 'green',
      certified: 'open',
    });
  });
});

describe('on wasm', () => {
  beforeAll(() => useBackend('wasm'));

  test.each(EPSILONS.map((epsilon, i) => [epsilon, PGD40[i]!]))(
    '40 steps at ε %d leave %d',
    async (epsilon, left) => {
      expect(await leave(epsilon, 40, epsilon / 10)).toBe(left);
    },
  );

  test('a transferred attack that does better is flagged, and one that does worse is not', async () => {
    const strong = toNetwork(linear);
    const dataset = toDataset(few);
    // The same readings, with a gradient that is gone: what was made on the honest one fools it all the same.
    const masked: Classifier = {
      ...openClassifier(strong),
      logits: (x) => openClassifier(strong).logits(tf.div(tf.round(tf.mul(x, 255)), 255)),
    };
    const [, , made] = await examine_attacks(strong, dataset, [], 0.1, 10, 50);
    const transferred = made.filter(({ attack }) => attack === 'FGSM');
    const [examination] = await examine_attacks(masked, dataset, transferred, 0.1, 3, 50);
    expect(gradesOf(examination).transfer).toBe('red');
    expect(gradesOf(examination).zero_gradients).toBe('red');
    const [honest] = await examine_attacks(
      strong,
      dataset,
      [{ ...transferred[0]!, attacked: masked }],
      0.1,
      10,
      50,
    );
    expect(gradesOf(honest).transfer).toBe('green');
  });

  test('a given attack is judged with the others', async () => {
    const [model, dataset] = [toNetwork(linear), toDataset(few)];
    const [, , [pgd]] = await examine_attacks(model, dataset, [], 0.1, 5, 50);
    const sick: Examples = { ...pgd!, health: { zero_gradient_share: 0.3, nan_gradient_share: 0 } };
    const [examination] = await examine_attacks(model, dataset, [sick], 0.1, 5, 50);
    expect(gradesOf(examination).zero_gradients).toBe('red');
  });

  test('a set-up that cannot be run is refused', async () => {
    const [model, dataset] = [toNetwork(linear), toDataset(few)];
    await expect(examine_attacks(model, dataset, [], 26)).rejects.toThrow('26/255');
    await expect(examine_attacks(model, dataset, [], 0.1, 0)).rejects.toThrow('1 step or more');
    await expect(examine_attacks(model, dataset, [], 0.1, 5, 0)).rejects.toThrow('1 image or more');
    await expect(examine_attacks(model, dataset, [], 0.1, 5, 5, 0)).rejects.toThrow('more than 0');
  });
});

const measured = (rest: Partial<Measured>): Measured =>
  ({ count: 500, once: 200, longer: 200, margin: 200, restarted: 200, averaged: null, ...rest }) as Measured;
const lots = measured({ stochastic: true, drifting: true, averaged: 190 });
const averaging = (left: number | null) => ({
  attack: 'PGD',
  left,
  why: left === null ? 'takes a single step' : '',
});
const plan = { epsilon: 0.1, iterations: 20, step: 0.0125, count: 500 };

test.each<[string, Grade, Grade]>([
  ['200 and 196 images after twice the steps', judgeSteps(measured({ longer: 196 }), plan).grade, 'green'],
  ['200 and 193, which chance explains', judgeSteps(measured({ longer: 193 }), plan).grade, 'green'],
  ['200 and 190', judgeSteps(measured({ longer: 190 }), plan).grade, 'amber'],
  ['200 and 150', judgeSteps(measured({ longer: 150 }), plan).grade, 'red'],
  ['restarts that cost 3 points', judgeRestarts(measured({ restarted: 185 })).grade, 'green'],
  ['restarts that cost 10 points', judgeRestarts(measured({ restarted: 150 })).grade, 'amber'],
  ['losses 1.8 points apart', judgeLosses(measured({ margin: 191 })).grade, 'green'],
  ['losses 4 points apart', judgeLosses(measured({ margin: 180 })).grade, 'amber'],
  ['losses 4 points apart the other way', judgeLosses(measured({ margin: 220 })).grade, 'amber'],
  ['losses 40 points apart', judgeLosses(measured({ margin: 0 })).grade, 'red'],
  ['a step larger than ε', judgeStepSize({ ...plan, step: 0.11 }).grade, 'amber'],
  ['steps that do not cross', judgeStepSize({ ...plan, step: 0.009 }).grade, 'amber'],
  ['steps that just cross', judgeStepSize({ ...plan, step: 0.01 }).grade, 'green'],
  ['draws that differ', judgeStochastic(lots, []).grade, 'red'],
  ['draws that are averaged', judgeStochastic(lots, [averaging(190)]).grade, 'green'],
  ['draws that are averaged in too few steps', judgeStochastic(lots, [averaging(240)]).grade, 'red'],
  ['draws that are averaged elsewhere', judgeStochastic(lots, [averaging(null)]).grade, 'red'],
  ['draws whose mean the surrogate is', judgeStochastic(lots, [], true).grade, 'green'],
  ['a steady surrogate', judgeStochastic({ ...lots, drifting: false }, []).grade, 'green'],
  ['no rival', judgeTransfer([]).grade, 'open'],
])('%s: %s', (_, grade, expected) => expect(grade).toBe(expected));

test('what has no gradient needs a surrogate', () => {
  const defence = { name: 'rounding', differentiable: false, stochastic: false };
  const logits: Classifier['logits'] = (x) => tf.zeros([x.shape[0], 10]);
  const grade = (classifier: Classifier): Grade => judgeDifferentiable(classifier).grade;
  expect(grade({ classes: 10, logits, defence })).toBe('red');
  expect(grade({ classes: 10, logits, defence, surrogate: logits })).toBe('green');
});
