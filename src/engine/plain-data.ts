/** Data and nothing else: what a session may give back. Functions, ports, proxies, blobs and class instances are refused. */
import * as v from 'valibot';
import type { PlainRecord } from './protocol.ts';

const MOST_DEPTH = 10;
const MOST_PARTS = 200_000;

/** Whether a value is made of numbers, texts, truth values, null, typed arrays, arrays and plain records alone. */
export function isPlainData(value: unknown): boolean {
  let parts = 0;
  const check = (part: unknown, depth: number): boolean => {
    if (depth > MOST_DEPTH || ++parts > MOST_PARTS) return false;
    if (typeof part !== 'object') return typeof part !== 'function' && typeof part !== 'symbol';
    if (part === null || ArrayBuffer.isView(part) || part instanceof ArrayBuffer) return true;
    if (Array.isArray(part)) return part.every((item) => check(item, depth + 1));
    const prototype: unknown = Object.getPrototypeOf(part);
    return prototype === Object.prototype && Object.values(part).every((item) => check(item, depth + 1));
  };
  return check(value, 0);
}

/** A record of plain data. */
export const plainData = v.custom<PlainRecord>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && isPlainData(value),
  'not plain data',
);
