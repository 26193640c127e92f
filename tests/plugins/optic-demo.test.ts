/** The reference's demo notebook as one graph, at a small size: every attack and defence, and the table that compares them. */
import { beforeAll, expect, test } from 'vitest';
import { parseComparison } from '#ui/figure/comparison.ts';
import { useBackend } from './backend.ts';
import { runBundled } from './entrypoints.ts';

beforeAll(() => useBackend('wasm'));

test('MNIST demo of Dioptra OPTIC trains, attacks, defends and compares', async () => {
  const said = await runBundled('MNIST demo of Dioptra OPTIC', {
    values: {
      dataset_split: '{"train": "train[:1600]", "val": "train[7000:7200]", "test": "test[:100]"}',
      model_name: 'ShallowNet',
      learning_rate: '0.01',
      epochs: '2',
      patch_max_iter: '20',
    },
  });
  const table = new TextDecoder().decode(said.artifacts.get('comparison')!.get('comparison.csv'));
  const [header, ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  expect(header!.slice(0, 5)).toEqual([
    'attack',
    'defense',
    'count',
    'test_categorical_accuracy',
    'test_auc',
  ]);
  const defences = ['none', 'spatial_smoothing', 'jpeg_compression', 'gaussian_augmentation'];
  const pairs = ['none', 'fgm', 'patch'].flatMap((attack) => defences.map((defence) => [attack, defence]));
  pairs.splice(4, 0, ['noise', 'none']);
  expect(rows.map((row) => row.slice(0, 2))).toEqual(pairs);
  expect(rows.map((row) => Number(row[2]))).toEqual(
    pairs.map((pair) => (pair[1] === defences[3] ? 200 : 100)),
  );

  const accuracy = (attack: string, defence: string) =>
    said.metrics.find(({ name }) => name === `${attack}_${defence}_accuracy`)!.value;
  rows.forEach(([attack, defence, , value]) => expect(Number(value)).toBe(accuracy(attack!, defence!)));
  const file = JSON.parse(new TextDecoder().decode(said.artifacts.get('bars')!.get('comparison.json')));
  const { groups, note } = parseComparison(file);
  expect(groups.map(({ attack, role, bars }) => [attack, role, bars.length])).toEqual([
    ['none', 'clean', 4],
    ['noise', 'noise', 1],
    ['fgm', 'adversarial', 4],
    ['patch', 'adversarial', 4],
  ]);
  groups.forEach(({ attack, bars }) =>
    bars.forEach(({ defence, share }) => expect(share).toBeCloseTo(accuracy(attack, defence), 9)),
  );
  expect(note).toContain('none of these bars is a robust accuracy');
  expect(accuracy('none', 'none')).toBeGreaterThan(0.7);
  expect(accuracy('noise', 'none')).toBeGreaterThan(accuracy('fgm', 'none') + 0.2);
  expect(accuracy('fgm', 'none')).toBeLessThan(0.3);
  expect(accuracy('patch', 'none')).toBeLessThan(accuracy('none', 'none'));
  const warnings = said.logs.filter(({ severity }) => severity === 'WARNING').map(({ message }) => message);
  for (const words of [
    'aims at a class is no robust accuracy',
    'did not know the defence',
    'are of class 0 already',
  ]) {
    expect(warnings.some((message) => message.includes(words))).toBe(true);
  }
  expect(said.artifacts.get('patch_sample')!.size).toBe(32);
}, 60_000);
