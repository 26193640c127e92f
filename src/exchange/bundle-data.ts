/**
 * Records as data that JSON can say: what a graph's arguments, parameters and previews may hold beyond it (large whole numbers, times, bytes,
 * sets, maps with keys of any kind) is written as a mapping with one key that begins with `$`.
 */
import { bytesOf, textOfBytes } from './base64.ts';

const MARKS = new Set(['$int', '$time', '$bytes', '$set', '$pairs', '$plain']);

/** What cannot be kept at all, a function or a symbol, becomes its text. */
export function packData(value: unknown): unknown {
  switch (typeof value) {
    case 'bigint':
      return { $int: String(value) };
    case 'object':
      return value === null ? null : packObject(value);
    case 'function':
    case 'symbol':
      return String(value);
    default:
      return value;
  }
}

function packObject(value: object): unknown {
  if (Array.isArray(value)) return Array.from(value, packData);
  if (value instanceof Date) return { $time: value.getTime() };
  if (value instanceof Uint8Array) return { $bytes: textOfBytes(value) };
  if (value instanceof Set) return { $set: [...value].map(packData) };
  if (value instanceof Map) return { $pairs: [...value].map((pair) => pair.map(packData)) };
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const packed = Object.fromEntries(entries.map(([key, item]) => [key, packData(item)]));
  return entries.length === 1 && MARKS.has(entries[0]![0]) ? { $plain: packed } : packed;
}

/** The way back; throws a TypeError where a mark stands on what it cannot mean. */
export function unpackData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpackData);
  if (typeof value !== 'object' || value === null || value instanceof Map) return value;
  const entries = Object.entries(value);
  const [mark, inner] = entries[0] ?? [];
  if (entries.length !== 1 || mark === undefined || !MARKS.has(mark)) return unpackEntries(entries);
  switch (mark) {
    case '$int':
      return BigInt(expect(inner, typeof inner === 'string' && /^-?\d{1,1000}$/.test(inner)) as string);
    case '$time':
      return new Date(expect(inner, typeof inner === 'number') as number);
    case '$bytes':
      return bytesOf(expect(inner, typeof inner === 'string') as string);
    case '$set':
      return new Set((expect(inner, Array.isArray(inner)) as unknown[]).map(unpackData));
    case '$pairs':
      return new Map(
        (expect(inner, isPairs(inner)) as [unknown, unknown][]).map(([key, item]) => [
          unpackData(key),
          unpackData(item),
        ]),
      );
    default:
      return unpackEntries(
        Object.entries(expect(inner, typeof inner === 'object' && inner !== null) as object),
      );
  }
}

function unpackEntries(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries.map(([key, item]) => [key, unpackData(item)]));
}

function isPairs(value: unknown): boolean {
  return Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2);
}

function expect(value: unknown, fits: boolean): unknown {
  if (!fits) throw new TypeError('a mark stands on what it cannot mean');
  return value;
}
