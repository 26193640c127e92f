/** The line of a job: what ran and how it ended, without its manifest, values and fault. */
import type { JobRecord } from '#core/job/record.ts';
import { sayOwner } from './owner.ts';
import type { Line } from './line.ts';

/**
 * Fields as in `LINE_FIELDS.job`; `took` is in milliseconds, `timeout` in seconds, `family` is the number of the family where that is here.
 * Links are experiment, entrypoint, queue and, where it belongs to one, its family.
 */
export function lineOfJob(job: JobRecord, family: number | null = null): Line {
  const { names, created, started, ended } = job;
  return {
    id: job.id,
    cells: {
      number: job.number,
      entrypoint: names.entrypoint,
      experiment: names.experiment,
      queue: names.queue,
      status: job.status,
      description: job.description || null,
      backend: job.manifest?.backend?.backend ?? job.backend,
      timeout: job.timeout,
      seed: job.seed,
      family,
      by: sayOwner(job.owner),
      created,
      started,
      ended,
      took: started === null || ended === null ? null : ended - started,
    },
    tags: job.tags,
    links: {
      experiment: job.experiment.resource,
      entrypoint: job.entrypoint.resource,
      queue: job.queue.resource,
      ...(job.family && { family: job.family.id }),
    },
    deleted: job.deleted !== null,
  };
}
