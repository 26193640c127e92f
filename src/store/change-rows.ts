/** Changes many rows of a table by their keys. */
import type { Table } from 'dexie';

/** Dexie tells which keys a put changed only where it is of fewer than 50 rows. */
const NAMED = 49;
/** Of more than so many, the keys would take longer to tell to every tab than the table takes to read. */
const MOST_NAMED = 2000;
const CHUNK = 500;

/** In the transaction of the caller. Null from `change` leaves a row as it is; what is not there is left out, or given to `miss`. */
export async function changeRows<Row>(
  table: Table,
  ids: readonly string[],
  change: (row: Row) => Row | null,
  miss?: (id: string) => never,
): Promise<void> {
  const size = ids.length > MOST_NAMED ? CHUNK : NAMED;
  for (let from = 0; from < ids.length; from += size) {
    const chunk = ids.slice(from, from + size);
    const rows = (await table.bulkGet(chunk)) as (Row | undefined)[];
    const lost = rows.indexOf(undefined);
    if (lost >= 0) miss?.(chunk[lost]!);
    const changed = rows.flatMap((row) => (row === undefined ? [] : (change(row) ?? [])));
    if (changed.length > 0) await table.bulkPut(changed);
  }
}
