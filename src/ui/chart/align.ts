/** Lays a chart's series over one sorted x axis, as the plotter, the table and the CSV need them. */
import type { Chart } from './series.ts';

export interface Aligned {
  readonly xs: readonly number[];
  /** One column a series; null where the series has no point at that x. */
  readonly columns: readonly (readonly (number | null)[])[];
  readonly lows: readonly (readonly (number | null)[])[];
  readonly highs: readonly (readonly (number | null)[])[];
}

export function align(chart: Chart): Aligned {
  const xs = [...new Set(chart.series.flatMap((s) => s.points.map((p) => p.x)))].sort((a, b) => a - b);
  const rowOf = new Map(xs.map((x, i) => [x, i]));
  const column = (pick: (p: Chart['series'][number]['points'][number]) => number | null) =>
    chart.series.map((s) => {
      const values = Array.from<number | null>({ length: xs.length }).fill(null);
      for (const p of s.points) values[rowOf.get(p.x)!] = pick(p);
      return values;
    });
  return { xs, columns: column((p) => p.y), lows: column((p) => p.low), highs: column((p) => p.high) };
}

/** Equal where two charts hold the same curves, so that new data is enough to turn one into the other. */
export const shapeOf = (chart: Chart): string =>
  [
    chart.id,
    chart.unit,
    chart.logX === true,
    ...chart.series.map((s) => `${s.key}|${s.label}|${s.points.some((p) => p.low !== null)}`),
  ].join('\n');
