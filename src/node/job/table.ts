/** Metrics as a plain table for a terminal: names to the left, numbers to the right. */
import type { MetricPoint } from '#core/job/events.ts';

/** A series longer than this shows its ends alone; all of its points are in `--json`. */
const LONG = 12;

type Row = readonly [name: string, at: string, value: string];

/** One line a point, by metric in the order in which each was first written. */
export function showMetrics(points: readonly MetricPoint[]): string {
  const names = new Set(points.map((point) => point.name));
  const rows: Row[] = [
    ['metric', 'at', 'value'],
    ...[...names].flatMap((name) =>
      showSeries(
        name,
        points.filter((point) => point.name === name),
      ),
    ),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = ([name, at, value]: Row) =>
    `${name.padEnd(widths[0]!)}  ${at.padStart(widths[1]!)}  ${value.padStart(widths[2]!)}`;
  const [head, ...body] = rows.map(line);
  return [head!, widths.map((width) => '-'.repeat(width)).join('  '), ...body].join('\n');
}

function showSeries(name: string, points: readonly MetricPoint[]): Row[] {
  const rows = points.map(({ at, value }): Row => [name, String(at), showValue(value)]);
  if (rows.length <= LONG) return rows;
  return [rows[0]!, [`  … ${rows.length - 2} more`, '', ''], rows.at(-1)!];
}

/** Digits enough to compare, and no more. */
export function showValue(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));
}
