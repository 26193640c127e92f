/** A chart as CSV (RFC 4180): one row an x, one column a series, with its band where it has one. */
import { align } from './align.ts';
import type { Chart } from './series.ts';

export function writeChartCsv(chart: Chart): string {
  const { xs, columns, lows, highs } = align(chart);
  const banded = chart.series.map((s) => s.points.some((p) => p.low !== null));
  const header = [
    chart.kind === 'epsilon' ? 'epsilon' : 'at',
    ...chart.series.flatMap((s, i) =>
      banded[i] ? [s.label, `${s.label} low`, `${s.label} high`] : [s.label],
    ),
  ];
  const rows = xs.map((x, row) => [
    x,
    ...chart.series.flatMap((_, i) =>
      banded[i] ? [columns[i]![row], lows[i]![row], highs[i]![row]] : [columns[i]![row]],
    ),
  ]);
  return writeCsv([header, ...rows]);
}

/** Any table as CSV; null and undefined become empty fields. */
export function writeCsv(rows: readonly (readonly (string | number | null | undefined)[])[]): string {
  return rows.map((row) => row.map(field).join(',') + '\r\n').join('');
}

function field(value: string | number | null | undefined): string {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
