/** Which values may go where: whether an argument of one type fits an input of another. */
import { sameType } from './equality.ts';
import {
  ANY,
  STRING,
  isStructured,
  type FieldsType,
  type SimpleType,
  type StructuredType,
  type Type,
} from './type.ts';

/**
 * Whether an argument of type `given` may go into an input of type `wanted`. Everything fits `any`, which itself fits only
 * `any`; a union fits where all its members fit; structures with two different names never fit each other.
 */
export function isAssignable(given: Type, wanted: Type): boolean {
  if (isAny(wanted) || sameType(given, wanted)) return true;
  if (given.kind === 'union') return given.members.every((member) => isAssignable(member, wanted));
  if (wanted.kind === 'union') return wanted.members.some((member) => isAssignable(given, member));
  if (given.kind === 'open') return isStructured(wanted) && openForm(wanted) === given.form;
  if (given.kind === 'simple' && wanted.kind === 'simple') return isKindOf(given, wanted);
  if (!isStructured(given) || !isStructured(wanted)) return false;
  return (given.name === null || wanted.name === null) && isStructureAssignable(given, wanted);
}

/** Whether `wanted` is among the types that `given` is, directly or not, a kind of. */
export function isKindOf(given: SimpleType, wanted: SimpleType): boolean {
  for (let type = given.parent; type; type = type.parent) if (type.name === wanted.name) return true;
  return false;
}

function isAny(type: Type): boolean {
  return type.kind === 'simple' && type.name === ANY.name;
}

function openForm(type: StructuredType): 'list' | 'mapping' {
  return type.kind === 'list' || type.kind === 'tuple' ? 'list' : 'mapping';
}

function isStructureAssignable(given: StructuredType, wanted: StructuredType): boolean {
  switch (given.kind) {
    case 'list':
      return wanted.kind === 'list' && isAssignable(given.items, wanted.items);
    case 'tuple':
      if (wanted.kind === 'list') return given.parts.every((part) => isAssignable(part, wanted.items));
      return wanted.kind === 'tuple' && areAssignable(given.parts, wanted.parts);
    case 'mapping':
      return (
        wanted.kind === 'mapping' &&
        isAssignable(given.key, wanted.key) &&
        isAssignable(given.value, wanted.value)
      );
    case 'fields':
      return areFieldsAssignable(given, wanted);
  }
}

function areAssignable(given: readonly Type[], wanted: readonly Type[]): boolean {
  return given.length === wanted.length && given.every((part, index) => isAssignable(part, wanted[index]!));
}

function areFieldsAssignable(given: FieldsType, wanted: StructuredType): boolean {
  const entries = [...given.fields];
  if (wanted.kind === 'mapping')
    return sameType(wanted.key, STRING) && entries.every(([, type]) => isAssignable(type, wanted.value));
  if (wanted.kind !== 'fields' || wanted.fields.size !== entries.length) return false;
  return entries.every(([key, type]) => {
    const field = wanted.fields.get(key);
    return field !== undefined && isAssignable(type, field);
  });
}
