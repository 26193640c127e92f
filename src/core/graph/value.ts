/** Between nodes and plain values: what a task is handed, and what JSON or a caller hands in. */
import { list, map, scalar, text, type Entry, type Node, type ScalarNode } from './node.ts';

/**
 * The value that a task sees: plain data that can be cloned. A map with keys that are not all text is a `Map`; a set is a
 * `Set`; a whole number that a number cannot hold exactly is a bigint.
 */
export function plainValue(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') {
    const items = node.items.map(plainValue);
    return node.set ? new Set(items) : items;
  }
  const entries = node.entries.map((entry) => [entry.key.value, plainValue(entry.value)] as const);
  return buildMap(
    entries,
    node.entries.every((entry) => entry.key.type === 'string'),
  );
}

/** An object where all keys are text (`__proto__` included), else a Map. */
export function buildMap(entries: readonly (readonly [unknown, unknown])[], textKeys: boolean): unknown {
  return textKeys ? Object.fromEntries(entries as readonly (readonly [string, unknown])[]) : new Map(entries);
}

/** A node without a place. A number without a fraction counts as an integer, since JavaScript does not tell 1.0 from 1. */
export function nodeOf(value: unknown): Node {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return list(value.map(nodeOf));
  if (value instanceof Set) return { ...list([...value].map(nodeOf)), set: true };
  if (value instanceof Map) return map([...value].map(([key, item]) => entryFrom(key, item)));
  if (isPlainObject(value)) return map(Object.entries(value).map(([key, item]) => entryFrom(key, item)));
  return scalarOf(value);
}

function entryFrom(key: unknown, value: unknown): Entry {
  return { key: typeof key === 'string' ? text(key) : scalarOf(key), value: nodeOf(value) };
}

function scalarOf(value: unknown): ScalarNode {
  if (value === null || value === undefined) return scalar('null', null);
  if (typeof value === 'boolean') return scalar('boolean', value);
  if (typeof value === 'bigint') return scalar('integer', value);
  if (typeof value === 'number') return scalar(Number.isInteger(value) ? 'integer' : 'number', value);
  if (value instanceof Date) return scalar('date', value);
  if (value instanceof Uint8Array) return scalar('bytes', value);
  return scalar('other', value);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
