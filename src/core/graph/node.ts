/** The one tree that is checked and planned: values that remember their kind (1 is not 1.0) and their place in a text. */
import type { Range } from '#core/issues.ts';
import type { Source } from './source.ts';

/** Where a node stands; absent for what was never written as text. */
export interface Place {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

export type ScalarType = 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'date' | 'bytes' | 'other';

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  /** Text, number, bigint (whole numbers that a number cannot hold), boolean, null, Date, Uint8Array, or anything for `other`. */
  readonly value: unknown;
  readonly place: Place | null;
}

export interface ListNode {
  readonly kind: 'list';
  /** A set behaves as a list, except that it is no argument list. */
  readonly set?: boolean;
  readonly items: readonly Node[];
  readonly place: Place | null;
}

export interface Entry {
  readonly key: ScalarNode;
  readonly value: Node;
}

/** A mapping in the order of its first mention; keys are unique as Python tells keys apart. */
export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  readonly place: Place | null;
}

export type Node = ScalarNode | ListNode | MapNode;

export function scalar(type: ScalarType, value: unknown, place: Place | null = null): ScalarNode {
  return { kind: 'scalar', type, value, place };
}

export function text(value: string, place: Place | null = null): ScalarNode {
  return { kind: 'scalar', type: 'string', value, place };
}

export function list(items: readonly Node[], place: Place | null = null): ListNode {
  return { kind: 'list', items, place };
}

export function map(entries: readonly Entry[], place: Place | null = null): MapNode {
  return { kind: 'map', entries, place };
}

/** A mapping from text keys, without a place. */
export function mapOf(entries: Iterable<readonly [string, Node]>): MapNode {
  return map([...entries].map(([key, value]) => ({ key: text(key), value })));
}

/** The text of a text scalar, else null. */
export function textOf(node: Node | undefined): string | null {
  return node?.kind === 'scalar' && node.type === 'string' ? (node.value as string) : null;
}

/** The entry with this text key; looks through all, so meant for small mappings. */
export function entryOf(node: Node, key: string): Entry | undefined {
  if (node.kind !== 'map') return undefined;
  for (const entry of node.entries) if (entry.key.value === key && entry.key.type === 'string') return entry;
  return undefined;
}

/** The value of the entry with this text key. */
export function valueOf(node: Node, key: string): Node | undefined {
  return entryOf(node, key)?.value;
}

export function rangeOf(node: Node): Range | undefined {
  return node.place ? node.place.source.range(node.place.start, node.place.end) : undefined;
}

/** A key or value as a person would write it, for messages and paths. */
export function show(node: Node): string {
  if (node.kind === 'list') return `[${node.items.map(show).join(', ')}]`;
  if (node.kind === 'map')
    return `{${node.entries.map((entry) => `${show(entry.key)}: ${show(entry.value)}`).join(', ')}}`;
  if (node.value instanceof Date) return node.value.toISOString().replace('T00:00:00.000Z', '');
  if (node.value instanceof Uint8Array) return `${node.value.length} bytes`;
  if (node.type === 'number' && Number.isInteger(node.value)) return (node.value as number).toFixed(1);
  return String(node.value);
}

/** What stands in the text, or where there is none, what would. */
export function written(node: Node): string {
  return node.place ? node.place.source.text.slice(node.place.start, node.place.end) : show(node);
}
