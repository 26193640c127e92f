/** A type's structure as a sentence of parts, names apart so that they can be links. */
import type { Json } from '#core/resources/content.ts';

export type TypePart = { readonly text: string } | { readonly name: string };

/** `list of ⟨number⟩`, `mapping of ⟨string⟩ to ⟨any⟩`, `one of ⟨a⟩ or ⟨b⟩`; an opaque type has nothing to tell. */
export function tellType(structure: Json): readonly TypePart[] {
  if (typeof structure === 'string') return [{ name: structure }];
  if (structure === null || typeof structure !== 'object' || Array.isArray(structure)) return [];
  const [[form, inner] = [undefined, null]] = Object.entries(structure);
  if (form === 'is_a') return [{ text: 'a kind of ' }, ...tellType(inner)];
  if (form === 'list') return [{ text: 'list of ' }, ...nest(inner)];
  if (form === 'tuple' && Array.isArray(inner))
    return [{ text: '(' }, ...join(inner.map(nest), ', '), { text: ')' }];
  if (form === 'union' && Array.isArray(inner)) return join(inner.map(nest), ' or ');
  if (form === 'mapping' && Array.isArray(inner))
    return [{ text: 'mapping of ' }, ...nest(inner[0] ?? null), { text: ' to ' }, ...nest(inner[1] ?? null)];
  if (form === 'mapping' && inner !== null && typeof inner === 'object') {
    const fields = Object.entries(inner).map(([key, type]) => [{ text: `${key}: ` }, ...nest(type)]);
    return [{ text: '{ ' }, ...join(fields, ', '), { text: ' }' }];
  }
  return [{ text: JSON.stringify(structure) }];
}

/** Unions inside something else stand in brackets. */
function nest(structure: Json): readonly TypePart[] {
  const isUnion = structure !== null && typeof structure === 'object' && 'union' in structure;
  const parts = tellType(structure);
  return isUnion ? [{ text: '(' }, ...parts, { text: ')' }] : parts;
}

function join(lists: readonly (readonly TypePart[])[], between: string): readonly TypePart[] {
  return lists.flatMap((list, index) => (index === 0 ? list : [{ text: between }, ...list]));
}
