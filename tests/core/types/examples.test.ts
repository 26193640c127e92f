import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeOf } from '#core/graph/value.ts';
import type { Json } from '#core/resources/content.ts';
import { isAssignable } from '#core/types/assign.ts';
import { exampleValues } from '#core/types/examples.ts';
import { inferType } from '#core/types/infer.ts';
import { buildRegistry } from '#core/types/registry.ts';

function typeOf(structure: Json) {
  const definitions = [
    { name: 'Image', definition: nodeOf(null) },
    { name: 'T', definition: nodeOf(structure) },
  ];
  return buildRegistry(definitions).types.get('T')!;
}

describe('values that show what a type is', () => {
  it.each<[Json, Json]>([
    [{ list: 'integer' }, [3, 3]],
    [{ tuple: ['string', 'number'] }, ['text', 0.5]],
    [{ mapping: { name: 'string', size: 'integer' } }, { name: 'text', size: 3 }],
    [{ mapping: ['string', 'boolean'] }, { key: true }],
    [{ union: ['integer', 'null'] }, 3],
  ])('%j is shown by %j', (structure, value) =>
    expect(exampleValues(typeOf(structure)).fits).toContainEqual(value),
  );

  it('nothing that is written out fits an opaque type', () => {
    expect(exampleValues(typeOf({ list: 'Image' })).fits).toEqual([[]]);
    expect(exampleValues(typeOf(null)).fits).toEqual([]);
    expect(exampleValues(typeOf(null)).misfits.length).toBeGreaterThan(0);
  });

  it('all that is said to fit does, and nothing else', () => {
    const { structure } = fc.letrec<{ structure: Json }>((tie) => ({
      structure: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<Json>('integer', 'number', 'string', 'boolean', 'null', 'any', 'Image'),
        tie('structure').map((list) => ({ list })),
        fc.array(tie('structure'), { minLength: 1, maxLength: 3 }).map((tuple) => ({ tuple })),
        fc.array(tie('structure'), { minLength: 1, maxLength: 3 }).map((union) => ({ union })),
        tie('structure').map((value) => ({ mapping: ['string', value] })),
        fc
          .dictionary(fc.constantFrom('a', 'b'), tie('structure'), { minKeys: 1 })
          .map((mapping) => ({ mapping })),
      ),
    }));
    fc.assert(
      fc.property(structure, (made) => {
        const type = typeOf({ list: made });
        const { fits, misfits } = exampleValues(type);
        const may = (value: Json) => isAssignable(inferType(nodeOf(value)), type);
        expect(fits.every(may)).toBe(true);
        expect(misfits.some(may)).toBe(false);
      }),
    );
  });
});
