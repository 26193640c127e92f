/** Ledgers: what a job says in order, kept as one row a batch, for events and logs alike. */
import Dexie, { type Table } from 'dexie';
import type { LedgerRow } from './tables.ts';

type Ledger<Item> = Table<LedgerRow<Item>, [string, number]>;

/** What was read, and the place of its last item, from which the next reading goes on. */
export interface Page<Item> {
  readonly items: Item[];
  readonly seq: number;
}

/** Appends a batch after the `count` items that are there; resolves with the new count. */
export async function append<Item>(
  ledger: Ledger<Item>,
  job: string,
  count: number,
  items: readonly Item[],
): Promise<number> {
  if (items.length === 0) return count;
  const seq = count + items.length;
  await ledger.add({ job, seq, items });
  return seq;
}

/** The items after place `after` (0 is the beginning), `limit` of them at most. */
export async function readAfter<Item>(
  ledger: Ledger<Item>,
  job: string,
  after = 0,
  limit = Infinity,
): Promise<Page<Item>> {
  const items: Item[] = [];
  const rows = ledger.where('[job+seq]').between([job, after], [job, Dexie.maxKey], false, true);
  await rows
    .until(() => items.length >= limit)
    .each((row) => {
      const known = Math.max(0, after - (row.seq - row.items.length));
      for (const item of row.items.slice(known)) items.push(item);
    });
  const page = items.length > limit ? items.slice(0, limit) : items;
  return { items: page, seq: after + page.length };
}
