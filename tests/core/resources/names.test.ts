// What may be called how: the reference's regular expressions, Python's quirks included.
import { expect, test } from 'vitest';
import { isFilename, isName, isTypeName } from '#core/resources/names.ts';

test.each([
  ['A', true],
  ['z', true],
  ['_', false],
  ['__', true],
  ['_a', true],
  ['a1', true],
  ['1a', false],
  ['a.b', false],
  ['a b', false],
  ['', false],
  ['a\n', true],
  ['a\n\n', false],
  ['aé', false],
  ['ſ', true],
  ['a\u212A', true],
])('a name may be %o: %s', (text, expected) => {
  expect(isName(text)).toBe(expected);
});

test.each([
  ['tasks.ts', true],
  ['nets/small.ts', true],
  ['a/b/c.js', true],
  ['_tasks.ts', true],
  ['a/_b.ts', false],
  ['_a/b.ts', false],
  ['1a.ts', false],
  ['a.TS', false],
  ['a.py', false],
  ['/a.ts', false],
  ['../a.ts', false],
  ['a//b.ts', false],
  ['.ts', false],
  ['ts', false],
])('a plugin file may be %o: %s', (text, expected) => {
  expect(isFilename(text, ['ts', 'js'])).toBe(expected);
});

test.each([
  ['Image', true],
  ['my type.x', true],
  ['', false],
  ['integer', false],
  [' Any ', false],
])('a type may be %o: %s', (text, expected) => {
  expect(isTypeName(text)).toBe(expected);
});
