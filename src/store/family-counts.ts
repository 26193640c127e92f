/** How many places of a family stand in each state, kept in its row so that a list shows it without reading a job. */
import Dexie from 'dexie';
import { NO_COUNTS, type FamilyRecord } from '#core/family/record.ts';
import type { JobStatus } from '#core/job/events.ts';
import type { Tables } from './tables.ts';

/** Place, number and state: what the index of a family's jobs holds beside the family's id. */
type Key = readonly [id: string, place: number, number: number, status: JobStatus];
/** When a job was deleted, and which; jobs that are there have no such key. */
type GoneKey = readonly [id: string, deleted: number, number: number];

/**
 * Inside a transaction over families and jobs. From the keys of indexes alone; a family that is not here is left out. Jobs that were
 * deleted by themselves do not count; of a family in the bin those count that went with it.
 */
export async function countFamily({ families, jobs }: Tables, id: string): Promise<void> {
  const row = await families.get(id);
  if (!row) return;
  const keysOf = async <K>(index: string) =>
    (await jobs
      .where(index)
      .between([id, Dexie.minKey], [id, Dexie.maxKey])
      .keys()) as unknown as readonly K[];
  const gone = new Map(
    (await keysOf<GoneKey>('[family.id+deleted+number]')).map(([, deleted, number]) => [number, deleted]),
  );
  const last = new Map<number, JobStatus>();
  // In the order of places, then of numbers: the last job of a place stands.
  for (const [, place, number, status] of await keysOf<Key>('[family.id+family.place+number+status]'))
    if ((gone.get(number) ?? null) === row.deleted) last.set(place, status);
  const counts: Record<JobStatus, number> = { ...NO_COUNTS };
  for (const status of last.values()) counts[status] += 1;
  if (!same(counts, row.counts)) await families.put({ ...row, counts });
}

/** The same for each of them, once. */
export async function countFamilies(db: Tables, ids: Iterable<string>): Promise<void> {
  for (const id of new Set(ids)) await countFamily(db, id);
}

function same(a: FamilyRecord['counts'], b: FamilyRecord['counts']): boolean {
  return (Object.keys(NO_COUNTS) as JobStatus[]).every((status) => a[status] === b[status]);
}
