/** What a type of the author's text is made of, before it has the name of a parameter type. */
import type { Json } from '#core/resources/content.ts';

export type BasicName = 'any' | 'string' | 'integer' | 'number' | 'boolean' | 'null';

/** The name that the author gave a structure, and what the comment says of it. */
export interface Alias {
  readonly name: string;
  readonly description: string;
}

export type Shape =
  | { readonly form: 'basic'; readonly name: BasicName }
  /** `undefined`, or no value at all. */
  | { readonly form: 'absent' }
  /** A thing that is known by name alone; `names` are the parameter types that it may be, the first one as a proposal. */
  | {
      readonly form: 'opaque';
      readonly names: readonly string[];
      readonly description: string;
      readonly alias?: Alias;
    }
  /** A type that no parameter type can say. */
  | { readonly form: 'strange' }
  | Structure;

export type Structure = { readonly alias?: Alias } & (
  | { readonly form: 'list'; readonly items: Shape }
  | { readonly form: 'tuple'; readonly parts: readonly Shape[]; readonly labels: readonly (string | null)[] }
  | { readonly form: 'fields'; readonly fields: readonly (readonly [string, Shape])[] }
  | { readonly form: 'mapping'; readonly key: 'string' | 'integer'; readonly value: Shape }
  | { readonly form: 'union'; readonly members: readonly Shape[] }
);

export const STRANGE: Shape = { form: 'strange' };
export const ABSENT: Shape = { form: 'absent' };
export const [ANY, STRING, INTEGER, NUMBER, BOOLEAN, NULL] = (
  ['any', 'string', 'integer', 'number', 'boolean', 'null'] as const
).map((name): Shape => ({ form: 'basic', name })) as [Shape, Shape, Shape, Shape, Shape, Shape];

/** A thing that is known by name alone. */
export function opaque(name: string, description = ''): Shape {
  return { form: 'opaque', names: [name], description };
}

/** Any of these: without repetition, `any` where one is, and what it is itself where it is but one. */
export function unionOf(members: readonly Shape[], alias?: Alias): Shape {
  const flat = members.flatMap((member) =>
    member.form === 'union' && !member.alias ? member.members : [member],
  );
  const distinct = [...new Map(flat.map((member) => [shapeKey(member), member])).values()];
  const [only = ANY] = distinct;
  if (distinct.length < 2) return only;
  if (flat.some((member) => member === ANY)) return ANY;
  return { form: 'union', members: distinct, ...(alias ? { alias } : {}) };
}

/** The shape without these members of its union. */
export function without(shape: Shape, gone: Shape): Shape {
  if (shape.form !== 'union') return shape;
  const rest = shape.members.filter((member) => member !== gone);
  return rest.length === shape.members.length ? shape : unionOf(rest, shape.alias);
}

/** Whether `undefined` is among what it may be. */
export function maybeAbsent(shape: Shape): boolean {
  return shape.form === 'union' ? shape.members.includes(ABSENT) : shape === ABSENT;
}

/** Gives a structure or a thing the name that its author gave it. */
export function named(shape: Shape, alias: Alias): Shape {
  const nameless = shape.form === 'basic' || shape.form === 'absent' || shape.form === 'strange';
  return nameless ? shape : { ...shape, alias };
}

/** Whether a value of it could be written down in a graph, whatever it is made of. */
export function isData(shape: Shape): boolean {
  return shape.form !== 'opaque' && shape.form !== 'strange' && partsOf(shape).every(isData);
}

/** Whether it is strange, or some part of it that has no name. */
export function isStrange(shape: Shape): boolean {
  return shape.form === 'strange' || partsOf(shape).some(isStrange);
}

function partsOf(shape: Shape): readonly Shape[] {
  switch (shape.form) {
    case 'list':
      return [shape.items];
    case 'tuple':
      return shape.parts;
    case 'fields':
      return shape.fields.map(([, part]) => part);
    case 'mapping':
      return [shape.value];
    case 'union':
      return shape.members;
    default:
      return [];
  }
}

/** A text that two shapes share if they are the same type. */
function shapeKey(shape: Shape): string {
  return JSON.stringify(shape);
}

/** The structure in the graph language, its parts told by `part`. */
export function structureJson(shape: Structure, part: (shape: Shape) => Json): Json {
  switch (shape.form) {
    case 'list':
      return { list: part(shape.items) };
    case 'tuple':
      return { tuple: shape.parts.map(part) };
    case 'fields':
      return { mapping: Object.fromEntries(shape.fields.map(([name, field]) => [name, part(field)])) };
    case 'mapping':
      return { mapping: [shape.key, part(shape.value)] };
    case 'union':
      return { union: shape.members.map(part) };
  }
}
