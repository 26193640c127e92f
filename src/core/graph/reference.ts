/** How a text refers to something: `$name` or `$name.output`; `$$` begins plain text with one dollar. */
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

/** All references in the node, however deep, in the order of the text; keys of mappings are never references. */
export function referencesIn(node: Node): readonly PlacedReference[] {
  const found: PlacedReference[] = [];
  collect(node, found);
  return found;
}

function collect(node: Node, found: PlacedReference[]): void {
  if (node.kind === 'list') for (const item of node.items) collect(item, found);
  else if (node.kind === 'map') for (const { value } of node.entries) collect(value, found);
  else if (node.type === 'string') {
    const reference = readReference(node.value as string);
    if (reference) found.push({ text: reference.text, name: reference.name, output: reference.output, node });
  }
}
