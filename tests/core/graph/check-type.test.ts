import { describe, expect, it } from 'vitest';
import { checkTypeStructure } from '#core/graph/check-type.ts';
import type { Json } from '#core/resources/content.ts';

const OTHERS = [
  { name: 'Image', structure: null },
  { name: 'Images', structure: { list: 'Image' } },
  { name: 'Loop', structure: { list: 'Mine' } },
];

const codesOf = (structure: Json) =>
  checkTypeStructure({ name: 'Mine', structure }, OTHERS).map(({ code, path }) => [code, ...path].join(' '));

describe('the structure of a type', () => {
  it.each<[string, Json]>([
    ['simple', null],
    ['simple, as data', {}],
    ['a kind of another', { is_a: 'Image' }],
    ['a list of another', { list: 'Images' }],
    ['a tuple', { tuple: ['integer', { list: 'number' }] }],
    ['a mapping of one kind', { mapping: ['string', 'Image'] }],
    ['a mapping with known keys', { mapping: { name: 'string', image: 'Image' } }],
    ['a union', { union: ['Image', 'null'] }],
  ])('may be %s', (_, structure) => expect(codesOf(structure)).toEqual([]));

  it.each<[string, Json, string[]]>([
    ['an unknown name', { list: 'Imag' }, ['unknown-type list']],
    ['two forms at once', { list: 'Image', tuple: ['Image'] }, ['type-forms']],
    ['a circle', { list: 'Loop' }, ['type-cycle']],
    ['a kind of a structure', { is_a: 'Images' }, ['supertype-form']],
    ['a key of the wrong type', { mapping: ['Image', 'string'] }, ['key-type']],
    ['a number', 7, ['wrong-form']],
    ['a member twice', { union: ['Image', 'Image'] }, ['duplicate-member union 1']],
  ])('tells %s', (_, structure, codes) => expect(codesOf(structure)).toEqual(codes));

  it('tells nothing of what is wrong with other types', () => {
    const others = [
      { name: 'Bad', structure: { list: 'nowhere' } },
      { name: 'Worse', structure: 5 },
    ];
    expect(checkTypeStructure({ name: 'Mine', structure: { list: 'string' } }, others)).toEqual([]);
  });
});
