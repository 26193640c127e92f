/** Whether two trees say the same, wherever and however they are written. */
import type { MapNode, Node, ScalarNode } from '#core/graph/node.ts';

/** Kinds, values and the order of keys must agree; places need not. 1 is not 1.0, and nothing is like what is not there. */
export function sameNode(a: Node, b: Node): boolean {
  if (a === b) return true;
  if (a.kind === 'scalar') return b.kind === 'scalar' && sameScalar(a, b);
  if (a.kind === 'map') return b.kind === 'map' && sameMap(a, b);
  return (
    b.kind === 'list' &&
    Boolean(a.set) === Boolean(b.set) &&
    a.items.length === b.items.length &&
    a.items.every((item, index) => sameNode(item, b.items[index]!))
  );
}

function sameMap(a: MapNode, b: MapNode): boolean {
  return (
    a.entries.length === b.entries.length &&
    a.entries.every((entry, index) => {
      const other = b.entries[index]!;
      return entry === other || (sameScalar(entry.key, other.key) && sameNode(entry.value, other.value));
    })
  );
}

/** The same for scalars: type and value must agree, so that 1 is not 1.0. */
export function sameScalar(a: ScalarNode, b: ScalarNode): boolean {
  return a.type === b.type && Object.is(comparable(a.value), comparable(b.value));
}

function comparable(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (value instanceof Uint8Array) return value.join(' ');
  return value;
}
