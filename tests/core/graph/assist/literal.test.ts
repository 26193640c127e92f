// What is typed into the field of an argument, by the type of its input.
import { describe, expect, test } from 'vitest';
import { literalForm, literalWords, readTyped } from '#core/graph/assist/literal.ts';
import { stepForm } from '#core/graph/assist/step-form.ts';
import { ANY, BOOLEAN, INTEGER, NULL, NUMBER, STRING, type Type } from '#core/types/type.ts';
import { prepare } from '../edit/tools.ts';

const union = (...members: Type[]): Type => ({ kind: 'union', name: null, members });

test.each([
  [STRING, 'text', []],
  [INTEGER, 'integer', []],
  [NUMBER, 'number', []],
  [BOOLEAN, 'word', ['true', 'false']],
  [ANY, 'yaml', []],
  [union(INTEGER, NULL), 'integer', ['null']],
  [union(BOOLEAN, NULL), 'word', ['true', 'false', 'null']],
  [union(INTEGER, STRING), 'yaml', []],
  [{ kind: 'list', name: null, items: INTEGER } as const, 'yaml', []],
] as const)('%j is typed as %s', (type, form, words) => {
  expect(literalForm(type)).toBe(form);
  expect(literalWords(type)).toEqual(words);
});

describe('what is typed', () => {
  test.each([
    ['text', '12', { kind: 'literal', value: '12' }],
    ['text', 'yes', { kind: 'literal', value: 'yes' }],
    ['text', '$seed', { kind: 'yaml', text: '$seed' }],
    ['integer', '12', { kind: 'yaml', text: '12' }],
    ['number', '0.5', { kind: 'yaml', text: '0.5' }],
    ['number', '12', { kind: 'yaml', text: '12' }],
    ['number', '1e-3', { kind: 'literal', value: 0.001 }],
    ['yaml', '[1, $seed]', { kind: 'yaml', text: '[1, $seed]' }],
  ] as const)('as %s, %s is a value', (form, typed, value) => {
    expect(readTyped(form, [], typed)).toEqual({ kind: 'value', value });
  });

  test.each([
    ['integer', '0.5', '"0.5" is no whole number'],
    ['integer', 'many', '"many" is no whole number'],
    ['number', 'much', '"much" is no number'],
    ['word', 'maybe', '"maybe" is none of true, false'],
  ] as const)('as %s, %s is none', (form, typed, sentence) => {
    const read = readTyped(form, ['true', 'false'], typed);
    expect(read).toEqual({ kind: 'fault', sentence: `${sentence}. Type one, or a $reference.` });
  });
});

test('the form of a step tells how each input is typed', () => {
  const form = stepForm(prepare('a: {load: []}\ns: {train: [$a]}\n'), 's')!;
  expect(form.inputs.map(({ name, literal }) => [name, literal])).toEqual([
    ['data', 'yaml'],
    ['epochs', 'integer'],
    ['rate', 'number'],
  ]);
});
