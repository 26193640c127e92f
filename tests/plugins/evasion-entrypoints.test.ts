/** The example entrypoints of evasion, from beginning to end on wasm with the ready model, on fewer digits than by default. */
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from './backend.ts';
import { runBundled, type Said } from './entrypoints.ts';
import type { Examples } from '#sdk';

beforeAll(() => useBackend('wasm'));

const series = (said: Said, name: string): number[] =>
  said.metrics
    .filter((metric) => metric.name === name)
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
const examplesOf = (said: Said, step: string): Examples =>
  said.outputs.get(step)!.get('examples') as Examples;

test('many steps leave less than one, and every attack less than noise', async () => {
  const said = await runBundled('Evasion: PGD against a ready model', {
    seed: 1,
    values: { epsilons: '[0.1, 0.15]', count: '32', restarts: '2' },
  });
  const [pgd, mim, bim, fgsm, noise] = ['pgd', 'mim', 'bim', 'fgsm', 'noise'].map((name) =>
    series(said, `${name}_accuracy`),
  );
  for (const k of [1, 2]) {
    for (const many of [pgd, mim, bim]) expect(many![k]).toBeLessThanOrEqual(fgsm![k]! + 0.04);
    expect(fgsm![k]).toBeLessThan(noise![k]! - 0.1);
  }
  expect([...said.artifacts.keys()]).toEqual(['report', 'images', 'confusion', 'digit_by_digit', 'table']);
  const worst = series(said, 'worst_class_accuracy');
  expect(worst).toHaveLength(3);
  // No mean is below the least of what it is the mean of.
  worst.forEach((share, k) => expect(share).toBeLessThanOrEqual(pgd![k]!));
  const digits = new TextDecoder().decode([...said.artifacts.get('digit_by_digit')!.values()][0]);
  expect(digits.trim().split('\n').length).toBeGreaterThan(3 * 5);
  const { rounds, health } = examplesOf(said, 'pgd');
  // A second start falls only to digits that stand after the first.
  const costs = new Set(rounds.flatMap(({ gradient_evaluations }) => [...gradient_evaluations]));
  expect(costs).toEqual(new Set([10, 20]));
  expect(health).toEqual({ zero_gradient_share: 0, nan_gradient_share: 0 });
});

test('Carlini and Wagner find changes no longer than DeepFool, of every digit', async () => {
  const said = await runBundled('Evasion: least changes: DeepFool and C&W', {
    seed: 1,
    values: { count: '8', epsilons: '[1, 28]' },
  });
  const far = (step: string) => examplesOf(said, step).rounds.at(-1)!;
  expect([...far('carlini').success]).toEqual([...far('deepfool').success]);
  const mean = (lengths: Float32Array): number => lengths.reduce((a, b) => a + b) / lengths.length;
  expect(mean(far('carlini').norms.l2)).toBeLessThanOrEqual(1.05 * mean(far('deepfool').norms.l2));
  expect(series(said, 'cw_accuracy').at(-1)).toBe(0);
  // A change as long as the one that fools all, in a direction of chance.
  expect(series(said, 'noise_l2_accuracy')[1]).toBeGreaterThan(series(said, 'cw_accuracy')[1]! + 0.2);
  expect(said.logs.filter(({ severity }) => severity === 'WARNING')).toEqual([]);
});

test('AutoAttack-lite is the share that none of its members fools', async () => {
  const said = await runBundled('AutoAttack-lite', {
    seed: 1,
    values: { count: '24', iterations: '10', epsilons: '[0.1]' },
  });
  const [lite, ce, targeted, ratio] = ['autoattack_lite', 'apgd_ce', 'apgd_t_dlr', 'apgd_dlr'].map(
    (name) => series(said, `${name}_accuracy`)[1]!,
  );
  expect(lite).toBeLessThanOrEqual(Math.min(ce!, targeted!, ratio!));
  expect(lite).toBeLessThan(0.7);
  const report = JSON.parse(new TextDecoder().decode(said.artifacts.get('report')!.get('report.json')));
  expect(report.headline.attack).toBe('AutoAttack-lite');
  expect(report.threat.tries).toBe('each of APGD-CE, APGD-T-DLR, APGD-DLR, Square');
});

test('one change for all fools digits that it never saw', async () => {
  const said = await runBundled('Evasion: one change for all digits', {
    seed: 1,
    values: { epsilons: '[0.3]', learn_from: '20', count: '200' },
  });
  const accuracy = series(said, 'universal_accuracy')[1]!;
  expect(accuracy).toBeLessThan(series(said, 'noise_accuracy')[1]! - 0.1);
  expect(accuracy).toBeGreaterThan(series(said, 'fgsm_accuracy')[1]! - 0.01);
  expect(said.logs.map(({ message }) => message).join('\n')).toContain('that it never saw');
});
