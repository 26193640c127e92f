/** The scalar at a place of a text, and the tree with another one there. */
import { scalar, type Entry, type MapNode, type Node, type ScalarNode } from '#core/graph/node.ts';
import { carryOut, type EditOutcome } from '#core/graph/edit/edit.ts';
import type { GraphDocument } from '#core/graph/edit/graph-text.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import { entriesOf } from '#core/graph/edit/text-edit.ts';

/** The scalar, key or value, that begins at this offset. */
export function scalarAt(
  prepared: PreparedGraphs,
  document: GraphDocument,
  offset: number,
): ScalarNode | null {
  const { root } = document === 'task graph' ? prepared.taskGraph : prepared.artifactGraph;
  let found: ScalarNode | null = null;
  replaceIn(root, offset, (node) => {
    found = node;
    return node;
  });
  return found;
}

/** Puts another scalar, or no entry where it is null, in the place of the one that begins at this offset. */
export function replaceAt(
  prepared: PreparedGraphs,
  document: GraphDocument,
  offset: number,
  node: ScalarNode | string,
): EditOutcome {
  const { root } = document === 'task graph' ? prepared.taskGraph : prepared.artifactGraph;
  const replace = (old: ScalarNode): ScalarNode =>
    typeof node === 'string' ? scalar('string', node, old.place) : node;
  const changed = replaceIn(entriesOf(root), offset, replace) as MapNode;
  return carryOut(prepared, document === 'task graph' ? { taskGraph: changed } : { artifactGraph: changed });
}

function replaceIn(node: Node, offset: number, replace: (node: ScalarNode) => ScalarNode): Node {
  if (node.kind === 'scalar')
    return node.place?.start === offset && node.place.end > offset ? replace(node) : node;
  if (node.kind === 'list') {
    const items = node.items.map((item) => replaceIn(item, offset, replace));
    return items.some((item, index) => item !== node.items[index]) ? { ...node, items } : node;
  }
  const entries = node.entries.map((entry) => replaceInEntry(entry, offset, replace));
  return entries.some((entry, index) => entry !== node.entries[index]) ? { ...node, entries } : node;
}

/** Entries that lie elsewhere are not looked into. */
function replaceInEntry(entry: Entry, offset: number, replace: (node: ScalarNode) => ScalarNode): Entry {
  const { key, value } = entry;
  const [start, end] = [key.place?.start ?? Infinity, Math.max(value.place?.end ?? -1, key.place?.end ?? -1)];
  if (offset < start || offset > end) return entry;
  const [newKey, newValue] = [
    replaceIn(key, offset, replace) as ScalarNode,
    replaceIn(value, offset, replace),
  ];
  return newKey === key && newValue === value ? entry : { key: newKey, value: newValue };
}
