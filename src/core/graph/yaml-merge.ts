/** Keys of mappings as Python tells them apart (1, 1.0 and true are one key), and YAML 1.1 merge keys. */
import type { Entry, Node, ScalarNode } from './node.ts';

/** What tells keys apart; text stands for itself, so that the usual case costs nothing. */
export function keyIdentity(key: ScalarNode): unknown {
  switch (key.type) {
    case 'integer':
    case 'number':
    case 'boolean':
      return typeof key.value === 'bigint' ? key.value : Number(key.value);
    case 'date':
      return `\0date ${(key.value as Date).getTime()}`;
    case 'bytes':
      return `\0bytes ${(key.value as Uint8Array).join(' ')}`;
    default:
      return key.value;
  }
}

export interface United {
  /** Each key once: its first mention gives the place in the order, its last one the value. */
  readonly entries: readonly Entry[];
  /** Mentions of a key after its first. */
  readonly repeated: readonly ScalarNode[];
}

export function uniteEntries(entries: readonly Entry[]): United {
  if (entries.length <= FEW && areFewDistinct(entries)) return { entries, repeated: [] };
  const united: Entry[] = [];
  const repeated: ScalarNode[] = [];
  const indexes = new Map<unknown, number>();
  for (const entry of entries) {
    const identity = keyIdentity(entry.key);
    const index = indexes.get(identity);
    if (index === undefined) {
      indexes.set(identity, united.length);
      united.push(entry);
    } else {
      repeated.push(entry.key);
      united[index] = { key: united[index]!.key, value: entry.value };
    }
  }
  return { entries: united, repeated };
}

/** Up to this many keys it is faster to compare each with each than to make a table. */
const FEW = 8;

function areFewDistinct(entries: readonly Entry[]): boolean {
  return entries.every(({ key }, index) => {
    const identity = keyIdentity(key);
    for (let i = 0; i < index; i += 1) if (keyIdentity(entries[i]!.key) === identity) return false;
    return true;
  });
}

/** Adds what a merge key (`<<: *base`, `<<: [*a, *b]`) brings in; of several maps the first wins. Gives back what is no map. */
export function mergeEntries(merged: Node, into: Entry[]): Node | null {
  if (merged.kind === 'map') {
    into.push(...merged.entries);
    return null;
  }
  if (merged.kind !== 'list') return merged;
  for (const item of merged.items.toReversed()) {
    if (item.kind !== 'map') return item;
    into.push(...item.entries);
  }
  return null;
}
