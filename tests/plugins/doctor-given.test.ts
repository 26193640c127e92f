/** What the doctor makes of attacks that it is given: which it judges, which are rivals, and which it leaves out by name. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { classify, openClassifier, type Classifier, type Examination, type Examples, type Grade } from '#sdk';
import { examine_attacks } from '../../plugins/doctor/examine.ts';
import { readGiven, toCurve, type Given } from '../../plugins/doctor/given.ts';
import { attack_hopskipjump } from '../../plugins/black_box/hop_skip_jump.ts';
import { augment_gaussian } from '../../plugins/defences/gaussian.ts';
import { attack_deepfool } from '../../plugins/evasion/deepfool.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { attack_pgd } from '../../plugins/evasion/pgd.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen } from './step-context.ts';

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen(2));

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297));
const few = sliceDigits8(all, 1297, 1347);

const readBoth = async () => ({
  labels: few.labels,
  clean: (await classify(toNetwork(linear), toDataset(few).images)).predictions,
});

const EPSILONS = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3];
const gradesOf = ({ findings }: Examination): Record<string, Grade> =>
  Object.fromEntries(findings.map(({ rule, grade }) => [rule, grade]));

test('that an attack averages over draws is told by its field, not by its words', async () => {
  const model = openClassifier(toNetwork(linear));
  const random = { ...model, defence: { name: 'noise', differentiable: true, stochastic: true, draws: 1 } };
  let draw = 0;
  // Every other reading is pushed the other way.
  random.logits = (x) => model.logits(tf.add(x, draw++ % 2 ? 0.2 : -0.2));
  const dataset = toDataset(few);
  const gradeOf = async (attack: Examples) =>
    gradesOf((await examine_attacks(random, dataset, [attack], 0.1, 3, 50))[0]).stochastic;
  const averaged = (eot: number) =>
    attack_pgd(random, dataset, [0.1], 2, 50, 'inf', 1, 'cross_entropy', null, true, false, eot);
  const enough = await averaged(10);
  expect(enough.threat.tries).toContain('each gradient averaged over 10 draws');
  expect(await gradeOf(enough)).toBe('green');
  // The attack itself warns of fewer than ten: one rule.
  expect(await gradeOf(await averaged(9))).toBe('red');
  // Where each gradient of the surrogate is a mean of five, two are enough.
  random.defence = { ...random.defence, draws: 5 };
  expect(await gradeOf(await averaged(2))).toBe('green');
  expect(await gradeOf(await averaged(1))).toBe('red');
  random.defence = { ...random.defence, draws: 1 };
  const once = await attack_pgd(random, dataset, [0.1], 2, 50);
  const boast = { ...once, threat: { ...once.threat, tries: 'EOT: averaged over many draws' } };
  expect(await gradeOf(boast)).toBe('red');
});

test('an attack that averages elsewhere says nothing of this figure', async () => {
  const model = toNetwork(linear);
  const noisy = augment_gaussian(model, 0.3);
  const dataset = toDataset(few);
  const one = toDataset(sliceDigits8(all, 1297, 1298));
  const pgd = (epsilon: number) =>
    attack_pgd(noisy, dataset, [epsilon], 3, 50, 'inf', 1, 'cross_entropy', null, true, false, 10);
  const stochastic = async (attacks: Examples[]) => {
    const [{ findings }] = await examine_attacks(noisy, dataset, attacks, 0.1, 3, 50);
    return findings.find(({ rule }) => rule === 'stochastic')!;
  };
  const elsewhere: [Examples, string][] = [
    [await attack_fgsm(model, dataset, [0.1], 'inf', 50, 10), 'led against another model'],
    [await attack_fgsm(noisy, dataset, [0.1], 'inf', 50, 10), 'takes a single step'],
    [await attack_fgsm(noisy, one, [0.001], 'inf', 1, 10), 'did not keep to ε 0.1 in L∞'],
    [await pgd(0.05), 'did not keep to ε 0.1 in L∞'],
    [{ ...(await pgd(0.1)), target: 3 }, 'aims at class 3'],
  ];
  for (const [attack, why] of elsewhere) {
    const { grade, reason } = await stochastic([attack]);
    expect([grade, reason]).toEqual(['red', expect.stringContaining(why)]);
  }
  const fewer = await attack_pgd(noisy, one, [0.1], 3, 1, 'inf', 1, 'cross_entropy', null, true, false, 10);
  expect((await stochastic([fewer])).reason).toContain('on 1 of the 50 images');
  expect((await stochastic([...elsewhere.map(([attack]) => attack), await pgd(0.1)])).grade).toBe('green');
}, 120_000);

test('an attack on another model is a rival at most: its gradients and its curve are not this one’s', async () => {
  const [model, other, dataset] = [toNetwork(linear), toNetwork(linear), toDataset(few)];
  const [, , [pgd, fgsm]] = await examine_attacks(model, dataset, [], 0.1, 5, 50);
  const health = { zero_gradient_share: 0.9, nan_gradient_share: 0.1 };
  // Falls short of FGSM, and rises with ε.
  const weak = {
    ...pgd!,
    health,
    attacked: other,
    rounds: pgd!.rounds.map((round, i) => ({
      ...round,
      images: pgd!.rounds[0]!.images,
      epsilon: round.epsilon! + i,
    })),
  };
  const [examination] = await examine_attacks(
    model,
    dataset,
    [weak, { ...fgsm!, attacked: other }],
    0.1,
    5,
    50,
  );
  expect(gradesOf(examination)).toMatchObject({
    zero_gradients: 'green',
    nan_gradients: 'green',
    monotone: 'green',
    iterative: 'green',
  });
});

test('a least change is judged at the ε that are examined, and what is left out is named', async () => {
  const model = toNetwork(linear);
  // The same readings without a slope, so that gradients find nothing and boundary steps all.
  const masked: Classifier = {
    ...openClassifier(model),
    logits: (x) => openClassifier(model).logits(tf.div(tf.round(tf.mul(x, 255)), 255)),
  };
  const small = toDataset(sliceDigits8(all, 1297, 1309));
  const hop = await attack_hopskipjump(masked, small, 'inf', 6, 50, 400, 12);
  const aimed = { ...hop, attack: 'Aimed', target: 3 };
  const nowhere = {
    ...hop,
    attack: 'Turn',
    norm: null,
    rounds: hop.rounds.map((round) => ({
      ...round,
      images: small.images,
      predictions: small.labels.argMax(1).dataSync() as Int32Array,
    })),
  };
  const [flagged] = await examine_attacks(masked, small, [hop, aimed, nowhere], 0.2, 5, 12);
  const transfer = flagged.findings.find(({ rule }) => rule === 'transfer')!;
  expect(transfer.grade).toBe('red');
  expect(transfer.reason).toContain('HopSkipJump');
  expect(flagged.method).toContain('left out: Aimed (aims at class 3), Turn (no norm');
  const [honest] = await examine_attacks(model, small, [hop], 0.2, 10, 12);
  expect(gradesOf(honest).transfer).toBe('green');
  expect(honest.method).not.toContain('left out');
});

test('a least change counts as fooled at ε where it is at most ε', async () => {
  const [model, dataset] = [toNetwork(linear), toDataset(few)];
  const { labels, clean } = await readBoth();
  const deepfool = await attack_deepfool(model, dataset, 20, 0.02, 10, 'inf', true, 50);
  const [{ curve }] = (await readGiven({ model, reader: model }, dataset, [deepfool], EPSILONS)) as [Given];
  expect(curve!.points.map(({ epsilon }) => epsilon)).toEqual([0, ...EPSILONS]);
  const [{ norms, predictions }] = deepfool.rounds as [Examples['rounds'][number]];
  for (const { epsilon, correct } of curve!.points) {
    const stands = (i: number) => predictions[i] === labels[i] || norms.linf[i]! > epsilon + 1e-6;
    expect(correct).toBe([...labels.keys()].filter((i) => clean[i] === labels[i] && stands(i)).length);
  }
});

test('an attack whose first image rests at once is still one of many steps, and draws are no steps', async () => {
  const { labels, clean } = await readBoth();
  const [model, dataset] = [toNetwork(linear), toDataset(few)];
  const early = await attack_pgd(model, dataset, [0.1], 10, 50, 'inf', 1, 'margin', null, true, true);
  const [round] = early.rounds;
  const resting = { ...round!, gradient_evaluations: round!.gradient_evaluations.with(0, 1) };
  expect(toCurve({ ...early, rounds: [resting] }, { labels, clean }).steps).toBe(10);
  const single = await attack_fgsm(model, dataset, [0.1], 'inf', 50, 5);
  expect(toCurve(single, { labels, clean }).steps).toBe(1);
});

test('a given attack in another norm is judged by the rules that hold there, and is no rival in L∞', async () => {
  const [model, dataset] = [toNetwork(linear), toDataset(few)];
  const [, , [pgd]] = await examine_attacks(model, dataset, [], 0.1, 5, 50);
  const rising: Examples = { ...pgd!, norm: 'L2', rounds: pgd!.rounds.toReversed() };
  const upside = {
    ...rising,
    rounds: rising.rounds.map((round, i) => ({ ...round, epsilon: pgd!.rounds[i]!.epsilon })),
  };
  const [examination] = await examine_attacks(model, dataset, [upside], 0.1, 5, 50);
  const monotone = examination.findings.find(({ rule }) => rule === 'monotone')!;
  expect(monotone.grade).toBe('red');
  expect(monotone.reason).toMatch(/^In L2: PGD/);
  expect(gradesOf(examination).transfer).toBe('open');
});
