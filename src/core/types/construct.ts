/** Type constructors for parts that come from outside and may not be what they claim: a fault is handed back as data. */
import { distinctTypes } from './equality.ts';
import { isStructured, type SimpleType, type StructuredType, type Type, type UnionType } from './type.ts';

export type Constructed<T extends Type = Type> = { readonly type: T } | { readonly fault: string };

/** What a structure is made of: a type for a list, types for a tuple, two types or named ones for a mapping. */
export type StructureParts = Type | readonly Type[] | ReadonlyMap<unknown, Type> | null;

export function constructSimple(
  name: string | null,
  parent: SimpleType | null = null,
): Constructed<SimpleType> {
  if (name === null) return { fault: 'A simple type must have a name.' };
  return { type: { kind: 'simple', name, parent } };
}

export function constructStructure(
  form: 'list' | 'tuple' | 'mapping',
  parts: StructureParts,
  name: string | null = null,
): Constructed<StructuredType> {
  if (parts === null) return { fault: 'A structured type must have a structure.' };
  if (form === 'list')
    return isType(parts)
      ? { type: { kind: 'list', name, items: parts } }
      : { fault: 'A list is made of one type.' };
  if (form === 'tuple')
    return isList(parts)
      ? { type: { kind: 'tuple', name, parts } }
      : { fault: 'A tuple is made of a list of types.' };
  if (isType(parts))
    return { fault: 'A mapping is made of a key type and a value type, or of a type for each key.' };
  if (!isList(parts)) return { type: { kind: 'fields', name, fields: parts } };
  const [key, value] = parts;
  if (parts.length !== 2 || !key || !value)
    return { fault: 'A mapping has one key type and one value type.' };
  return { type: { kind: 'mapping', name, key, value } };
}

/** A union of these types, repetitions left out. */
export function constructUnion(members: readonly Type[], name: string | null = null): UnionType {
  return { kind: 'union', name, members: distinctTypes(members) };
}

function isList(parts: Exclude<StructureParts, null>): parts is readonly Type[] {
  return Array.isArray(parts);
}

function isType(parts: Exclude<StructureParts, null>): parts is Type {
  return 'kind' in parts && (isStructured(parts as Type) || ['simple', 'union', 'open'].includes(parts.kind));
}
