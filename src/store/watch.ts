/** Hears which records of a table change, in this tab, another one or a worker. */
import Dexie, { type IntervalTree } from 'dexie';
import type { Tables } from './tables.ts';

/** Primary keys; null where it is not told which, as in large batches. */
export type ChangedKeys = ReadonlySet<string> | null;

/** After each transaction that wrote to the table. Gives the function that ends it. */
export function watchTable(db: Tables, table: string, hear: (keys: ChangedKeys) => void): () => void {
  const part = `idb://${db.name}/${table}/`;
  // A page that comes back from the browser's cache has missed whatever happened meanwhile, and is told `all`.
  const listen = (parts: Readonly<Record<string, IntervalTree>>) => {
    const ranges = parts[part];
    if (parts.all) hear(null);
    else if (ranges) hear(keysOf(ranges));
  };
  Dexie.on('storagemutated', listen);
  return () => Dexie.on.storagemutated.unsubscribe(listen);
}

/** The keys of a set of ranges, if each range is a single one. */
function keysOf(ranges: IntervalTree): ChangedKeys {
  const keys = new Set<string>();
  const nodes: (IntervalTree | null | undefined)[] = [ranges];
  while (nodes.length > 0) {
    const node = nodes.pop();
    if (!node || !('from' in node)) continue;
    if (node.from !== node.to || typeof node.from !== 'string') return null;
    keys.add(node.from);
    nodes.push(node.l, node.r);
  }
  return keys;
}
