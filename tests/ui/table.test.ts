// Tables without a screen: what is offered while a search is typed, what stands in the address, and which rows are drawn.
import { expect, test } from 'vitest';
import { likePattern, likeTest } from '#core/search/like.ts';
import { LINE_FIELDS } from '#core/search/line-fields.ts';
import { parseSearch } from '#core/search/parse.ts';
import type { Line, LineNoun } from '#core/search/line.ts';
import { readColumns, readOrder, textOf, writeColumns, writeOrder } from '#ui/table/column.ts';
import { DrawnRows } from '#ui/table/drawn-rows.ts';
import { NOUN_COLUMNS } from '#ui/table/noun-columns.ts';
import { readRowKey } from '#ui/table/row-keys.ts';
import { addTerm, hasTerm, quoteValue, suggest, withoutFields } from '#ui/table/suggest.ts';

const values = async (field: string, part: string) =>
  (field === 'created' ? ['2026-11-21*'] : ['finished', 'two words'])
    .filter((value) => value.includes(part))
    .map((value) => [value, 2] as const);
const offer = async (text: string) => (await suggest(text, LINE_FIELDS.job, values)).map((one) => one.text);

test('a search box offers fields, then the values of one', async () => {
  expect(await offer('s')).toEqual(['status:', 'seed:', 'started:']);
  expect(await offer('x, st')).toEqual(['x, status:', 'x, started:']);
  expect(await offer('took')).toEqual([]);
  expect(await offer('status:')).toEqual(['status:finished', 'status:"two words"']);
  expect(await offer('state:fin')).toEqual(['state:finished']);
  expect(await offer('queue:"a, b", status:two')).toEqual(['queue:"a, b", status:"two words"']);
  expect(await offer('status:finished')).toEqual([]);
  expect(await offer('created:2026')).toEqual(['created:"2026-11-21*"']);
  expect(await offer('two words')).toEqual([]);
});

test('a value is written so that a search finds it alone', () => {
  for (const value of ['a"b', String.raw`c\d`, 'two\nlines', 'who?', 'all*', 'a,b:c', 'é']) {
    const [term] = parseSearch(quoteValue(value)).terms ?? [];
    expect(likeTest(likePattern(term!.value, false)).test(value), value).toBe(true);
    expect(likeTest(likePattern(term!.value, false)).test(`${value}x`), value).toBe(false);
  }
});

test('a chip adds its term once', () => {
  expect(addTerm('', 'tag', 'vision')).toBe('tag:vision');
  expect(addTerm('demo', 'tag', 'base line')).toBe('demo, tag:"base line"');
  expect(addTerm('demo, tag:vision', 'tag', 'vision')).toBe('demo, tag:vision');
  expect(addTerm('demo, ', 'tag', 'vision')).toBe('demo, tag:vision');
});

test('a term is found in a search as it is written, and the terms of a field can be taken out', () => {
  const text = 'demo, topic:"Black box", name:"a, b" , by:You';
  expect(hasTerm(text, 'topic', 'Black box')).toBe(true);
  expect(hasTerm(text, 'by', 'You')).toBe(true);
  expect(hasTerm(text, 'topic', 'Black')).toBe(false);
  expect(withoutFields(text, ['topic', 'by'])).toBe('demo, name:"a, b"');
  expect(withoutFields('topic:Evasion', ['topic'])).toBe('');
  expect(withoutFields('', ['topic'])).toBe('');
});

test('an order goes into the address and comes back', () => {
  for (const order of [
    { field: 'name', falling: false },
    { field: 'modified', falling: true },
  ])
    expect(readOrder(writeOrder(order))).toEqual(order);
  expect(readOrder('; drop')).toBeNull();
  expect(readOrder(null)).toBeNull();
});

test('columns go into the address unless they are the usual ones; the first is always there', () => {
  const all = NOUN_COLUMNS.job;
  const ids = (text: string | null) => readColumns(text, all).map(({ id }) => id);
  expect(ids(null)).not.toContain('seed');
  expect(writeColumns(readColumns(null, all), all)).toBeNull();
  expect(ids('seed none status')).toEqual(['number', 'status', 'seed']);
  expect(writeColumns(readColumns('seed', all), all)).toBe('number seed');
});

test.each(Object.keys(NOUN_COLUMNS) as LineNoun[])(
  'every column of %s shows a field that can be sorted',
  (noun) => {
    const fields = LINE_FIELDS[noun].map(({ name }) => name);
    for (const { id } of NOUN_COLUMNS[noun]) expect(fields).toContain(id);
  },
);

const line = (id: string): Line => ({ id, cells: { number: 7 }, tags: [], links: {}, deleted: false });

test('the row that holds the focus is drawn wherever it is, once', () => {
  const draw = (from: number, to: number, held: number | null) =>
    new DrawnRows()
      .draw(
        { from, to, found: 100 },
        held === null ? null : { index: held, line: line(`l${held}`) },
        (index) => (index === 11 ? undefined : line(`l${index}`)),
      )
      .map(({ line: drawn, index, before }) => [drawn?.id, index, before]);
  expect(draw(10, 13, null)).toEqual([
    ['l10', 10, 10],
    [undefined, 11, 0],
    ['l12', 12, 0],
  ]);
  expect(draw(10, 12, 4).slice(0, 2)).toEqual([
    ['l4', 4, 4],
    ['l10', 10, 5],
  ]);
  expect(draw(10, 12, 50).at(-1)).toEqual(['l50', 50, 38]);
  expect(draw(10, 13, 12)).toHaveLength(3);
  expect(draw(10, 13, 500)).toHaveLength(3);
  expect(textOf(NOUN_COLUMNS.job[0]!, line('a'))).toBe('Job 7');
});

test('rows that come into the window take the elements of those that left it', () => {
  const rows = new DrawnRows();
  const slots = (from: number, to: number, held: number | null = null) =>
    new Map(
      rows
        .draw(
          { from, to, found: 100 },
          held === null ? null : { index: held, line: line(`l${held}`) },
          (index) => line(`l${index}`),
        )
        .map(({ index, slot }) => [index, slot]),
    );
  const first = slots(0, 4);
  const second = slots(2, 6);
  expect(new Set(second.values())).toEqual(new Set(first.values()));
  expect([second.get(2), second.get(3)]).toEqual([first.get(2), first.get(3)]);
  const third = slots(20, 24, 3);
  expect(third.get(3)).toBe(second.get(3));
  expect(new Set(third.values()).size).toBe(5);
  expect(new Set(slots(0, 9).values()).size).toBe(9);
});

test('keys move, select and search, and leave those with a modifier alone', () => {
  const key = (name: string, rest = {}) =>
    readRowKey({
      key: name,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      shiftKey: false,
      ...rest,
    } as KeyboardEvent);
  expect(key('j')).toEqual({ does: 'move', by: 1, range: false });
  expect(key('K', { shiftKey: true })).toEqual({ does: 'move', by: -1, range: true });
  expect([key('x'), key('*'), key('/'), key('End')].map((one) => one?.does)).toEqual([
    'select',
    'select all',
    'search',
    'last',
  ]);
  expect(key('j', { ctrlKey: true })).toBeNull();
  expect(key('q')).toBeNull();
});
