/** Types as the records write them, read and written. */
import { textOf, valueOf, type Node } from '#core/graph/node.ts';
import {
  constructSimple,
  constructStructure,
  constructUnion,
  type StructureParts,
} from '#core/types/construct.ts';
import type { SimpleType, Type } from '#core/types/type.ts';

const FORMS = ['list', 'tuple', 'mapping'] as const;

/** A type; a bare `structure` is an anonymous structured type. */
export function decodeType(node: Node): Type {
  const structure = valueOf(node, 'structure');
  if (structure) return decodeType(structure);
  const name = textOf(valueOf(node, 'name'));
  const simple = textOf(valueOf(node, 'simple'));
  const union = valueOf(node, 'union');
  const form = FORMS.find((candidate) => valueOf(node, candidate));
  if (union?.kind === 'list') return constructUnion(union.items.map(decodeType), name);
  if (form) return unwrap(constructStructure(form, decodeParts(valueOf(node, form)!), name));
  const parent = valueOf(node, 'is_a');
  return unwrap(constructSimple(simple, parent ? (decodeType(parent) as SimpleType) : null));
}

function unwrap(
  constructed: ReturnType<typeof constructSimple> | ReturnType<typeof constructStructure>,
): Type {
  if ('fault' in constructed) throw new Error(constructed.fault);
  return constructed.type;
}

/** A type, a list of types, or types by name; whatever is there, right or wrong for its structure. */
export function decodeParts(node: Node): StructureParts {
  if (node.kind === 'list') return node.items.map(decodeType);
  if (node.kind !== 'map') return null;
  if (isType(node)) return decodeType(node);
  return new Map(node.entries.map(({ key, value }) => [key.value, decodeType(value)]));
}

/** A mapping is a type if its keys are those of a type and their values are no names. */
function isType(node: Node): boolean {
  return (
    textOf(valueOf(node, 'simple')) !== null ||
    ['union', ...FORMS].some((form) => isParts(valueOf(node, form)))
  );
}

function isParts(node: Node | undefined): boolean {
  return (
    node !== undefined &&
    (node.kind === 'list' || isType(node) || (node.kind === 'map' && !valueOf(node, 'simple')))
  );
}

/** A text that is the same for types that are the same in every part. */
export function encodeType(type: Type): string {
  const name = type.name === null ? '' : `${type.name}=`;
  switch (type.kind) {
    case 'simple':
      return type.parent ? `${type.name}:${encodeType(type.parent)}` : type.name;
    case 'list':
      return `${name}list(${encodeType(type.items)})`;
    case 'tuple':
      return `${name}tuple(${type.parts.map(encodeType).join(', ')})`;
    case 'fields':
      return `${name}fields(${[...type.fields]
        .map(([key, part]) => `${String(key)}: ${encodeType(part)}`)
        .toSorted()
        .join(', ')})`;
    case 'mapping':
      return `${name}mapping(${encodeType(type.key)}, ${encodeType(type.value)})`;
    case 'union':
      return `${name}union(${type.members.map(encodeType).toSorted().join(', ')})`;
    case 'open':
      return `open ${type.form}`;
  }
}
