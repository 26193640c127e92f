/** Attack × defence comes from a plugin: it is read with care, laid out in its order, and said in one sentence. */
import { expect, test } from 'vitest';
import {
  groupsOf,
  linesAt,
  openingOf,
  parseDefenceMatrix,
  summariseDefences,
  writeDefencesCsv,
} from '#ui/figure/defence-matrix.ts';
import { UNBOUNDED } from '#ui/job/norm-words.ts';

const FACTS = {
  format: 1,
  count: 100,
  epsilons: [0.05, 0.1],
  norm: 'Linf',
  rows: [
    { attack: 'noise', role: 'noise', tries: '1 draw' },
    { attack: 'PGD', role: 'adversarial', tries: '10 steps' },
  ],
  columns: [
    { name: 'undefended', attacker: 'undefended', clean: 97 },
    { name: 'median', attacker: 'oblivious', clean: 95 },
    { name: 'median', attacker: 'adaptive', clean: 95 },
    { name: 'JPEG', attacker: 'oblivious', clean: 96 },
  ],
  correct: [
    [
      [97, 95, 95, 96],
      [80, 85, 82, 84],
    ],
    [
      [96, 94, 94, 95],
      [53, 60, 45, 57],
    ],
  ],
  against_all: [
    [80, 85, 81, 84],
    [53, 60, 44, 57],
  ],
};
const read = (facts: unknown = FACTS) => parseDefenceMatrix(facts);

test('the sentence sets the oblivious figure beside the adaptive one', () => {
  expect(summariseDefences(read(), 1)).toBe(
    'ε 0.1 (26/255), 100 images, against all attacks here: undefended 53.0 % are left; of the defences median leaves most to an attacker who knows it, 44.0 %; median flatters most, with 60.0 % to an attacker who does not know it and 44.0 % to one who does.',
  );
});

test('an ε is said in the norm of the file', () => {
  expect(summariseDefences(read({ ...FACTS, norm: 'L2' }), 1)).toMatch(/^ε 0\.1 in L2, 100 images/);
  expect(read({ ...FACTS, norm: '' }).norm).toBe(UNBOUNDED);
});

test('each attack on each classifier keeps its threat; files of before have none', () => {
  const threat = { attack: 'PGD', given: 'median', sees: 'weights', may_change: 'ε', tries: '10 steps' };
  expect(read({ ...FACTS, threats: [threat] }).threats).toEqual([
    {
      attack: 'PGD',
      given: 'median',
      sees: 'weights',
      mayChange: 'ε',
      tries: '10 steps',
      elsewhere: false,
      shared: false,
      hasty: false,
    },
  ]);
  expect(read().threats).toEqual([]);
  expect(() => read({ ...FACTS, threats: [{ ...threat, sees: 1 }] })).toThrow('A threat has no text sees');
});

test('where no attack knew a defence, that is said instead', () => {
  const blind = {
    ...FACTS,
    columns: FACTS.columns.slice(0, 2),
    correct: FACTS.correct.map((at) => at.map((row) => row.slice(0, 2))),
    against_all: FACTS.against_all.map((at) => at.slice(0, 2)),
  };
  expect(summariseDefences(read(blind), 1)).toContain('no defence met an attack that knows it');
});

test('lines run from unchanged over noise to all together, columns of a defence stand in one group', () => {
  const matrix = read();
  expect(linesAt(matrix, 1).map(({ name, role, cells }) => [name, role, cells[2]])).toEqual([
    ['unchanged', 'clean', 95],
    ['random noise', 'noise', 94],
    ['PGD', 'adversarial', 45],
    ['against all', 'all', 44],
  ]);
  expect(groupsOf(matrix)).toEqual([
    { name: 'undefended', columns: [0] },
    { name: 'median', columns: [1, 2] },
    { name: 'JPEG', columns: [3] },
  ]);
  expect(openingOf(matrix)).toBe(1);
});

test('the CSV names the attacker of every cell, with its band', () => {
  const lines = writeDefencesCsv(read()).trim().split('\n');
  expect(lines).toHaveLength(1 + 2 * 4 * 4);
  expect(lines[0]).toContain('attacker,count,correct');
  expect(lines.find((line) => line.includes('0.1,PGD,median,adaptive'))).toContain('100,45,0.45,0.35');
});

test('a cell without an attack stays empty', () => {
  const correct = FACTS.correct.map((at) => at.map((row) => row.with(2, null as never)));
  const matrix = read({ ...FACTS, correct });
  expect(linesAt(matrix, 0)[2]!.cells[2]).toBeNull();
  expect(writeDefencesCsv(matrix)).not.toContain('PGD,median,adaptive');
});

test.each([
  ['no image', { ...FACTS, count: 0 }, 'counts no image'],
  ['more right than there are', { ...FACTS, count: 90 }, 'more than the 90 images'],
  [
    'an attacker that is none',
    { ...FACTS, columns: FACTS.columns.map((one) => ({ ...one, attacker: 'robust' })) },
    'who attacks it',
  ],
  ['a row too few', { ...FACTS, correct: FACTS.correct.map((at) => at.slice(1)) }, 'value of 2 to 2'],
  ['no mapping', null, 'no mapping'],
])('%s is refused', (_, facts, words) => {
  expect(() => read(facts)).toThrow(words);
});
