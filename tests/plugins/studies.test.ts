/** The bundled studies, smaller than they come: the bars of each defence keep their order, and what should break breaks. */
import { beforeAll, expect, test } from 'vitest';
import type { Dataset } from '#sdk';
import { useBackend } from './backend.ts';
import { runBundled, type Said } from './entrypoints.ts';

beforeAll(() => useBackend('wasm'));

const series = (said: Said, step: string, name: string): number[] =>
  said.metrics
    .filter((metric) => metric.step === step && metric.name === name)
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
const barsOf = (said: Said, step: string, at = 1): Record<string, number> =>
  Object.fromEntries(
    ['undefended', 'oblivious', 'adaptive', 'noise', 'robust'].map((bar) => [
      bar,
      series(said, step, `${bar}_accuracy`)[at]!,
    ]),
  );
const warnings = (said: Said): string[] =>
  said.logs.filter(({ severity }) => severity === 'WARNING').map(({ message }) => message);

test('PGD training and TRADES resist what the ready model does not', async () => {
  const values = { epochs: '1', train_iterations: '2', step: '0.1', epsilons: '[0.1]', count: '100' };
  const said = await runBundled('Defence: PGD training and TRADES', { seed: 1, values });
  for (const trained of ['pgd_trained', 'trades']) {
    const { undefended, adaptive, noise, robust } = barsOf(said, `${trained}_figures`);
    expect(series(said, trained, 'never_started').at(-1)).toBe(0);
    expect(adaptive).toBeGreaterThan(undefended! + 0.1);
    expect(noise).toBeGreaterThan(adaptive!);
    expect(robust).toBeLessThanOrEqual(adaptive!);
  }
  expect([...said.artifacts.keys()]).toEqual(['pgd_trained', 'trades', 'pgd_trained_model', 'trades_model']);
}, 300_000);

test('randomised smoothing: what is certified to a radius stands under the attack of that radius', async () => {
  const values = { epochs: '1', count: '30', n: '300', votes: '50', epsilons: '[0.25, 2]', iterations: '5' };
  const said = await runBundled('Defence: randomised smoothing', { seed: 1, values });
  const { undefended, adaptive, noise } = barsOf(said, 'smoothed_figures', 2);
  expect(adaptive).toBeLessThan(noise! - 0.2);
  expect(adaptive).toBeGreaterThanOrEqual(undefended!);
  const at = series(said, 'certificates', 'radius').findIndex((radius) => Math.abs(radius - 0.25) < 1e-9);
  const certified = series(said, 'certificates', 'certified_accuracy')[at]!;
  expect(certified).toBeGreaterThan(0.5);
  expect(certified).toBeLessThanOrEqual(barsOf(said, 'smoothed_figures').adaptive!);
  // Ten copies a gradient are enough, without a word of eot.
  expect(warnings(said).filter((message) => message.includes('eot'))).toEqual([]);
}, 300_000);

test('distillation holds where no gradient is left, and falls to the ratio of logits', async () => {
  const values = { epochs: '1', epsilons: '[0.1, 0.2]', count: '60', iterations: '10' };
  const said = await runBundled('Defence: distillation, shown broken', { seed: 1, values });
  const [ratio, entropy, noise] = ['apgd_dlr', 'pgd', 'noise'].map(
    (name) => series(said, 'evaluation', `${name}_accuracy`)[2]!,
  );
  expect(ratio).toBeLessThan(entropy!);
  expect(noise).toBeGreaterThan(ratio! + 0.4);
  expect(barsOf(said, 'figures').adaptive).toBeLessThan(0.6);
}, 300_000);

test('the fast gradient method beats noise of its length in every norm, and minimal changes less', async () => {
  const values = { dataset_split: '{"test": "test[:100]"}' };
  const said = await runBundled('Evasion: fast gradient method, every option', { seed: 1, values });
  const left = (name: string): number => series(said, 'comparison', `${name}_none_accuracy`)[0]!;
  for (const norm of ['inf', 'l2', 'l1']) {
    expect(left(`fgm_${norm}`)).toBeLessThan(left(`noise_${norm}`) - 0.1);
  }
  // It tries the full length too: what one step of ε fools is fooled by the least multiple or sooner.
  expect(left('fgm_inf_minimal')).toBeLessThanOrEqual(left('fgm_inf'));
  const images = (step: string, output: string): Float32Array =>
    (said.outputs.get(step)!.get(output) as Dataset).images.dataSync<'float32'>();
  const clean = images('digits', 'test');
  const moved = (step: string): number =>
    images(step, 'adversarial_dataset').reduce((sum, value, i) => sum + Math.abs(value - clean[i]!), 0);
  expect(moved('inf_minimal')).toBeLessThan(moved('inf'));

  // The curve ends at what the comparison counts at eps_inf.
  const curve = (attack: string): number[] => series(said, 'evaluation', `${attack}_accuracy`);
  expect(curve('fgm').at(-1)).toBeCloseTo(left('fgm_inf_minimal'), 9);
  expect(curve('fgm')).toHaveLength(6);
  expect(curve('fgm')).toEqual(curve('fgm').toSorted((a, b) => b - a));
  expect(curve('fgm').at(-1)).toBeLessThan(curve('noise').at(-1)! - 0.1);
  expect(series(said, 'evaluation', 'fgm_gradient_evaluations')).toEqual([]);
  expect([...said.artifacts.keys()]).toEqual(expect.arrayContaining(['bars', 'report', 'images']));
}, 300_000);

test('Carlini and Wagner fool every digit where noise as long fools few', async () => {
  const values = { dataset_split: '{"test": "test[:4]"}', iterations: '5' };
  const said = await runBundled('Evasion: Carlini and Wagner in three norms', { seed: 1, values });
  for (const norm of ['l2', 'inf', 'l0']) {
    expect(series(said, norm, 'attack_success')).toEqual([1]);
    expect(series(said, 'comparison', `cw_${norm}_none_accuracy`)).toEqual([0]);
  }
  expect(series(said, 'l2', 'median_l2')[0]).toBeLessThan(2.5);
  expect(series(said, 'evaluation', 'cw_l2_median')[0]).toBeCloseTo(series(said, 'l2', 'median_l2')[0]!, 4);
  const curve = series(said, 'evaluation', 'cw_accuracy');
  expect(curve).toHaveLength(6);
  expect(curve.at(-1)!).toBeLessThan(curve[0]! - 0.7);
  expect([...said.artifacts.keys()]).toEqual(expect.arrayContaining(['bars', 'report', 'images']));
  expect(series(said, 'comparison', 'noise_l2_none_accuracy')[0]).toBeGreaterThan(0.7);
}, 300_000);

test('a target costs more than any other class', async () => {
  const values = {
    dataset_split: '{"test": "test[:8]"}',
    iterations: '5',
    searches: '5',
    search_iterations: '60',
    epsilons: '[2, 28]',
  };
  const said = await runBundled('Evasion: towards a class', { seed: 1, values });
  const median = (step: string): number => series(said, step, 'median_l2')[0]!;
  expect(median('cw_targeted')).toBeGreaterThan(median('cw'));
  expect(series(said, 'evaluation', 'cw_success').at(-1)).toBe(1);
  expect(warnings(said).some((message) => message.includes('no random noise'))).toBe(false);
  const report = JSON.parse(new TextDecoder().decode(said.artifacts.get('report')!.get('report.json')));
  expect(report.curves[0].target).toBe(0);
}, 300_000);

test('black box in L2: questions find what noise as long does not', async () => {
  const values = {
    count: '4',
    boundary_steps: '150',
    hop_iterations: '4',
    square_iterations: '80',
    square_count: '20',
    epsilons: '[2, 4]',
  };
  const said = await runBundled('Evasion: black box in L2', { seed: 1, values });
  const at4 = (name: string): number => series(said, 'evaluation', `${name}_accuracy`)[2]!;
  for (const attack of ['hopskipjump', 'square_l2']) expect(at4(attack)).toBeLessThan(at4('noise_l2') - 0.2);
  for (const step of ['boundary', 'hop_skip_jump']) {
    const distances = series(said, step, 'median_distance');
    expect(distances.at(-1)).toBeLessThan(distances[0]!);
  }
}, 300_000);

test('a cell of attack × defence: who knows the defence beside who does not, noise, and one name for every attack', async () => {
  const values = {
    dataset_split: '{"test": "test[:30]"}',
    epsilons: '[0.1]',
    iterations: '5',
    queries: '50',
  };
  const cell = (attack: string, defence: string) =>
    runBundled('Attack × defence', { seed: 1, values: { ...values, attack, defence, votes: '10' } });
  const bare = await cell('pgd', 'none');
  const { robust, adaptive, oblivious, noise, undefended } = barsOf(bare, 'figures');
  expect([adaptive, oblivious]).toEqual([robust, undefended]);
  expect(noise).toBeGreaterThan(robust! + 0.3);
  expect(series(bare, 'evaluation', 'pgd_accuracy')[1]).toBe(adaptive);
  expect(bare.logs.map(({ message }) => message).join('\n')).toMatch(/PGD attacker sees: the weights/);
  const jpeg = barsOf(await cell('fgsm', 'jpeg'), 'figures');
  expect(jpeg.adaptive).toBeLessThan(jpeg.noise!);
  const random = await cell('apgd_ce', 'gaussian');
  expect(random.logs.map(({ message }) => message).join('\n')).toMatch(/averaged over 10 draws/);
  const chance = await cell('noise', 'smoothing');
  expect(series(chance, 'evaluation', 'noise_accuracy')).toHaveLength(2);
  expect(barsOf(chance, 'figures').robust).toBeLessThanOrEqual(barsOf(chance, 'figures').noise!);
  expect([...chance.artifacts.keys()]).toEqual(['report', 'images', 'bars', 'table']);
}, 300_000);
