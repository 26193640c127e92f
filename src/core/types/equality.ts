/** When two types are the same: named ones by name, others by what they are made of. */
import { isStructured, type StructuredType, type Type } from './type.ts';

/** Names decide for simple types and for all types that have one; unions compare their members as sets. */
export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (isStructured(a) && isStructured(b))
    return a.name === b.name && (a.name !== null || sameStructure(a, b));
  if (a.kind !== b.kind || a.name !== b.name) return false;
  if (a.kind === 'union' && b.kind === 'union') return a.name !== null || sameMembers(a.members, b.members);
  return a.kind === 'simple' || (a.kind === 'open' && b.kind === 'open' && a.form === b.form);
}

/** The first of every group of equal types, in order. */
export function distinctTypes(types: readonly Type[]): readonly Type[] {
  const found: Type[] = [];
  const names = new Set<string>();
  for (const type of types) {
    const known =
      type.name === null
        ? found.some((other) => sameType(other, type))
        : names.has(`${type.kind} ${type.name}`);
    if (known) continue;
    found.push(type);
    if (type.name !== null) names.add(`${type.kind} ${type.name}`);
  }
  return found;
}

function sameStructure(a: StructuredType, b: StructuredType): boolean {
  switch (a.kind) {
    case 'list':
      return b.kind === 'list' && sameType(a.items, b.items);
    case 'tuple':
      return (
        b.kind === 'tuple' &&
        a.parts.length === b.parts.length &&
        a.parts.every((part, i) => sameType(part, b.parts[i]!))
      );
    case 'mapping':
      return b.kind === 'mapping' && sameType(a.key, b.key) && sameType(a.value, b.value);
    case 'fields':
      return b.kind === 'fields' && sameFields(a.fields, b.fields);
  }
}

function sameFields(a: ReadonlyMap<unknown, Type>, b: ReadonlyMap<unknown, Type>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, type] of a) {
    const other = b.get(key);
    if (!other || !sameType(type, other)) return false;
  }
  return true;
}

function sameMembers(a: readonly Type[], b: readonly Type[]): boolean {
  return a.length === b.length && a.every((member) => b.some((other) => sameType(member, other)));
}
