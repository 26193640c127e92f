/** A job's closing line, and its document title. */
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import { sayMany } from '#ui/resource/say.ts';

/** The plain end of a job that has no report. */
export function sayClosing(
  job: JobRecord,
  metricNames: number,
  artifacts: readonly ArtifactRecord[],
): string {
  const gave = [
    metricNames > 0 && sayMany(metricNames, 'metric'),
    artifacts.length > 0 && sayMany(artifacts.length, 'artifact'),
  ]
    .filter(Boolean)
    .join(' and ');
  switch (job.status) {
    case 'finished':
      return gave ? `Finished, with ${gave}.` : 'Finished. It recorded no metric and kept no artifact.';
    case 'cancelled':
      return `Cancelled${gave ? `; what it had recorded is kept: ${gave}` : ''}.`;
    case 'interrupted':
      return `Interrupted: the tab that ran it was closed or reloaded${gave ? `. What it had recorded is kept: ${gave}` : ''}.`;
    case 'failed':
      return job.reason ? `Failed: ${job.reason}` : 'Failed.';
    default:
      return '';
  }
}

export function sayTitle(job: JobRecord, share: number): string {
  const name = `${job.names.entrypoint}, job ${job.number}`;
  if (job.status === 'started') return `${Math.floor(share * 100)} % · ${name}`;
  const mark = { queued: '…', finished: '✓', failed: '✕', cancelled: '■', interrupted: '!' }[job.status];
  return `${mark} ${name}`;
}
