/** A defence's figure: four bars at every ε, each counted from what was read, and the sentences beside them. */
import { beforeEach, expect, test } from 'vitest';
import { classify, readLabels } from '#sdk';
import { readThreats } from '#ui/job/threat-notes.ts';
import { evaluate_defence } from '../../../plugins/defences/evaluate.ts';
import { augment_gaussian } from '../../../plugins/defences/gaussian.ts';
import { squeeze_features } from '../../../plugins/defences/squeeze.ts';
import { attack_pgd } from '../../../plugins/evasion/pgd.ts';
import { add_random_noise } from '../../../plugins/robustness/noise.ts';
import { useBackend } from '../backend.ts';
import { readDigits8, sliceDigits8, toNetwork, trainLinear } from '../digits8.ts';
import { listen, type Heard } from '../step-context.ts';
import { digits } from './nets.ts';

await useBackend('wasm');
let heard: Heard;
beforeEach(() => void (heard = listen(5)));
listen(5);

const EPSILONS = [0.05, 0.1];
const COUNT = 80;
const model = toNetwork(trainLinear(sliceDigits8(readDigits8(), 0, 300), 100));
const set = digits(1297, 1397);
const defended = squeeze_features(model, 2);
const oblivious = await attack_pgd(model, set, EPSILONS, 5, COUNT);
const adaptive = await attack_pgd(defended, set, EPSILONS, 5, COUNT);
const noise = await add_random_noise(model, set, [...EPSILONS, 0.3]);
const metrics = (name: string) => heard.metrics.filter((one) => one.name === name).map(({ value }) => value);

test('each bar is what the defended classifier, or the model alone, reads in those images', async () => {
  const labels = (await readLabels(set)).subarray(0, COUNT);
  const table = await evaluate_defence(model, defended, set, oblivious, adaptive, noise);
  expect(table.columns.slice(0, 4)).toEqual(['attacker', 'epsilon', 'count', 'correct']);
  expect(metrics('epsilon')).toEqual([0, ...EPSILONS]);
  const clean = {
    undefended: (await classify(model, set.images)).predictions,
    defended: (await classify(defended, set.images)).predictions,
  };
  for (const [k, epsilon] of EPSILONS.entries()) {
    const said = async (by: typeof defended | typeof model, of: typeof noise) =>
      (await classify(by, of.rounds[k]!.images)).predictions.subarray(0, COUNT);
    const [blind, knowing] = [await said(defended, oblivious), await said(defended, adaptive)];
    const bars = {
      undefended: await said(model, oblivious),
      oblivious: blind,
      adaptive: knowing,
      noise: await said(defended, noise),
    };
    for (const [bar, predictions] of Object.entries(bars)) {
      const before = bar === 'undefended' ? clean.undefended : clean.defended;
      const correct = labels.filter((label, i) => before[i] === label && predictions[i] === label).length;
      expect(table.rows.find(([name, at]) => name === bar && at === epsilon)?.slice(2, 5)).toEqual([
        COUNT,
        correct,
        correct / COUNT,
      ]);
      expect(metrics(`${bar}_correct`)[k + 1]).toBe(correct);
      expect(metrics(`${bar}_accuracy_low`)[k + 1]).toBeLessThan(correct / COUNT);
    }
    const held = labels.filter(
      (label, i) => clean.defended[i] === label && blind[i] === label && knowing[i] === label,
    ).length;
    expect(metrics('robust_correct')[k + 1]).toBe(held);
    expect(held).toBeLessThanOrEqual(
      Math.min(metrics('oblivious_correct')[k + 1]!, metrics('adaptive_correct')[k + 1]!),
    );
  }
});

test('what belongs beside the figure is said', async () => {
  await evaluate_defence(model, defended, set, oblivious, adaptive, noise);
  const words = heard.logs.map(({ message }) => message).join('\n');
  expect(words).toContain('does not know the defence');
  expect(words).toContain('a stronger attack can only lower these numbers');
  const told = readThreats(heard.logs.map(({ message }) => ({ step: 'figures', message })));
  expect([...told.keys()]).toEqual(
    ['oblivious', 'adaptive', 'noise'].map((bar) => `figures/${bar}_accuracy`),
  );
  expect(told.get('figures/oblivious_accuracy')).toEqual({
    sees: oblivious.threat.sees,
    mayChange: oblivious.threat.may_change,
    tries: oblivious.threat.tries,
    target: null,
    elsewhere: false,
    shared: false,
    hasty: false,
  });
  expect(told.get('figures/adaptive_accuracy')!.sees).toContain('defence');
  expect(words).toContain('around it (BPDA)');
  expect(words).toContain('have a wide band');
  expect(words).not.toContain('EOT');
});

test('a random defence asks for an average over draws', async () => {
  const noisy = augment_gaussian(model, 0.1);
  await evaluate_defence(
    model,
    noisy,
    set,
    oblivious,
    await attack_pgd(noisy, set, EPSILONS, 3, COUNT),
    noise,
  );
  expect(heard.logs.some(({ message }) => message.includes('EOT'))).toBe(true);
});

test('an attack that is weaker for what it knows is named', async () => {
  const lazy = { ...adaptive, rounds: noise.rounds.slice(0, 2) };
  await evaluate_defence(model, defended, set, oblivious, lazy, noise);
  const warnings = heard.logs.filter(({ severity }) => severity === 'WARNING').map(({ message }) => message);
  expect(warnings.some((message) => message.includes('weaker than the one who does not know'))).toBe(true);
});

test.each([
  [
    'an oblivious attack that knew',
    () => evaluate_defence(model, defended, set, adaptive, adaptive, noise),
    'undefended model',
  ],
  [
    'an adaptive attack that did not',
    () => evaluate_defence(model, defended, set, oblivious, oblivious, noise),
    'defended one',
  ],
  [
    'an attack as noise',
    () => evaluate_defence(model, defended, set, oblivious, adaptive, oblivious),
    'no random noise',
  ],
  [
    'no ε in common',
    () =>
      evaluate_defence(model, defended, set, oblivious, adaptive, {
        ...noise,
        rounds: noise.rounds.slice(2),
      }),
    'no ε in common',
  ],
])('%s is refused', async (_, body, words) => {
  await expect(body()).rejects.toThrow(words);
});

test.each([
  [
    'norms',
    { ...adaptive, norm: 'L2' as const },
    noise,
    'in Linf, the adaptive one in L2, the noise in Linf',
  ],
  ['norms of the noise', adaptive, { ...noise, norm: 'L0' as const }, 'the noise in L0'],
  ['targets', { ...adaptive, target: 3 }, noise, 'aims at any class, the adaptive one at 3'],
])('different %s are refused', async (_, knowing, random, words) => {
  await expect(evaluate_defence(model, defended, set, oblivious, knowing, random)).rejects.toThrow(words);
});

test('accuracy under attacks that aim at a class is said to be no robust accuracy', async () => {
  const aimed = [oblivious, adaptive].map((attack) => ({ ...attack, target: 3 })) as [
    typeof noise,
    typeof noise,
  ];
  await evaluate_defence(model, defended, set, ...aimed, noise);
  expect(heard.logs.map(({ message }) => message).join()).toContain(
    'aim at class 3: accuracy under them is not',
  );
});
