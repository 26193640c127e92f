/** How many places of a family stand in each state, kept in its row so that a list shows it without reading a job. */
import Dexie from 'dexie';
import { NO_COUNTS, type FamilyRecord } from '#core/family/record.ts';
import type { JobStatus } from '#core/job/events.ts';
import type { Tables } from './tables.ts';

/** Place, number and state: what the index of a family's jobs holds beside the family's id. */
type Key = readonly [id: string, place: number, number: number, status: JobStatus];

/** Inside a transaction over families and jobs. From the keys of an index alone; a family that is not here is left out. */
export async function countFamily({ families, jobs }: Tables, id: string): Promise<void> {
  const row = await families.get(id);
  if (!row) return;
  const last = new Map<number, JobStatus>();
  // In the order of places, then of numbers: the last job of a place stands.
  const keys = await jobs
    .where('[family.id+family.place+number+status]')
    .between([id, Dexie.minKey], [id, Dexie.maxKey])
    .keys();
  for (const [, place, , status] of keys as unknown as readonly Key[]) last.set(place, status);
  const counts: Record<JobStatus, number> = { ...NO_COUNTS };
  for (const status of last.values()) counts[status] += 1;
  if (!same(counts, row.counts)) await families.put({ ...row, counts });
}

function same(a: FamilyRecord['counts'], b: FamilyRecord['counts']): boolean {
  return (Object.keys(NO_COUNTS) as JobStatus[]).every((status) => a[status] === b[status]);
}
