/** A comparison comes from a plugin: it is read with care, banded by Wilson, grouped by attack, and said in one sentence. */
import { describe, expect, test } from 'vitest';
import {
  parseComparison,
  sayAttack,
  sayDefence,
  summariseComparison,
  writeComparisonCsv,
} from '#ui/figure/comparison.ts';
import { ComparisonArtifactTask } from '../../plugins/dioptra_optic/artifacts.ts';

const COLUMNS = ['attack', 'defense', 'count', 'test_auc', 'correct'];
const ROWS = [
  ['none', 'none', 100, 0.9, 95],
  ['none', 'jpeg_compression', 100, 0.9, 94],
  ['noise', 'none', 100, 0.9, 90],
  ['fgm_inf', 'none', 100, null, 20],
  ['fgm_inf', 'jpeg_compression', 200, 0.1, 57],
];
const FACTS = { format: 1, note: 'Aimed.', columns: COLUMNS, rows: ROWS };

test('bars are grouped by attack, with Wilson’s band', () => {
  const { groups, defended, note } = parseComparison(FACTS);
  expect([defended, note]).toEqual([true, 'Aimed.']);
  expect(groups.map(({ attack, role, bars }) => [attack, role, bars.map(({ correct }) => correct)])).toEqual([
    ['none', 'clean', [95, 94]],
    ['noise', 'noise', [90]],
    ['fgm_inf', 'adversarial', [20, 57]],
  ]);
  expect(groups[0]!.bars[0]).toMatchObject({ share: 0.95 });
  expect(groups[0]!.bars[0]!.low).toBeCloseTo(0.8882, 3);
  expect(groups[0]!.bars[0]!.high).toBeCloseTo(0.9785, 3);
});

test('the sentence says the undefended figures, and how far defences move those under attack', () => {
  expect(summariseComparison(parseComparison(FACTS))).toBe(
    'Without a defence it reads right 95.0 % as they are, 90.0 % under random noise and 20.0 % under FGM L∞. ' +
      'Behind a defence that is +8.5 points under attack.',
  );
  const bare = { ...FACTS, rows: ROWS.filter((row) => row[1] === 'none') };
  expect(summariseComparison(parseComparison(bare))).toBe(
    'It reads right 95.0 % as they are, 90.0 % under random noise and 20.0 % under FGM L∞.',
  );
});

test('of many attacks the sentence says the ends', () => {
  const more = ['noise_l2', 'cw_l2', 'cw_l0'].map((attack, i) => [attack, 'none', 100, null, 50 - 10 * i]);
  expect(summariseComparison(parseComparison({ ...FACTS, rows: [...ROWS, ...more] }))).toContain(
    'it reads right 95.0 % as they are, from 50.0 % under random noise L2 to 90.0 % under random noise and ' +
      'from 20.0 % under FGM L∞ to 40.0 % under C&W L2.',
  );
});

test('what is left alike of all is said once', () => {
  const alike = ['cw_l2', 'cw_l0', 'cw_inf', 'noise_l2', 'noise_inf'].map((attack) => [
    attack,
    'none',
    16,
    null,
    attack.startsWith('cw') ? 0 : 14,
  ]);
  const rows = [['none', 'none', 16, null, 14], ...alike];
  expect(summariseComparison(parseComparison({ ...FACTS, rows }))).toBe(
    'It reads right 87.5 % as they are, 87.5 % under every noise and 0 % under every attack.',
  );
});

test('names of a graph are said in words', () => {
  expect(['none', 'noise_l2', 'cw_l0', 'patch'].map(sayAttack)).toEqual([
    'unchanged',
    'random noise L2',
    'C&W L0',
    'patch',
  ]);
  expect(['none', 'jpeg_compression'].map(sayDefence)).toEqual(['no defence', 'JPEG compression']);
});

test('the CSV has every bar', () => {
  const lines = writeComparisonCsv(parseComparison(FACTS)).trim().split('\n');
  expect(lines).toHaveLength(1 + ROWS.length);
  expect(lines.at(-1)).toMatch(/^fgm_inf,jpeg_compression,57,200,0.285,0.22/);
});

describe('what is none is refused with what is wrong', () => {
  const row = (...last: unknown[]) => ({ ...FACTS, rows: [['fgm', 'none', ...last]] });
  test.each([
    ['no mapping', [], 'no mapping'],
    ['a column too few', { ...FACTS, columns: ['attack', 'defense', 'count', 'x'] }, 'no column correct'],
    ['no row', { ...FACTS, rows: [] }, 'rows of 1 to'],
    ['half an image', row(10, 1, 0.5), 'correct of fgm behind none is no count: 0.5'],
    ['more than all', row(10, 1, 11), '11 right of 10'],
    ['a pair twice', { ...FACTS, rows: [...ROWS, ROWS[0]] }, 'none behind none twice'],
    ['a row that is none', { ...FACTS, rows: [7] }, 'is no list'],
  ])('%s', (_, facts, words) => {
    expect(() => parseComparison(facts)).toThrow(words);
  });
});

test('the artifact keeps the table and its note, and refuses another table', async () => {
  const table = { columns: COLUMNS, rows: ROWS };
  const call = { name: 'bars', args: { note: 'Aimed.' } };
  const files = await ComparisonArtifactTask.serialize(table, call);
  const file = (files as Map<string, Uint8Array>).get('comparison.json')!;
  expect(JSON.parse(new TextDecoder().decode(file))).toEqual(FACTS);
  expect(await ComparisonArtifactTask.deserialize(files as Map<string, Uint8Array>, { args: {} })).toEqual(
    table,
  );
  expect(() => ComparisonArtifactTask.serialize({ columns: ['attack'], rows: [] }, call)).toThrow(
    'a column defense and count and correct',
  );
});
