/** How long a job may run, as people write it: `90s`, `15m`, `24h`, or a bare number, which counts minutes. */

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Seconds above 0, or null where the text is no length of time. Spaces around it and either case are allowed. */
export function parseTimeLimit(text: string): number | null {
  const read = /^(?<count>\d+\.?\d*|\.\d+)\s*(?<unit>[smh]?)$/i.exec(text.trim())?.groups;
  if (!read) return null;
  const seconds = Number(read['count']) * SECONDS[read['unit']!.toLowerCase() || 'm']!;
  return seconds > 0 && Number.isFinite(seconds) ? seconds : null;
}

/** The shortest text that parses to as many seconds: `24h`, `15m`, `90s`. */
export function formatTimeLimit(seconds: number): string {
  const unit = ['h', 'm'].find((one) => seconds % SECONDS[one]! === 0) ?? 's';
  return `${seconds / SECONDS[unit]!}${unit}`;
}
