/** Parameter types: simple ones with a name, structures, and unions. */

/** A name, and the simple type that it is a kind of. */
export interface SimpleType {
  readonly kind: 'simple';
  readonly name: string;
  readonly parent: SimpleType | null;
}

export interface ListType {
  readonly kind: 'list';
  readonly name: string | null;
  readonly items: Type;
}

export interface TupleType {
  readonly kind: 'tuple';
  readonly name: string | null;
  readonly parts: readonly Type[];
}

/** A mapping with exactly these keys. */
export interface FieldsType {
  readonly kind: 'fields';
  readonly name: string | null;
  readonly fields: ReadonlyMap<unknown, Type>;
}

/** A mapping from any number of keys of one type to values of one type. */
export interface MappingType {
  readonly kind: 'mapping';
  readonly name: string | null;
  readonly key: Type;
  readonly value: Type;
}

export interface UnionType {
  readonly kind: 'union';
  readonly name: string | null;
  /** Without repetition. */
  readonly members: readonly Type[];
}

/** A list or mapping that is given only when the job is made, so that nothing more is known of it. */
export interface OpenType {
  readonly kind: 'open';
  readonly name: null;
  readonly form: 'list' | 'mapping';
}

export type StructuredType = ListType | TupleType | FieldsType | MappingType;
export type Type = SimpleType | StructuredType | UnionType | OpenType;

function builtin(name: string, parent: SimpleType | null = null): SimpleType {
  return { kind: 'simple', name, parent };
}

export const ANY = builtin('any');
export const NUMBER = builtin('number');
export const INTEGER = builtin('integer', NUMBER);
export const STRING = builtin('string');
export const BOOLEAN = builtin('boolean');
export const NULL = builtin('null');

/** The types that are there from the start, by name; none of them can be defined anew. */
export const BUILTIN_TYPES: ReadonlyMap<string, SimpleType> = new Map(
  [ANY, STRING, INTEGER, NUMBER, BOOLEAN, NULL].map((type) => [type.name, type]),
);

export function isStructured(type: Type): type is StructuredType {
  return type.kind === 'list' || type.kind === 'tuple' || type.kind === 'fields' || type.kind === 'mapping';
}

/** A type in a few words, such as `list of integer` or `Image`. */
export function typeText(type: Type): string {
  return type.name ?? formText(type);
}

/** The same, and for a named structure or union also what it is made of. */
export function typeDetail(type: Type): string {
  return type.kind === 'simple' || type.name === null ? typeText(type) : `${type.name}, a ${formText(type)}`;
}

function formText(type: Type): string {
  switch (type.kind) {
    case 'list':
      return `list of ${typeText(type.items)}`;
    case 'tuple':
      return `tuple (${type.parts.map(typeText).join(', ')})`;
    case 'fields':
      return `mapping {${[...type.fields].map(([key, value]) => `${String(key)}: ${typeText(value)}`).join(', ')}}`;
    case 'mapping':
      return `mapping of ${typeText(type.key)} to ${typeText(type.value)}`;
    case 'union':
      return `union of ${type.members.map(typeText).join(', ') || 'nothing'}`;
    case 'open':
      return `${type.form} given by the job`;
    case 'simple':
      return type.name;
  }
}
