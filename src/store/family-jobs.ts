/** The jobs that share the fate of their families: deleted, taken back and purged with them. */
import Dexie from 'dexie';
import type { BinRef } from './bin.ts';
import type { JobRow, Tables } from './tables.ts';

/** Every job of a family, by place, then by number. */
export function rowsOfFamily({ jobs }: Tables, id: string): Promise<JobRow[]> {
  return jobs
    .where('[family.id+family.place+number+status]')
    .between([id, Dexie.minKey], [id, Dexie.maxKey])
    .toArray();
}

/** Inside a transaction: of the families among `refs` those jobs that are `there`, or that were deleted at the same moment; not those among `refs`. */
export async function jobsOfFamilies(
  db: Tables,
  refs: readonly BinRef[],
  which: 'there' | 'gone together',
): Promise<readonly BinRef[]> {
  const named = new Set(refs.map(({ id }) => id));
  const found: BinRef[] = [];
  for (const { table, id } of refs) {
    if (table !== 'families') continue;
    const deleted = which === 'there' ? null : ((await db.families.get(id))?.deleted ?? -1);
    for (const row of await rowsOfFamily(db, id))
      if (row.deleted === deleted && !named.has(row.id)) found.push({ table: 'jobs', id: row.id });
  }
  return found;
}
