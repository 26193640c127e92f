/** Which other types a type definition names, and where. */
import { show, textOf, valueOf, type Node } from '#core/graph/node.ts';
import type { Path } from '#core/graph/path.ts';

export interface TypeReference {
  readonly name: string;
  readonly node: Node;
  readonly path: Path;
}

/** All names in a definition: those of its structure, then of its union, then its supertype. */
export function typeReferences(definition: Node, path: Path): TypeReference[] {
  const name = textOf(definition);
  if (name !== null) return [{ name, node: definition, path }];
  return ['mapping', 'list', 'tuple', 'union', 'is_a'].flatMap((form) => {
    const part = valueOf(definition, form);
    return part ? partReferences(part, [...path, form]) : [];
  });
}

/** A list names the types of its members, a bare mapping those of its values; a definition is looked into. */
function partReferences(part: Node, path: Path): TypeReference[] {
  if (part.kind === 'list')
    return part.items.flatMap((item, index) => typeReferences(item, [...path, index]));
  if (part.kind === 'map' && path.at(-1) === 'mapping') {
    return part.entries.flatMap(({ key, value }) => typeReferences(value, [...path, show(key)]));
  }
  return typeReferences(part, path);
}
