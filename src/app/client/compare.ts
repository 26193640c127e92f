/** Several jobs side by side, read from a store that is handed in. */
import { compareJobs, type ComparedJob, type JobComparison } from '#core/job/compare/compare.ts';
import type { Store } from '#store/store.ts';
import type { Ground } from './records.ts';

/** Each id counts once, at its first place. */
export async function readComparison(
  { store, ready }: Ground,
  ids: readonly string[],
): Promise<JobComparison> {
  await ready();
  const asked = [...new Set(ids)];
  const read = await Promise.all(asked.map((id) => readJob(store, id)));
  return compareJobs(
    read.filter((job) => job !== null),
    asked.filter((_, place) => read[place] === null),
  );
}

async function readJob({ jobs, artifacts }: Store, id: string): Promise<ComparedJob | null> {
  const record = await jobs.get(id);
  if (!record) return null;
  return { record, metrics: await jobs.readMetrics(id), artifacts: await artifacts.listOfJob(id) };
}
