/** What would lose a pin if something in the bin were purged. It reads alone. */
import { callFamily, type FamilyRecord } from '#core/family/record.ts';
import type { JobRecord } from '#core/job/record.ts';
import { pinnedIds } from '#core/resources/pinned-ids.ts';
import type { BinRef } from './bin.ts';
import { jobsOfFamilies } from './family-jobs.ts';
import type { Tables } from './tables.ts';

/** Something that pins what is to be purged, and what of it. */
export interface PinHolder {
  readonly noun: string;
  readonly id: string;
  readonly name: string;
  /** Id of the record that it would lose, and what people call that. */
  readonly loses: string;
  readonly lost: string;
}

type Finding = Omit<PinHolder, 'lost'>;
type Note = (holder: Omit<Finding, 'loses'>, pinned: Iterable<string>) => void;

/** What is not itself purged and pins what is: other resources in any of their snapshots, drafts, jobs, families and artifacts. With a family go its jobs. */
export async function findHolders(db: Tables, refs: readonly BinRef[]): Promise<PinHolder[]> {
  const all = [...refs, ...(await jobsOfFamilies(db, refs, 'gone together'))];
  const going = await namesOf(db, all);
  const found = new Map<string, Finding>();
  const note: Note = (holder, pinned) => {
    if (going.has(holder.id)) return;
    for (const loses of pinned)
      if (going.has(loses)) found.set(`${holder.id}\n${loses}`, { ...holder, loses });
  };
  await noteSnapshots(db, note);
  await noteRecords(db, note);
  return [...found.values()]
    .map((holder) => ({ ...holder, lost: going.get(holder.loses)! }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

async function noteSnapshots({ resources, contents, snapshots, drafts }: Tables, note: Note): Promise<void> {
  const named = new Map((await resources.toArray()).map((row) => [row.id, row]));
  const kept = new Map((await contents.toArray()).map((row) => [row.hash, row.content]));
  await snapshots.each(({ resource, content }) => {
    const holder = named.get(resource);
    if (holder) note({ noun: holder.kind, id: holder.id, name: holder.name }, pinnedIds(kept.get(content)));
  });
  await drafts.each(({ id, content }) => note({ noun: 'draft', id, name: content.name }, pinnedIds(content)));
}

async function noteRecords({ jobs, families, artifacts }: Tables, note: Note): Promise<void> {
  await jobs.each(({ id, number, experiment, entrypoint, queue, manifest, artifactValues, family }) =>
    note({ noun: 'job', id, name: `Job ${number}` }, [
      ...pinnedIds([experiment, entrypoint, queue, manifest?.pins]),
      ...Object.values(artifactValues),
      ...(family ? [family.id] : []),
    ]),
  );
  await families.each((family) =>
    note({ noun: 'family', id: family.id, name: callFamily(family) }, [
      ...pinnedIds([family.experiment, family.entrypoint, family.queue]),
      ...Object.values(family.artifactValues),
    ]),
  );
  await artifacts.each(({ id, name, job, handler }) =>
    note({ noun: 'artifact', id, name }, [job, ...pinnedIds(handler)]),
  );
}

async function namesOf(db: Tables, refs: readonly BinRef[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const { table, id } of refs) {
    const row = (await db.table(table).get(id)) as Called | undefined;
    names.set(id, row ? callRow(row) : id);
  }
  return names;
}

/** A row of any table that can be deleted, as far as people name it. */
export type Called =
  | Pick<JobRecord, 'number' | 'names' | 'manifest'>
  | Pick<FamilyRecord, 'number' | 'name' | 'sweep'>
  | { readonly name: string };

/** What people call a record. */
export function callRow(row: Called): string {
  if ('sweep' in row) return callFamily(row);
  return 'name' in row ? row.name : `Job ${row.number}, ${row.names.entrypoint}`;
}
