// What a list finds and in which order: by examples, and against the plain way of filtering and sorting for any lines.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareLines, findLines, mergeLines } from '#core/search/find-lines.ts';
import { likePattern, likeTest } from '#core/search/like.ts';
import { USUAL_ORDER } from '#core/search/line-fields.ts';
import { readLineSearch } from '#core/search/line-search.ts';
import { countValues } from '#core/search/line-values.ts';
import { localIso, sameLine, type Line, type LineField } from '#core/search/line.ts';

const field = (name: string, rest: Partial<LineField> = {}): LineField => ({
  name,
  type: 'text',
  free: true,
  also: [],
  ...rest,
});
const fields: readonly LineField[] = [
  field('name'),
  field('size', { type: 'number', free: false }),
  field('made', { type: 'time', free: false, also: ['madeOn'] }),
  field('file', { free: false }),
  field('tag', { type: 'tag' }),
];
const tags = new Map([
  ['t1', 'vision'],
  ['t2', 'base line'],
]);
test('what is equal by the usual order stands in the orders after it; what has none of it, last', () => {
  const line = (id: string, own: number | null, topic: string | null): Line => ({
    id,
    cells: { own, topic, name: id },
    tags: [],
    links: {},
    deleted: false,
  });
  const lines = [
    line('e', null, 'b'),
    line('d', null, 'a'),
    line('b', 1, null),
    line('c', null, 'a'),
    line('a', 2, null),
  ];
  const order = USUAL_ORDER.entrypoint;
  const found = findLines(lines, () => true, null, order);
  expect(found.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(lines.toSorted(compareLines(null, order))).toEqual(found);
});

const usual = { field: 'size', falling: true };

const line = (id: string, cells: Line['cells'], rest: Partial<Line> = {}): Line => ({
  id,
  cells,
  tags: [],
  links: {},
  deleted: false,
  ...rest,
});
const noon = new Date(2026, 10, 21, 12, 5, 9).getTime();
const lines: readonly Line[] = [
  line('a', { name: 'step 10', size: 3, made: noon }, { tags: ['t1', 't2'] }),
  line('b', { name: 'step 9', size: null, made: noon + 1 }, { texts: { file: ['tasks.ts', 'nets.ts'] } }),
  line('c', { name: 'Other', size: 20, made: null }, { tags: ['t2'] }),
];
const idsOf = (found: readonly Line[]) => found.map(({ id }) => id).join('');
const search = (text: string) => {
  const { test: takes, fault } = readLineSearch(text, fields, tags);
  return { found: idsOf(lines.filter(takes)), fault };
};

test('lines sort as people count, and what has no value stands last both ways', () => {
  const sort = (name: string | null, falling = false) =>
    idsOf(findLines(lines, () => true, name === null ? null : { field: name, falling }, usual));
  expect(sort('name')).toBe('cba');
  expect(sort('name', true)).toBe('abc');
  expect(sort('size')).toBe('acb');
  expect(sort('size', true)).toBe('cab');
  expect(sort(null)).toBe('cab');
  expect(sort('unknown')).toBe('cab');
});

test('a search names fields or looks in all that are free; what it cannot read is looked for as it stands', () => {
  expect(search('').found).toBe('abc');
  expect(search('STEP').found).toBe('ab');
  expect(search('p 1').found).toBe('a');
  expect(search('name:step').found).toBe('');
  expect(search('name:step*, size:3').found).toBe('a');
  expect(search('3').found).toBe('');
  expect(search('nets').found).toBe('');
  expect(search('file:"nets.ts"').found).toBe('b');
  expect(search('made:"2026-11-21T12:05*"').found).toBe('ab');
  expect(search('madeon:"*:10"').found).toBe('');
  expect(search('name:')).toMatchObject({ found: '', fault: { at: 5 } });
  expect(search('colour:red').fault).toMatchObject({ remedy: 'Its fields are name, size, made, file, tag.' });
  expect(search('ste, ')).toMatchObject({ found: '', fault: { message: 'Here a term is missing.' } });
});

test('tags are searched by their names', () => {
  expect(search('tag:vision').found).toBe('a');
  expect(search('tag:"base line"').found).toBe('ac');
  expect(search('tag:*').found).toBe('ac');
  expect(search('line').found).toBe('ac');
  expect(search('t1').found).toBe('');
});

test('the values of a field are counted, the most frequent first; of times, the days', () => {
  const values = (at: number, part = '') => countValues(lines, fields[at]!, part, tags);
  expect(values(0, 'STEP')).toEqual([
    ['step 10', 1],
    ['step 9', 1],
  ]);
  expect(values(2)).toEqual([['2026-11-21*', 2]]);
  expect(values(3)).toEqual([
    ['nets.ts', 1],
    ['tasks.ts', 1],
  ]);
  expect(values(4)).toEqual([
    ['base line', 2],
    ['vision', 1],
  ]);
  expect(localIso(noon)).toBe('2026-11-21T12:05:09');
});

const text = fc.constantFrom('a', 'A', 'b', 'é', 'step 9', 'step 10', 'x_y', '50%', '');
const anyLine = fc
  .record({
    name: fc.option(text),
    size: fc.option(fc.integer({ min: -3, max: 3 })),
    tags: fc.uniqueArray(fc.constantFrom('t1', 't2'), { maxLength: 2 }),
    deleted: fc.boolean(),
  })
  .map(({ name, size, ...rest }) => ({ cells: { name, size }, ...rest }));
const anyLines = fc
  .array(anyLine, { maxLength: 30 })
  .map((all) => all.map((one, place) => ({ id: `${(place * 7) % 31}`, links: {}, ...one }) satisfies Line));
const anyOrder = fc.option(
  fc.record({ field: fc.constantFrom('name', 'size', 'none'), falling: fc.boolean() }),
);
const anySearch = fc.constantFrom(
  '',
  'a',
  'step',
  'name:step*',
  'tag:vision',
  'size:2',
  'x_',
  'name:"50%"',
  ':',
);

test('any lines are found as by filtering and sorting', () => {
  fc.assert(
    fc.property(anyLines, anySearch, anyOrder, (all, words, order) => {
      const { test: takes } = readLineSearch(words, fields, tags);
      const naive = all.filter(takes).toSorted(compareLines(order, usual));
      expect(findLines(all, takes, order, usual)).toEqual(naive);
    }),
  );
});

test('what was found, brought up to any change, is what would be found anew', () => {
  fc.assert(
    fc.property(anyLines, anyLines, anySearch, anyOrder, (before, after, words, order) => {
      const { test: takes } = readLineSearch(words, fields, tags);
      const now = new Map(after.map((one) => [one.id, one]));
      const changed = before.filter((one) => !sameLine(one, now.get(one.id) ?? { ...one, id: '' }));
      const known = new Set(before.map(({ id }) => id));
      const gone = new Set(
        before.filter((one) => changed.includes(one) || !now.has(one.id)).map(({ id }) => id),
      );
      const come = after.filter((one) => gone.has(one.id) || !known.has(one.id));
      const merged = mergeLines(
        findLines(before, takes, order, usual),
        gone,
        come.filter(takes),
        compareLines(order, usual),
      );
      expect(merged).toEqual(findLines(after, takes, order, usual));
    }),
  );
});

/** LIKE, letter by letter, as a database does it. */
function like(pattern: string, at: number, words: string, place: number): boolean {
  const sign = pattern[at];
  if (sign === undefined) return place === words.length;
  if (sign === '%')
    return (
      like(pattern, at + 1, words, place) || (place < words.length && like(pattern, at, words, place + 1))
    );
  const escaped = sign === '/' ? pattern[at + 1] : undefined;
  const letter = words[place];
  if (letter === undefined) return false;
  const fits = sign === '_' || (escaped ?? sign) === letter;
  return fits && like(pattern, at + (escaped === undefined ? 1 : 2), words, place + 1);
}

test('a pattern takes what LIKE takes', () => {
  const part = fc.constantFrom('a', 'b', '/', '*', '?', '%', '_', String.raw`\*`, '.', '(');
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 6 }),
      fc.boolean(),
      fc.string({ unit: fc.constantFrom(...'ab/*%_.(') }),
      (parts, fuzzy, words) => {
        const pattern = likePattern(parts, fuzzy);
        expect(likeTest(pattern).test(words), `${pattern} ${words}`).toBe(like(pattern, 0, words, 0));
      },
    ),
    { numRuns: 2000 },
  );
});

test('no pattern is slow: what was found is not looked for again', () => {
  expect(likeTest('%a%a%a%a%a%a%a%z%').test('a'.repeat(50_000))).toBe(false);
  expect(likeTest('a%a_a%z').test(`${'a'.repeat(50_000)}z`)).toBe(true);
});
