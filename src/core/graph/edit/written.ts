/** What can be told of a node from how it is written at its place. */
import type { Node, ScalarNode } from '#core/graph/node.ts';
import type { ItemLayout } from './layout.ts';
import type { TextShape } from './text-shape.ts';

/** A tag, with or without an anchor behind it, at the end of what stands before a node. */
const TAG_BEFORE = /(?:^|[\s,[{])![^\s,[\]{}]*\s+(?:&\S+\s+)?$/;
const LONGEST_PROPERTIES = 300;

/** An alias (`*name`) stands for it in the text. */
export function isAlias({ text }: TextShape, { place }: Node): boolean {
  return place !== null && place.end > place.start && text[place.start] === '*';
}

/** A collection in brackets, not on lines. */
export function isBracketed({ text }: TextShape, { place }: Node): boolean {
  return place !== null && /[[{]/.test(text[place.start] ?? '');
}

/** A scalar that other text can simply take the place of: no block text, no alias, no tag before it. */
export function isSimplyWritten(shape: TextShape, { place }: ScalarNode): boolean {
  if (!place || place.end <= place.start || place.source.text !== shape.text) return false;
  if (/[|>*]/.test(shape.text[place.start]!)) return false;
  return !TAG_BEFORE.test(shape.text.slice(Math.max(0, place.start - LONGEST_PROPERTIES), place.start));
}

/** Whether comments stand among its lines; what looks like one inside a text counts too. */
export function hasComments({ text }: TextShape, { place }: Node): boolean {
  return place !== null && /\s#/.test(text.slice(place.start, place.end));
}

/** Of a key that is given twice, the first mention is the key and the last one's value is its value. */
export function isElsewhere({ place }: Node, { value }: ItemLayout): boolean {
  return (
    place !== null &&
    value !== null &&
    place.end > place.start &&
    (place.start > value.end || place.end < value.start)
  );
}

/** Whether any part of the whole, however deep, is the very node or one of its parts. */
export function isPartOf(whole: Node, node: Node): boolean {
  const parts = new Set<Node>();
  collect(node, parts);
  const others = new Set<Node>();
  collect(whole, others);
  return [...others].some((part) => parts.has(part));
}

function collect(node: Node, parts: Set<Node>): void {
  parts.add(node);
  if (node.kind === 'list') for (const item of node.items) collect(item, parts);
  if (node.kind === 'map') for (const { value } of node.entries) collect(value, parts);
}

/** How many entries or items; 0 for a scalar. */
export function sizeOf(node: Node): number {
  if (node.kind === 'scalar') return 0;
  return node.kind === 'map' ? node.entries.length : node.items.length;
}
