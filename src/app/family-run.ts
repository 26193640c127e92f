/** What a person does to a family: cancels what is left of it, has some of it run again, waits for its end. */
import { membersAgain } from '#core/family/again.ts';
import { stateOfFamily, type FamilyRecord } from '#core/family/record.ts';
import { lastOfPlaces } from '#core/family/table.ts';
import type { JobStatus } from '#core/job/events.ts';
import type { JobRecord } from '#core/job/record.ts';
import { hasEnded } from '#core/job/states.ts';
import { notFound, Refusal } from '#store/refusal.ts';
import { leaveOutQueued } from './family-stop.ts';
import { cancelJob, scheduleJob } from './scheduler.ts';
import { store } from './store.ts';

/** No further job of it starts, and those that run end; where all have ended, nothing is said of it. */
export async function cancelFamily(id: string, reason = 'The family was cancelled.'): Promise<void> {
  if ((await openJobs(id)).length === 0) return;
  await store.families.stop(id, reason, { asked: true });
  const left = await leaveOutQueued(id, reason);
  // Read after that, so that one which started meanwhile is among them.
  const running = (await openJobs(id)).map((job) => job.id);
  for (const job of [...left, ...running]) cancelJob(job, reason);
}

async function openJobs(id: string): Promise<readonly JobRecord[]> {
  if (!(await store.families.get(id))) throw notFound('family', id);
  return lastOfPlaces(await store.families.jobsOf(id)).filter(({ status }) => !hasEnded(status));
}

const AGAIN: Readonly<Record<'failed' | 'all', ReadonlySet<JobStatus>>> = {
  failed: new Set(['failed', 'interrupted']),
  all: new Set(['failed', 'interrupted', 'cancelled']),
};

/** Queues once more what did not finish; resolves with the new jobs. */
export async function runFamilyAgain(
  id: string,
  which: 'failed' | 'all' = 'failed',
): Promise<readonly JobRecord[]> {
  const family = await store.families.get(id);
  if (!family) throw notFound('family', id);
  const entrypoint = await store.resources.getByPin('entrypoint', family.entrypoint);
  if (!entrypoint) throw new Error(`The entrypoint ${family.names.entrypoint} is not on this device.`);
  const last = lastOfPlaces(await store.families.jobsOf(id));
  const wanted = new Set(
    last.filter(({ status }) => AGAIN[which].has(status)).map((job) => job.family!.place),
  );
  const { members, issues } = membersAgain(family, entrypoint.content, wanted);
  if (issues[0]) throw new Refusal('bad-content', issues[0].message, issues[0].remedy);
  const { jobs } = await store.families.again(id, members);
  jobs.forEach(scheduleJob);
  return jobs;
}

/** Resolves when none of its jobs is queued or runs. */
export function waitForFamily(id: string): Promise<FamilyRecord> {
  return new Promise((resolve, reject) => {
    const stop = store
      .observe(() => store.families.get(id))
      .subscribe((family) => {
        if (family && !hasEnded(stateOfFamily(family.counts))) return;
        queueMicrotask(() => stop());
        if (family) resolve(family);
        else reject(new Error(`There is no family ${id}.`));
      }, reject);
  });
}
