/** The bundled black-box entrypoints on wasm, whole: their figures keep to the rules of evaluation. */
import { beforeAll, expect, test } from 'vitest';
import type { Examples } from '#sdk';
import { useBackend } from '../backend.ts';
import { runBundled, type Said } from '../entrypoints.ts';

beforeAll(() => useBackend('wasm'));

const series = (said: Said, name: string): number[] =>
  said.metrics
    .filter((metric) => metric.name === name)
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
const examplesOf = (said: Said, step: string): Examples =>
  said.outputs.get(step)!.get('examples') as unknown as Examples;

/** Noise stays far above, and more ε never helps the model, but for two points. */
function checkCurves(attack: number[], noise: number[]): void {
  attack.slice(1).forEach((share, k) => {
    expect(share).toBeLessThanOrEqual(attack[k]! + 0.02);
    expect(noise[k + 1]! + 0.02).toBeGreaterThanOrEqual(share);
  });
  expect(noise.at(-1)! - attack.at(-1)!).toBeGreaterThan(0.05);
}

test('black box: Square and HopSkipJump break what noise leaves standing', async () => {
  const epsilons = '[0.1, 0.2]';
  const values = {
    epsilons,
    square_iterations: '80',
    square_count: '30',
    hop_iterations: '5',
    hop_count: '6',
  };
  const said = await runBundled('Evasion: black box', { seed: 1, values });
  checkCurves(series(said, 'square_accuracy'), series(said, 'noise_accuracy'));
  checkCurves(series(said, 'hopskipjump_linf_accuracy'), series(said, 'noise_accuracy'));
  const distances = series(said, 'median_distance');
  expect(distances.length).toBe(6);
  // Where FGSM breaks half, around ε 0.1, no method of so few queries comes much nearer.
  expect(distances.at(-1)).toBeLessThan(distances[0]!);
  expect(distances.at(-1)).toBeGreaterThan(0.05);
  expect(examplesOf(said, 'hop_skip_jump').rounds[0]!.success.reduce((a, b) => a + b, 0)).toBeGreaterThan(3);
  const { items } = JSON.parse(
    new TextDecoder().decode(said.artifacts.get('nearest_images')!.get('images.json')),
  );
  expect(items.length).toBe(6);
});

test('one pixel: chosen pixels do more than as many random ones', async () => {
  const values = { iterations: '8', population: '20', count: '32' };
  const said = await runBundled('Evasion: one pixel', { seed: 1, values });
  expect(series(said, 'epsilon')).toEqual([0, 1, 3, 5]);
  const report = JSON.parse(new TextDecoder().decode(said.artifacts.get('report')!.get('report.json')));
  expect([report.headline.attack, report.headline.epsilon]).toEqual(['OnePixel', 1]);
  const noise = examplesOf(said, 'noise');
  noise.rounds.forEach(({ norms, epsilon, queries }) => {
    expect(norms.l0.every((values) => values <= epsilon!)).toBe(true);
    expect(queries.every((asked) => asked === 0)).toBe(true);
  });
  checkCurves(series(said, 'onepixel_accuracy'), series(said, 'noise_accuracy'));
});

test('spatial: the worst of the grid does more than a random motion', async () => {
  const said = await runBundled('Evasion: spatial', {
    seed: 1,
    values: { count: '24', strengths: '[0.5, 1]' },
  });
  checkCurves(series(said, 'spatial_accuracy'), series(said, 'noise_accuracy'));
  expect([...examplesOf(said, 'spatial').rounds.at(-1)!.queries].every((n) => n === 775 || n === 0)).toBe(
    true,
  );
});

test('transfer: stronger than noise, weaker than the attack on the model itself', async () => {
  const values = { epochs: '1', epsilons: '[0.1, 0.2]', pgd_count: '60', pgd_iterations: '5' };
  const said = await runBundled('Evasion: transfer', { seed: 1, values });
  const [transfer, direct] = ['pgd_transfer_accuracy', 'pgd_accuracy'].map((name) => series(said, name));
  checkCurves(transfer!, series(said, 'noise_accuracy'));
  transfer!.forEach((share, k) => expect(share).toBeGreaterThanOrEqual(direct![k]! - 0.02));
});
