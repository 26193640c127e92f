// Lists and figures without a screen: search, order, the order in the address, types and numbers in words.
import { expect, test } from 'vitest';
import { likePattern, likeRegExp } from '#core/search/like.ts';
import { parseSearch } from '#core/search/parse.ts';
import { requestOf, NO_WISHES } from '#ui/form/run-request.ts';
import { arrange, readOrder, writeOrder, type Column } from '#ui/resource/column.ts';
import { fieldsOf, readSearch } from '#ui/resource/find.ts';
import { sayBytes, sayDuration, sayMany, sayNumber, sayTime } from '#ui/resource/say.ts';
import { quoteValue, suggest } from '#ui/resource/suggest.ts';
import { tellType } from '#ui/resource/tell-type.ts';

interface Row {
  readonly name: string;
  readonly size: number | null;
}
const rows: readonly Row[] = [
  { name: 'step 10', size: 3 },
  { name: 'step 9', size: null },
  { name: 'Other', size: 20 },
];
const columns: readonly Column<Row>[] = [
  { id: 'name', name: 'Name', value: (row) => row.name },
  { id: 'size', name: 'Size', value: (row) => row.size, text: (row) => `${row.size ?? 'no'} bytes` },
];
const names = (search: string, order: string | null) =>
  arrange(rows, columns, readSearch(search, fieldsOf(columns)).match, readOrder(order)).map(
    (row) => row.name,
  );

test('rows sort as people count, and what has no value stands last both ways', () => {
  expect(names('', 'name')).toEqual(['Other', 'step 9', 'step 10']);
  expect(names('', 'name-')).toEqual(['step 10', 'step 9', 'Other']);
  expect(names('', 'size')).toEqual(['step 10', 'Other', 'step 9']);
  expect(names('', 'size-')).toEqual(['Other', 'step 10', 'step 9']);
  expect(names('', 'unknown')).toEqual(rows.map((row) => row.name));
});

test('a search reads fields and free text; what it cannot read is looked for as it stands', () => {
  expect(names('STEP', null)).toEqual(['step 10', 'step 9']);
  expect(names('bytes', null)).toEqual(['step 10', 'step 9', 'Other']);
  expect(names('s*10, 3 bytes', null)).toEqual(['step 10']);
  expect(names('name:"step 9"', null)).toEqual(['step 9']);
  expect(names('name:step', null)).toEqual([]);
  expect(names('name:step*,size:"no bytes"', null)).toEqual(['step 9']);
  expect(names('p 1', null)).toEqual(['step 10']);
  const read = (text: string) => readSearch(text, fieldsOf(columns));
  expect(read('name:').fault).toMatchObject({ message: 'After “name:” a value is missing.', at: 5 });
  expect(read('colour:red').fault).toMatchObject({ remedy: 'Its fields are name, size.' });
  expect(rows.filter(read('-').match)).toEqual([]);
  expect(rows.filter(read('p-').match)).toEqual([]);
  expect(rows.filter(read('ste').match)).toHaveLength(2);
});

test('a search box offers fields, then the values of one, the most frequent first', () => {
  const fields = fieldsOf(columns);
  const offer = (text: string) => suggest(text, fields, [...rows, rows[2]!]).map((one) => one.text);
  expect(offer('')).toEqual(['name:', 'size:']);
  expect(offer('x, s')).toEqual(['x, size:']);
  expect(offer('name:')).toEqual(['name:Other', 'name:"step 10"', 'name:"step 9"']);
  expect(offer('size:"3 bytes", name:st')).toEqual([
    'size:"3 bytes", name:"step 10"',
    'size:"3 bytes", name:"step 9"',
  ]);
  expect(offer('name:Other')).toEqual([]);
  expect(offer('two words')).toEqual([]);
  for (const value of ['a"b', String.raw`c\d`, 'two\nlines', 'who?', 'all*', 'a,b:c', 'é']) {
    const [term] = parseSearch(quoteValue(value)).terms ?? [];
    expect(likeRegExp(likePattern(term!.value, false)).test(value), value).toBe(true);
    expect(likeRegExp(likePattern(term!.value, false)).test(`${value}x`), value).toBe(false);
  }
});

test('an order goes into the address and comes back', () => {
  for (const order of [
    { column: 'name', falling: false },
    { column: 'modified', falling: true },
  ])
    expect(readOrder(writeOrder(order))).toEqual(order);
  expect(readOrder('; drop')).toBeNull();
  expect(readOrder(null)).toBeNull();
});

test.each([
  [null, ''],
  [{ is_a: 'string' }, 'a kind of string'],
  [{ list: 'number' }, 'list of number'],
  [{ tuple: ['integer', 'integer'] }, '(integer, integer)'],
  [{ mapping: ['string', 'any'] }, 'mapping of string to any'],
  [{ mapping: { loss: 'number', name: 'string' } }, '{ loss: number, name: string }'],
  [{ list: { union: ['options_dict', 'string'] } }, 'list of (options_dict or string)'],
])('the type %j is told as “%s”', (structure, words) => {
  const told = tellType(structure).map((part) => ('text' in part ? part.text : part.name));
  expect(told.join('')).toBe(words);
});

test('figures carry their unit and sensible digits', () => {
  expect([0.2, 340, 4820, 125_000, 4_830_000].map(sayDuration)).toEqual([
    '< 1 ms',
    '340 ms',
    '4.8 s',
    '2 min 5 s',
    '1 h 20 min',
  ]);
  expect([912, 1234, 56_700_000, 999_600].map(sayBytes)).toEqual(['912 B', '1.2 kB', '56.7 MB', '1.0 MB']);
  expect([0, 0.53217, 1065, 12.345, 3.14e-7, NaN, -Infinity].map(sayNumber)).toEqual([
    '0',
    '0.532',
    '1,065',
    '12.3',
    '3.1e-7',
    'NaN',
    '-∞',
  ]);
  expect([sayMany(1, 'step'), sayMany(2000, 'step')]).toEqual(['1 step', '2,000 steps']);
  const now = Date.UTC(2026, 10, 21, 12);
  expect([now - 9_000, now - 240_000, now - 9e9].map((time) => sayTime(time, now))).toEqual([
    'just now',
    '4 min ago',
    '9 Aug 2026',
  ]);
});

test('what a person leaves out of the form is left out of the request', () => {
  expect(requestOf(NO_WISHES)).toEqual({ values: {}, artifacts: {} });
  expect(requestOf({ ...NO_WISHES, backend: 'cpu', seed: ' 7 ', timeout: '0.5' })).toEqual({
    values: {},
    artifacts: {},
    backend: 'cpu',
    seed: 7,
    timeout: 30,
  });
});
