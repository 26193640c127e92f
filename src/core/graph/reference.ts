/** How a text refers to something: `$name` or `$name.output`; `$$` begins plain text with one dollar. */
import type { Path } from './path.ts';
import type { Node, ScalarNode } from './node.ts';

export interface Reference {
  /** As written, with its dollar. */
  readonly text: string;
  readonly name: string;
  /** What stands behind the first dot; null without a dot. */
  readonly output: string | null;
}

/** A reference with where it stands. */
export interface PlacedReference extends Reference {
  readonly node: ScalarNode;
  readonly path: Path;
}

/** A text refers to something if it begins with exactly one dollar and goes on. */
export function isReference(text: string): boolean {
  return text.length > 1 && text.startsWith('$') && text[1] !== '$';
}

/** Splits a reference at its first dot; null where the text is none. */
export function readReference(text: string): Reference | null {
  if (!isReference(text)) return null;
  const dot = text.indexOf('.');
  if (dot < 0) return { text, name: text.slice(1), output: null };
  return { text, name: text.slice(1, dot), output: text.slice(dot + 1) };
}

/** Plain text with its escape undone: `$$x` is `$x`. */
export function unescapeText(text: string): string {
  return text.startsWith('$$') ? text.slice(1) : text;
}

/** Calls back for each reference in the node, however deep; keys of mappings are never references. */
export function eachReference(node: Node, path: Path, found: (reference: PlacedReference) => void): void {
  if (node.kind === 'list') node.items.forEach((item, index) => eachReference(item, [...path, index], found));
  else if (node.kind === 'map') {
    for (const entry of node.entries) eachReference(entry.value, [...path, String(entry.key.value)], found);
  } else if (node.type === 'string') {
    const reference = readReference(node.value as string);
    if (reference) found({ ...reference, node, path });
  }
}
