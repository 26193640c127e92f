// What fits where, what is the same, what is inferred and what can be built.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '#core/graph/yaml.ts';
import { nodeOf } from '#core/graph/value.ts';
import { textOf } from '#core/graph/node.ts';
import { isAssignable } from '#core/types/assign.ts';
import { distinctTypes, sameType } from '#core/types/equality.ts';
import { inferType } from '#core/types/infer.ts';
import { buildRegistry, typeOfPart } from '#core/types/registry.ts';
import { ANY, INTEGER, NUMBER, STRING, typeDetail, typeText, type Type } from '#core/types/type.ts';

/** Types by their definitions, as an author writes them. */
function registry(yaml: string) {
  const { root } = parseYaml(yaml);
  const entries = root.kind === 'map' ? root.entries : [];
  return buildRegistry(entries.map(({ key, value }) => ({ name: textOf(key), definition: value })));
}

const KNOWN = registry(`
Shape:
Circle: {is_a: Shape}
Ring: {is_a: Circle}
Loose: {is_a: any}
Numbers: {list: number}
Counts: {list: integer}
Pair: {tuple: [integer, string]}
Point: {mapping: {x: number, y: number}}
Names: {mapping: [string, string]}
Either: {union: [integer, string]}
Nothing: {tuple: []}
`).types;

function type(yaml: string): Type {
  return typeOfPart(parseYaml(yaml).root, KNOWN);
}

describe('fitting', () => {
  test.each([
    ['integer', 'number', true],
    ['number', 'integer', false],
    ['boolean', 'integer', false],
    ['Circle', 'Shape', true],
    ['Ring', 'Shape', true],
    ['Shape', 'Ring', false],
    ['Loose', 'any', true],
    ['Shape', 'any', true],
    ['any', 'Shape', false],
    ['any', 'any', true],
    ['any', '{union: [Shape, any]}', true],
    ['Counts', '{list: number}', true],
    ['Counts', 'Numbers', false],
    ['{list: integer}', 'Numbers', true],
    ['{list: integer}', '{tuple: [integer]}', false],
    ['{tuple: [integer, number]}', '{list: number}', true],
    ['{tuple: []}', '{list: Shape}', true],
    ['{tuple: [integer]}', '{tuple: [integer, integer]}', false],
    ['{mapping: {x: integer, y: integer}}', 'Point', true],
    ['{mapping: {x: integer}}', 'Point', false],
    ['{mapping: {x: integer, y: integer, z: integer}}', 'Point', false],
    ['{mapping: {x: integer}}', '{mapping: [string, number]}', true],
    ['{mapping: {x: integer}}', '{mapping: [integer, number]}', false],
    ['{mapping: {}}', '{mapping: [string, number]}', true],
    ['{mapping: [string, integer]}', '{mapping: {x: integer}}', false],
    ['{mapping: [integer, integer]}', '{mapping: [integer, number]}', true],
    ['{mapping: [integer, integer]}', '{mapping: [string, number]}', false],
    ['integer', 'Either', true],
    ['boolean', 'Either', false],
    ['Either', 'integer', false],
    ['Either', '{union: [number, string, "null"]}', true],
    ['{list: Either}', '{list: {union: [string, integer]}}', true],
    ['Shape', 'Numbers', false],
    ['Numbers', 'Shape', false],
  ])('%s into %s: %s', (given, wanted, expected) => {
    expect(isAssignable(type(given), type(wanted))).toBe(expected);
  });

  test('an empty union fits everything, and only it fits an empty union', () => {
    const empty: Type = { kind: 'union', name: null, members: [] };
    expect(isAssignable(empty, STRING)).toBe(true);
    expect(isAssignable(empty, empty)).toBe(true);
    expect(isAssignable(STRING, empty)).toBe(false);
  });

  test('what a job gives fits its form only', () => {
    const open: Type = { kind: 'open', name: null, form: 'list' };
    expect(
      [type('Numbers'), type('Pair'), ANY, type('Names'), STRING].map((wanted) => isAssignable(open, wanted)),
    ).toEqual([true, true, true, false, false]);
  });
});

const types: fc.Arbitrary<Type> = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...KNOWN.values()),
    tie('type').map((items): Type => ({ kind: 'list', name: null, items })),
    fc.array(tie('type'), { maxLength: 3 }).map((parts): Type => ({ kind: 'tuple', name: null, parts })),
    fc
      .dictionary(fc.constantFrom('x', 'y', 'z'), tie('type'))
      .map((fields): Type => ({ kind: 'fields', name: null, fields: new Map(Object.entries(fields)) })),
    fc
      .tuple(fc.constantFrom(STRING, INTEGER), tie('type'))
      .map(([key, value]): Type => ({ kind: 'mapping', name: null, key, value })),
    fc
      .array(tie('type'), { maxLength: 3 })
      .map((members): Type => ({ kind: 'union', name: null, members: distinctTypes(members) })),
  ),
})).type;

describe('laws', () => {
  test('every type fits itself and any', () => {
    fc.assert(
      fc.property(types, (one) => {
        expect(isAssignable(one, one)).toBe(true);
        expect(isAssignable(one, structuredClone(one))).toBe(true);
        expect(isAssignable(one, ANY)).toBe(true);
      }),
    );
  });

  test('equal types fit alike', () => {
    fc.assert(
      fc.property(types, types, (one, other) => {
        expect(sameType(one, other)).toBe(sameType(other, one));
        if (sameType(one, other)) expect(isAssignable(one, other) && isAssignable(other, one)).toBe(true);
      }),
    );
  });

  test('a union takes what any member takes, and gives only what all take', () => {
    fc.assert(
      fc.property(types, fc.array(types, { minLength: 1, maxLength: 3 }), (one, members) => {
        const union: Type = { kind: 'union', name: null, members: distinctTypes(members) };
        if (members.some((member) => isAssignable(one, member))) expect(isAssignable(one, union)).toBe(true);
        if (isAssignable(union, one))
          for (const member of members) expect(isAssignable(member, one)).toBe(true);
      }),
    );
  });

  test('lists are covariant', () => {
    fc.assert(
      fc.property(types, types, (one, other) => {
        const [a, b] = [one, other].map((items): Type => ({ kind: 'list', name: null, items }));
        expect(isAssignable(a!, b!)).toBe(isAssignable(one, other));
      }),
    );
  });

  test('distinct types are distinct, and none is lost', () => {
    fc.assert(
      fc.property(fc.array(types, { maxLength: 6 }), (all) => {
        const distinct = distinctTypes(all);
        for (const one of all) expect(distinct.filter((other) => sameType(one, other))).toHaveLength(1);
      }),
    );
  });
});

describe('inference', () => {
  test.each([
    ['1', 'integer'],
    ['1.0', 'number'],
    ['yes', 'boolean'],
    ['~', 'null'],
    ['$x', 'string'],
    ['2026-01-01', 'any'],
    ['[1, [a]]', 'tuple (integer, tuple (string))'],
    ['[]', 'tuple ()'],
    ['{a: 1, b: {c: x}}', 'mapping {a: integer, b: mapping {c: string}}'],
    ['{1: a, 2: b}', 'mapping of integer to string'],
    ['{1: a, 2: 3, 4: b}', 'mapping of integer to union of string, integer'],
    ['{1: a, b: c}', 'any'],
    ['{true: a}', 'any'],
    ['{1.5: a}', 'any'],
    ['{}', 'mapping {}'],
    ['!!set {a, b}', 'tuple (string, string)'],
  ])('%s is %s', (yaml, expected) => {
    expect(typeText(inferType(parseYaml(yaml).root))).toBe(expected);
  });

  test('references ask who knows them', () => {
    const found = inferType(parseYaml('[$a, {k: $b}, text]').root, (text) =>
      text === '$a' ? NUMBER : text === '$b' ? ANY : null,
    );
    expect(typeText(found)).toBe('tuple (number, mapping {k: any}, string)');
  });

  test('plain values have types too', () => {
    expect(typeText(inferType(nodeOf({ a: [1, 1.5, null], b: new Map([[1, true]]) })))).toBe(
      'mapping {a: tuple (integer, number, null), b: mapping of integer to boolean}',
    );
  });
});

describe('the registry', () => {
  test.each([
    ['A: {list: B}', ['unknown-type']],
    ['A: {is_a: A}', ['type-cycle']],
    ['A: {list: B}\nB: {list: A}', ['type-cycle']],
    ['integer: {list: string}', ['builtin-type']],
    ['L: {list: integer}\nA: {is_a: L}', ['supertype-form']],
    ['A: {mapping: [number, integer]}', ['key-type']],
    ['A: {list: {union: []}}', ['empty-union']],
    ['A: {list: integer, tuple: [integer]}', ['type-forms']],
    ['A: {list: integer, is_a: number}', ['type-forms']],
    ['A: {union: [integer], list: integer}', ['type-forms']],
    ['A: {tuple: integer}', ['type-structure']],
    ['A: {mapping: [string]}', ['type-structure']],
    ['~: {}', ['nameless']],
    ['A: {union: []}\nB: {is_a: A}', []],
  ])('%s', (yaml, kinds) => {
    expect(registry(yaml).faults.map(({ kind }) => kind)).toEqual(kinds);
  });

  test('types are described with what they are made of', () => {
    expect([...KNOWN.values()].slice(6).map(typeDetail)).toEqual(
      [
        'Shape',
        'Circle',
        'Ring',
        'Loose',
        'Numbers, a list of number',
        'Counts, a list of integer',
        'Pair, a tuple (integer, string)',
        'Point, a mapping {x: number, y: number}',
        'Names, a mapping of string to string',
        'Either, a union of integer, string',
        'Nothing, a tuple ()',
      ].toSorted(
        (a, b) => [...KNOWN.keys()].indexOf(a.split(',')[0]!) - [...KNOWN.keys()].indexOf(b.split(',')[0]!),
      ),
    );
  });
});
