/** Which lines of a job's log are asked for. */
import type { LogRecord, LogSeverity } from '#core/job/events.ts';

export const SEVERITIES: readonly LogSeverity[] = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];

export interface LogFilter {
  /** This severity and all above it. */
  readonly least: LogSeverity;
  readonly text: string;
  /** null for every step. */
  readonly step: string | null;
}

export function filterLogs(
  logs: readonly LogRecord[],
  { least, text, step }: LogFilter,
): readonly LogRecord[] {
  const rank = SEVERITIES.indexOf(least);
  const sought = text.trim().toLowerCase();
  if (rank === 0 && sought === '' && step === null) return logs;
  return logs.filter(
    (log) =>
      SEVERITIES.indexOf(log.severity) >= rank &&
      (step === null || log.step === step) &&
      (sought === '' || `${log.message}\n${log.logger}\n${log.step ?? ''}`.toLowerCase().includes(sought)),
  );
}

/** Lines as text, as they would stand in a file. */
export const formatLogs = (logs: readonly LogRecord[]): string =>
  logs
    .map((l) => `${new Date(l.time).toISOString()} ${l.severity} [${l.step ?? l.logger}] ${l.message}\n`)
    .join('');
