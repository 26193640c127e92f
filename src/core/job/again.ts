/** A job as a request: what asks for the same run once more. */
import type { JobRequest } from '#core/client.ts';
import type { JobRecord } from './record.ts';

/** The same snapshot, values, artifacts, queue and experiment; a seed drawn anew, unless the job's own is kept. Tags stay with the job. */
export function requestAgain(job: JobRecord, { sameSeed = false } = {}): JobRequest {
  const given = Object.entries(job.values).filter((entry): entry is [string, string] => entry[1] !== null);
  return {
    entrypoint: job.entrypoint.resource,
    entrypointSnapshot: job.entrypoint.number,
    experiment: job.experiment.resource,
    queue: job.queue.resource,
    values: Object.fromEntries(given),
    artifacts: job.artifactValues,
    backend: job.backend,
    description: job.description,
    ...(job.timeout !== null && { timeout: job.timeout }),
    ...(sameSeed && { seed: job.seed }),
  };
}
