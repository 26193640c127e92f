/** A family's table as CSV (RFC 4180): a row for each job. */
import { formatCsv } from '#core/files/csv.ts';
import type { FamilyTable } from './table.ts';

/** Columns: place (from 1), job, what varies, seed, status, reason, milliseconds that it took, then the metrics; empty where nothing was recorded. */
export function writeFamilyCsv({ parameters, metrics, rows }: FamilyTable): string {
  const head = ['place', 'job', ...parameters, 'seed', 'status', 'reason', 'took_ms', ...metrics];
  const lines = rows.map(({ place, job, values, seed, status, reason, took, figures }) => [
    String(place + 1),
    String(job),
    ...parameters.map((name) => values[name] ?? ''),
    String(seed),
    status,
    reason ?? '',
    took === null ? '' : String(took),
    ...metrics.map((name) => (Object.hasOwn(figures, name) ? String(figures[name]) : '')),
  ]);
  return formatCsv([head, ...lines]);
}
