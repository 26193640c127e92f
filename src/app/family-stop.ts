/** When the jobs of a family no longer start: asked before each, and judged after each. It reads and writes records alone. */
import { figureOf } from '#core/family/curve.ts';
import { judgeStop, type Outcome } from '#core/family/stop.ts';
import { lastFigures, lastOfPlaces, tableOfFamily, type Figure } from '#core/family/table.ts';
import type { JobRecord } from '#core/job/record.ts';
import { store } from './store.ts';

/** Why this job must not start, as its family says; null where it may. */
export async function reasonNotToStart({ family }: JobRecord): Promise<string | null> {
  const record = family && (await store.families.get(family.id));
  const stopped = record?.stopped;
  return stopped && !stopped.overruled ? stopped.reason : null;
}

/** Asks the rule of the family once more: where it ends the family now, why, and which jobs are left out for it. */
export async function judgeFamily(
  id: string,
): Promise<{ readonly reason: string; readonly jobs: readonly string[] } | null> {
  const family = await store.families.get(id);
  if (!family?.stop || family.stopped) return null;
  const jobs = lastOfPlaces(await store.families.jobsOf(id));
  const said = judgeStop(family.stop, await outcomesOf(id, family.stop.metric, jobs));
  if (said === null) return null;
  const reason = `Left out: ${said}`;
  await store.families.stop(id, reason);
  return { reason, jobs: await leaveOutQueued(id, reason) };
}

/**
 * Ends the queued jobs of a family, but for the first ones of the queue, which may just be starting: whoever answers for them has to.
 * Resolves with all of them, for those who answer for them to hear it.
 */
export async function leaveOutQueued(id: string, reason: string): Promise<readonly string[]> {
  const family = await store.families.get(id);
  const queue = family && (await store.resources.getByPin('queue', family.queue));
  const queued = lastOfPlaces(await store.families.jobsOf(id))
    .filter(({ status }) => status === 'queued')
    .toSorted((a, b) => a.number - b.number)
    .map((job) => job.id);
  await store.families.leaveOut(id, queued.slice(queue?.content.concurrency ?? 1), reason);
  return queued;
}

async function outcomesOf(
  id: string,
  metric: string,
  jobs: readonly JobRecord[],
): Promise<readonly Outcome[]> {
  const family = (await store.families.get(id))!;
  const finished = jobs.filter(({ status }) => status === 'finished');
  const figures = new Map<string, readonly Figure[]>();
  for (const job of finished) figures.set(job.id, lastFigures(await store.jobs.readMetrics(job.id)));
  const { rows } = tableOfFamily(family, finished, (job) => figures.get(job) ?? []);
  return rows.map((row) => ({ place: row.place, job: row.job, value: figureOf(row, metric) }));
}
