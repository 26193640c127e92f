/** The entrypoints of the reference models, from beginning to end on wasm. */
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from './backend.ts';
import { runBundled, type Said } from './entrypoints.ts';

beforeAll(() => useBackend('wasm'));

const series = (said: Said, step: string, name: string): number[] =>
  said.metrics
    .filter((metric) => metric.step === step && metric.name === name)
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);

test('Reference models: each has its curve and its noise, and those trained on attacks keep the most', async () => {
  const said = await runBundled('Reference models', {
    seed: 1,
    values: { epsilons: '[0.1, 0.3]', iterations: '10', count: '128' },
  });
  const names = ['pool_free', 'standard', 'fast_at', 'pgd_at', 'smoothed'];
  expect([...said.artifacts.keys()]).toEqual(names);
  const at = (name: string, curve: string, k: number) => series(said, name, `${curve}_accuracy`)[k]!;
  for (const name of names) {
    expect(series(said, name, 'epsilon')).toEqual([0, 0.1, 0.3]);
    expect(at(name, 'noise', 0)).toBeGreaterThan(0.95);
    expect(at(name, 'noise', 1)).toBeGreaterThan(at(name, 'pgd', 1));
  }
  for (const usual of ['pool_free', 'standard', 'smoothed']) {
    expect(at(usual, 'pgd', 2)).toBeLessThan(0.2);
    for (const robust of ['fast_at', 'pgd_at'])
      expect(at(robust, 'pgd', 2)).toBeGreaterThan(at(usual, 'pgd', 2) + 0.4);
  }
}, 300_000);

test('Exact case: softmax regression', async () => {
  const said = await runBundled('Exact case: softmax regression', { seed: 1 });
  const counts = (attack: string) => series(said, 'evaluation', `${attack}_correct`);
  expect(counts('fgsm')).toEqual([458, 440, 403, 326, 198, 64, 0]);
  expect(counts('pgd')).toEqual([458, 439, 402, 318, 175, 48, 0]);
  expect([...said.artifacts.keys()]).toEqual(['report', 'images', 'table']);
}, 300_000);
