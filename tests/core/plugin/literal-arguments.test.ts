/** Arguments written out to try a task: read as their types say, or told why not. */
import { describe, expect, test } from 'vitest';
import { readArguments } from '#core/plugin/literal-arguments.ts';

const types = [
  { name: 'numbers', structure: { list: 'number' } },
  { name: 'tensor', structure: null },
];
const read = (type: string, text: string | undefined, required = true) => {
  const { values, faults } = readArguments([{ name: 'x', type, required }], { x: text }, types);
  return 'x' in faults ? faults.x : 'x' in values ? values.x : 'not given';
};

describe('an argument is read', () => {
  test.each([
    ['string', '12', '12'],
    ['string', '', ''],
    ['integer', ' 12 ', 12],
    ['number', '1e-3', 0.001],
    ['boolean', 'true', true],
    ['numbers', '[1, 2.5]', [1, 2.5]],
    ['numbers', '- 1\n- 2\n', [1, 2]],
    ['any', '{a: [b]}', { a: ['b'] }],
    ['tensor', '[[1]]', [[1]]],
  ])('%s from %j', (type, text, value) => expect(read(type, text)).toEqual(value));
});

describe('an argument is refused', () => {
  test('where it is not given', () => {
    expect(read('integer', undefined)).toBe('It needs a value.');
    expect(read('integer', '', false)).toBe('not given');
    expect(read('string', '', false)).toBe('not given');
  });
  test.each([
    ['integer', '1.5', /whole number/],
    ['numbers', '[a]', /no numbers, a list of number/],
    ['numbers', '[1', /./],
  ])('%s from %j', (type, text, fault) => expect(read(type, text)).toMatch(fault));
});
