/** A chart as CSV (RFC 4180): one row an x, one column a series, with its band where it has one. */
import { formatCsv } from '#core/files/csv.ts';
import { align } from './align.ts';
import type { Chart } from './series.ts';

export function writeChartCsv(chart: Chart): string {
  const { xs, columns, lows, highs } = align(chart);
  const banded = chart.series.map((s) => s.points.some((p) => p.low !== null));
  const header = [
    chart.kind === 'value' ? chart.xName : chart.kind === 'epsilon' ? 'epsilon' : 'at',
    ...chart.series.flatMap((s, i) =>
      banded[i] ? [s.label, `${s.label} low`, `${s.label} high`] : [s.label],
    ),
  ];
  const rows = xs.map((x, row) => [
    field(x),
    ...chart.series.flatMap((_, i) =>
      (banded[i] ? [columns[i], lows[i], highs[i]] : [columns[i]]).map((column) => field(column?.[row])),
    ),
  ]);
  return formatCsv([header, ...rows]);
}

const field = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);
