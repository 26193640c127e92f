/** Where in a description something is: keys and indexes from its root, and what an issue says of it. */
import type { At } from '#core/issues.ts';
import { rangeOf, type Node } from './node.ts';

export type Path = readonly (string | number)[];

/** What an issue about this node points to. */
export function at(node: Node, path: Path): At {
  const range = rangeOf(node);
  return range ? { path, range, document: node.place!.source.document } : { path };
}
