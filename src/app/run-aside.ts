/** Runs an order that is no job of the queues: what is tried. */
import { assets } from '#engine/assets.ts';
import type { JobOrder, JobRun, JobSink } from '#engine/contract.ts';
import { runJob } from '#engine/run-job.ts';
import { spares } from './spares.ts';

/** Starts it at once, in the warm sandbox; another one is warmed when it has ended. */
export function runAside(order: JobOrder, sink: JobSink): JobRun {
  const run = runJob(order, sink, assets, spares);
  void run.done.then(() => spares.warm());
  return run;
}
