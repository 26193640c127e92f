/** Takes values of one shape apart, side by side: the fields of records, and of a type's structure the parts that all sides have in the same form. */
import { canonicalJson } from '#core/hash/canonical-json.ts';
import { VALUE, type Field, type RecordShape, type StructureShape } from './anatomy.ts';
import type { ContentOf, Json, ResourceKind } from './content.ts';

/** A piece of content as one side has it; undefined where that side has none. */
export type Piece = Json | undefined;

/** A content as the data that it is. */
export function pieceOf(content: ContentOf[ResourceKind]): Piece {
  return content as unknown as Json;
}

/** Whether two pieces are equal, however their keys are ordered. */
export function samePiece(a: Piece, b: Piece): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b);
}

/**
 * The fields to descend into, or null where the values are compared as wholes: not every side has one, or their forms differ, such
 * as a list on one side and a tuple on the other. Fields that the anatomy does not know, from a later version, come last.
 */
export function unfold(shape: RecordShape | StructureShape, values: readonly Piece[]): RecordShape | null {
  if (values.includes(undefined)) return null;
  if (shape.is === 'structure') return unfoldStructure(shape.of, values);
  if (!values.every(isObject)) return null;
  const known = new Set(shape.fields.map(({ key }) => key));
  const others = keysOf(values).filter((key) => !known.has(key));
  return others.length === 0 ? shape : { ...shape, fields: [...shape.fields, ...others.map(plainField)] };
}

/** What a record has under a key. */
export function pieceAt(value: Piece, key: string): Piece {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(key)];
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** What a record has in a field; an optional list that is absent is an empty one. */
export function pieceOfField(value: Piece, { key, optional }: Field): Piece {
  const piece = pieceAt(value, key);
  return piece === undefined && optional ? [] : piece;
}

/** A record made of its pieces; those that are undefined are left out, and optional lists without a member. */
export function gather(shape: RecordShape, pieces: readonly (readonly [string, Piece])[]): Json {
  const optional = new Set(shape.fields.filter((field) => field.optional).map(({ key }) => key));
  const there = pieces.filter(
    (entry): entry is readonly [string, Json] =>
      entry[1] !== undefined && !(optional.has(entry[0]) && isEmpty(entry[1])),
  );
  return shape.array ? there.map(([, piece]) => piece) : Object.fromEntries(there);
}

function isEmpty(piece: Piece): boolean {
  return Array.isArray(piece) && piece.length === 0;
}

function plainField(key: string): Field {
  return { key, label: key, shape: VALUE };
}

/** A form such as `list` or `union` is the only key of a mapping; within it stand types, lists of types, or the fields of a mapping. */
function unfoldStructure(of: string | null, values: readonly Piece[]): RecordShape | null {
  if (values.every(Array.isArray)) return of === null ? null : unfoldParts(of, values);
  if (!values.every(isObject)) return null;
  const keys = keysOf(values);
  const isFields = of === 'mapping';
  if (!isFields && (keys.length !== 1 || values.some((value) => Object.keys(value).length !== 1)))
    return null;
  return {
    is: 'record',
    fields: keys.map((key) => ({ key, label: key, shape: { is: 'structure', of: isFields ? null : key } })),
  };
}

function unfoldParts(of: string, values: readonly (readonly Json[])[]): RecordShape | null {
  const [first] = values;
  if (!first || values.some(({ length }) => length !== first.length)) return null;
  const label = (index: number) =>
    of === 'mapping' ? (['key', 'value'][index] ?? null) : `part ${index + 1}`;
  return {
    is: 'record',
    array: true,
    fields: first.map((_, index) => ({
      key: String(index),
      label: label(index),
      shape: { is: 'structure', of: null },
    })),
  };
}

function isObject(value: Piece): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keysOf(values: readonly { readonly [key: string]: Json }[]): string[] {
  return [...new Set(values.flatMap((value) => Object.keys(value)))];
}
