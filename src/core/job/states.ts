/** The states of a job and the ways between them; no other way exists. */
import type { JobStatus } from '#core/job/events.ts';

/** From each state, the states that may follow. A timeout is *failed* with its reason; a job whose tab died is *interrupted*. */
export const TRANSITIONS: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  queued: ['started', 'cancelled'],
  started: ['finished', 'failed', 'cancelled', 'interrupted'],
  finished: [],
  failed: [],
  cancelled: [],
  interrupted: [],
};

/** Whether a job may go from one state to the other. */
export function mayFollow(from: JobStatus, to: JobStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Whether the job is over, in whatever way; its record then grows no more. */
export function hasEnded(status: JobStatus): boolean {
  return TRANSITIONS[status].length === 0;
}
