/** YAML 1.1 timestamps (`2001-01-01`, `2001-12-14t21:59:43.10-05:00`) as instants; a time without a zone counts as UTC. */

const FORM =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(?:Z|([-+])(\d\d?)(?::(\d\d))?))?)?$/;

/** The instant, to the millisecond; null where no calendar has such a day or no clock such a time. */
export function readTimestamp(source: string): Date | null {
  const match = FORM.exec(source);
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const zone = readZone(match[8], match[9], match[10]);
  if (!isDay(year, month, day) || hour > 23 || minute > 59 || second > 59 || zone === null) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute - zone, second, Number((match[7] ?? '').slice(0, 3).padEnd(3, '0')));
  return date;
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return day <= last.getUTCDate();
}

/** Minutes east of Greenwich; null for a whole day or more. */
function readZone(
  sign: string | undefined,
  hours: string | undefined,
  minutes: string | undefined,
): number | null {
  if (!sign) return 0;
  const offset = Number(hours) * 60 + Number(minutes ?? 0);
  if (offset >= 24 * 60) return null;
  return sign === '-' ? -offset : offset;
}
