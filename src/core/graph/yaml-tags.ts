/** Tags: those that YAML 1.1 puts on collections (`!!seq`, `!!map`, `!!set`, `!!omap`, `!!pairs`), and where a tag stands. */
import { list, type Node } from './node.ts';

/** What the node is under this tag (without its `!!`), or null where the tag does not fit. */
export function applyCollectionTag(tag: string, node: Node): Node | null {
  switch (tag) {
    case 'seq':
      return node.kind === 'list' ? node : null;
    case 'map':
      return node.kind === 'map' ? node : null;
    case 'set':
      return node.kind === 'map'
        ? asSet(
            node.entries.map((entry) => entry.key),
            node,
          )
        : null;
    case 'omap':
    case 'pairs':
      return node.kind === 'list' ? asPairs(node.items, node) : null;
    default:
      return null;
  }
}

function asSet(items: readonly Node[], node: Node): Node {
  return { ...list(items, node.place), set: true };
}

/** A list of mappings with one entry each becomes a list of pairs. */
function asPairs(items: readonly Node[], node: Node): Node | null {
  const pairs: Node[] = [];
  for (const item of items) {
    const entry = item.kind === 'map' && item.entries.length === 1 ? item.entries[0] : undefined;
    if (!entry) return null;
    pairs.push(list([entry.key, entry.value], item.place));
  }
  return list(pairs, node.place);
}

/** From where to where the tag of the node that begins at `start` goes; null where it is not right before it. */
export function findTag(text: string, start: number): readonly [number, number] | null {
  const match = /(!\S*)\s*(?:&\S*\s*)?$/.exec(text.slice(Math.max(0, start - 500), start));
  if (!match) return null;
  const from = start - match[0].length;
  return [from, from + match[1]!.length];
}
