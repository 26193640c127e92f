/** Figures and times in words, with their unit and sensible digits; the same everywhere. */
import { pluralOf } from '#core/text/plural.ts';

const INTEGER = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const MINUTE = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const EXACT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' });

/** `1,926` */
export function sayCount(count: number): string {
  return INTEGER.format(count);
}

/** `1 step`, `5 steps` */
export function sayMany(count: number, one: string, many = pluralOf(one)): string {
  return `${INTEGER.format(count)} ${count === 1 ? one : many}`;
}

/** `340 ms`, `4.8 s`, `2 min 5 s`, `1 h 20 min` */
export function sayDuration(milliseconds: number): string {
  if (milliseconds < 1) return '< 1 ms';
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `912 B`, `1.2 MB` */
export function sayBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 99.5 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** A number at about three digits, without noise: `0.532`, `12.4`, `1,065`, `3.1e-7`. */
export function sayNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace('Infinity', '∞');
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-4 || size >= 1e7) return value.toExponential(1);
  if (Number.isInteger(value)) return INTEGER.format(value);
  return Number(value.toPrecision(size >= 1000 ? 5 : 3)).toLocaleString('en', { maximumFractionDigits: 6 });
}

/** `just now`, `4 min ago`, `14:05`, `3 Nov 2026`, as seen from `now`. */
export function sayTime(time: number, now = Date.now()): string {
  const minutes = (now - time) / 60_000;
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${Math.floor(minutes)} min ago`;
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  return isToday ? `today, ${MINUTE.format(time)}` : DAY.format(time);
}

/** `22 Nov 2026, 14:05:09`, to the second. */
export function sayMoment(time: number): string {
  return MOMENT.format(time);
}

/** The whole of it, for a title. */
export function sayExactTime(time: number): string {
  return EXACT.format(time);
}
