/** The parameter types that a plugin pins: those that its tasks name, and those that these name in turn. */
import { PUBLIC_GROUP } from '#core/resources/snapshot.ts';
import { typesOfStructure } from '#core/resources/type-names.ts';
import { readContent } from './snapshots.ts';
import type { ResourceRow, Tables } from './tables.ts';

/** The rows of those that are here, in the order of their first mention. */
export async function pinTypes(db: Tables, names: readonly string[]): Promise<ResourceRow[]> {
  const rows: ResourceRow[] = [];
  const seen = new Set(names);
  for (const name of seen) {
    const row = await db.resources.get({ live: 1, kind: 'type', group: PUBLIC_GROUP, name });
    if (!row) continue;
    rows.push(row);
    // A set that grows while it is walked hands out what was added.
    for (const inner of typesOfStructure((await readContent<'type'>(db, row)).structure)) seen.add(inner);
  }
  return rows;
}
