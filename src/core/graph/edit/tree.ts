/** Mappings and lists with one part other than before. What is made from a node keeps its place, so that it is known as that node, changed. */
import { text, type Entry, type MapNode, type Node, type ScalarNode } from '#core/graph/node.ts';

/** With the value of a key, in its place or else behind all others. */
export function withEntry(node: MapNode, key: string, value: Node): MapNode {
  const index = indexOf(node, key);
  if (index < 0) return { ...node, entries: [...node.entries, { key: text(key), value }] };
  return { ...node, entries: node.entries.with(index, { key: node.entries[index]!.key, value }) };
}

/** With a new entry behind that of a key; behind all others where there is no such key. */
export function withEntryBehind(node: MapNode, after: string | null, entry: Entry): MapNode {
  const index = after === null ? -1 : indexOf(node, after);
  return { ...node, entries: node.entries.toSpliced(index < 0 ? node.entries.length : index + 1, 0, entry) };
}

/** Without the entry of a text key. */
export function withoutEntry(node: MapNode, key: string): MapNode {
  return { ...node, entries: node.entries.filter((entry) => !isKey(entry, key)) };
}

/** With another value, or without the entry where that is null. */
export function withEntryOrNone(node: MapNode, key: string, value: Node | null): MapNode {
  return value === null ? withoutEntry(node, key) : withEntry(node, key, value);
}

/** With another name for the entry of this very key. */
export function withKey(node: MapNode, key: ScalarNode, name: string): MapNode {
  const entries = node.entries.map((entry) =>
    entry.key === key ? { ...entry, key: text(name, key.place) } : entry,
  );
  return { ...node, entries };
}

/** With each text replaced for which there is another one, however deep; keys of mappings stay. The very node where nothing changes. */
export function withTexts(node: Node, replace: (value: string) => string | null): Node {
  if (node.kind === 'list') {
    const items = node.items.map((item) => withTexts(item, replace));
    return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
  }
  if (node.kind === 'map') {
    const entries = node.entries.map((entry) => {
      const value = withTexts(entry.value, replace);
      return value === entry.value ? entry : { ...entry, value };
    });
    return entries.every((entry, index) => entry === node.entries[index]) ? node : { ...node, entries };
  }
  const replaced = node.type === 'string' ? replace(node.value as string) : null;
  return replaced === null ? node : { ...node, value: replaced };
}

/** Without the parts that are unwanted, however deep; null where the node itself is one. */
export function withoutParts(node: Node, isUnwanted: (node: Node) => boolean): Node | null {
  if (isUnwanted(node)) return null;
  if (node.kind === 'list') {
    const items = node.items.flatMap((item) => withoutParts(item, isUnwanted) ?? []);
    return items.length === node.items.length && items.every((item, index) => item === node.items[index])
      ? node
      : { ...node, items };
  }
  if (node.kind === 'scalar') return node;
  const entries = node.entries.flatMap((entry) => {
    const value = withoutParts(entry.value, isUnwanted);
    return value === null ? [] : [value === entry.value ? entry : { ...entry, value }];
  });
  return entries.length === node.entries.length &&
    entries.every((entry, index) => entry === node.entries[index])
    ? node
    : { ...node, entries };
}

function indexOf(node: MapNode, key: string): number {
  return node.entries.findIndex((entry) => isKey(entry, key));
}

function isKey({ key }: Entry, name: string): boolean {
  return key.value === name && key.type === 'string';
}
