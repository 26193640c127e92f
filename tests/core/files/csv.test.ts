/** The CSV codec: RFC 4180's cases, and every text comes back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCsv, parseCsv } from '#core/files/csv.ts';

test.each([
  [
    'plain',
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'no last line break',
    'a,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'CRLF',
    'a,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['quotes, commas and breaks', '"a ""b""","1,5","x\ny"\n', [['a "b"', '1,5', 'x\ny']]],
  [
    'empty fields',
    ',a,\n,,\n',
    [
      ['', 'a', ''],
      ['', '', ''],
    ],
  ],
  ['an empty last field without line break', 'a,', [['a', '']]],
  ['byte order mark', '\ufeffa\n', [['a']]],
  ['an empty line is a row of one empty field', 'a\n\nb\n', [['a'], [''], ['b']]],
  ['nothing', '', []],
])('%s', (_, text, rows) => {
  expect(parseCsv(text)).toEqual(rows);
});

test('a quote that never closes is an error', () => {
  expect(() => parseCsv('a\n"b')).toThrow('character 3');
});

test('every table comes back', () => {
  const field = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\n', '\r', 'é', '1') });
  const table = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
  fc.assert(fc.property(table, (rows) => void expect(parseCsv(formatCsv(rows))).toEqual(rows)));
});
