/** What a batch of events changes in the row of its job, so that a list shows a job without reading its events. */
import { invariant } from '#core/invariant.ts';
import type { JobEvent } from '#core/job/events.ts';
import { hasEnded, mayFollow } from '#core/job/states.ts';
import type { JobRow } from './tables.ts';

/** Throws an InvariantError where a status may not follow the one before it. */
export function foldRow(row: JobRow, events: readonly JobEvent[]): JobRow {
  return events.reduce(foldOne, row);
}

function foldOne(row: JobRow, event: JobEvent): JobRow {
  switch (event.kind) {
    case 'status':
      return foldStatus(row, event);
    case 'fault':
      return { ...row, fault: event.fault };
    case 'backend':
      return withManifest(row, { backend: event.facts });
    default:
      return row;
  }
}

function foldStatus(row: JobRow, { status, reason, time }: JobEvent & { kind: 'status' }): JobRow {
  invariant(mayFollow(row.status, status), `job ${row.number} is ${row.status} and cannot become ${status}`);
  const started = status === 'started' ? time : row.started;
  const ended = hasEnded(status) ? time : row.ended;
  return withManifest({ ...row, status, reason, started, ended }, { started, ended });
}

function withManifest(row: JobRow, facts: Partial<NonNullable<JobRow['manifest']>>): JobRow {
  return row.manifest ? { ...row, manifest: { ...row.manifest, ...facts } } : row;
}
