/** Where in a description something is: keys and indexes from its root, and what an issue says of it. */
import type { At } from '#core/issues.ts';
import { rangeOf, show, type Node } from './node.ts';

export type Path = readonly (string | number)[];

/** What an issue about this node points to. */
export function at(node: Node, path: Path): At {
  const range = rangeOf(node);
  return range ? { path, range, document: node.place!.source.document } : { path };
}

/** The same for a node, a key or a value, that stands somewhere inside another one, whose path is known. */
export function atInside(outer: Node, path: Path, node: Node): At {
  return at(node, [...path, ...(findInside(outer, node) ?? [])]);
}

/** Looks through the tree; paths are asked for only where there is something to complain of, so none are kept. */
function findInside(outer: Node, node: Node): Path | null {
  if (outer === node) return [];
  if (outer.kind === 'list') {
    for (const [index, item] of outer.items.entries()) {
      const path = findInside(item, node);
      if (path) return [index, ...path];
    }
  }
  if (outer.kind === 'map') {
    for (const { key, value } of outer.entries) {
      const path = key === node ? [] : findInside(value, node);
      if (path) return [show(key), ...path];
    }
  }
  return null;
}
