/** What a listener is told while a job runs: its start, each step that ends, its end; and the pace at which it is told. */
import type { JobStatus } from '#core/job/events.ts';
import type { JobView } from '#core/job/fold.ts';
import { sayDuration } from '#ui/resource/say.ts';

const ENDS: Partial<Record<JobStatus, string>> = {
  finished: 'The job has finished.',
  failed: 'The job has failed.',
  cancelled: 'The job was cancelled.',
  interrupted: 'The job was interrupted.',
};

/** Sentences for what changed between two views of one job. */
export function sayChanges(before: JobView, after: JobView): string[] {
  const said: string[] = [];
  if (before.status !== after.status && after.status === 'started') said.push('The job has started.');
  for (const [name, step] of after.steps) {
    const was = before.steps.get(name)?.status;
    if (was === step.status) continue;
    const time = step.milliseconds === null ? '' : ` after ${sayDuration(step.milliseconds)}`;
    if (step.status === 'done') said.push(`${name} done${time}.`);
    else if (step.status === 'failed' || step.status === 'cancelled')
      said.push(`${name} ${step.status}${time}.`);
  }
  const end = ENDS[after.status];
  if (before.status !== after.status && end) said.push(end);
  return said;
}
