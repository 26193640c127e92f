/** How far a family is, and how long the rest will take. */
import type { JobRecord } from '#core/job/record.ts';
import { hasEnded } from '#core/job/states.ts';

/** By what has ended so far. */
export interface FamilyProgress {
  /** Jobs that have ended in whatever way. */
  readonly ended: number;
  readonly jobs: number;
  /** Milliseconds until the last job ends, by the mean of those that finished; null where none has, or none is left. */
  readonly left: number | null;
}

type Timed = Pick<JobRecord, 'status' | 'started' | 'ended'>;

/** `jobs` are the last ones of their places; `atOnce` is how many of them run at once, by the queue. `now` is in milliseconds since 1970. */
export function measureFamily(jobs: readonly Timed[], atOnce: number, now: number): FamilyProgress {
  const ended = jobs.filter(({ status }) => hasEnded(status)).length;
  const times = jobs.flatMap(({ status, started, ended: end }) =>
    status === 'finished' && started !== null && end !== null ? [end - started] : [],
  );
  if (times.length === 0 || ended === jobs.length) return { ended, jobs: jobs.length, left: null };
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const running = jobs.filter(({ status }) => status === 'started');
  const begun = running.map(({ started }) => Math.max(0, mean - (now - (started ?? now))));
  const waiting = jobs.length - ended - running.length;
  const work = begun.reduce((sum, time) => sum + time, 0) + waiting * mean;
  return { ended, jobs: jobs.length, left: Math.max(work / Math.max(1, atOnce), ...begun) };
}
