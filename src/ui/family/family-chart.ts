/** A family's curves as a chart: the mean over seeds, with the band from the lowest to the highest of them. */
import { curvesOf, type Curve } from '#core/family/curve.ts';
import type { Axis } from '#core/family/sweep.ts';
import type { FamilyTable } from '#core/family/table.ts';
import { isShare } from '#core/job/metric-lines.ts';
import { countRoles, type Chart, type Role } from '#ui/chart/series.ts';
import { sayMany, sayNumber } from '#ui/resource/say.ts';
import { sayShare } from '#ui/chart/figures.ts';
import { capital, sayMetric } from '#ui/chart/name-metric.ts';

/** What one line is called: the values that set it apart, with their parameters where they are numbers. */
function labelOf(values: Readonly<Record<string, string>>, metric: string): string {
  const parts = Object.entries(values).map(([name, text]) =>
    text === '' ? `${name} empty` : Number.isFinite(Number(text)) ? `${name} ${text}` : text,
  );
  return parts.length === 0 ? sayMetric(metric) : parts.join(', ');
}

/** What a line means follows from the values that set it apart. */
function roleOf(values: Readonly<Record<string, string>>): Role {
  const texts = Object.entries(values).map(([name, text]) => `${name} ${text}`.toLowerCase());
  if (texts.some((text) => /attack (random_?)?noise|attack none/.test(text))) return 'noise';
  return 'plain';
}

export function makeFamilyChart(table: FamilyTable, x: string, metric: string, axis?: Axis): Chart {
  const curves = curvesOf(table, x, metric);
  const series = curves.map(({ values, points }) => ({
    key: JSON.stringify(Object.values(values)),
    label: labelOf(values, metric),
    role: roleOf(values),
    nth: 0,
    points: points.map(({ x: at, mean, lowest, highest, count }) => ({
      x: at,
      y: mean,
      low: count > 1 ? lowest : null,
      high: count > 1 ? highest : null,
    })),
  }));
  const shares = curves
    .flatMap(({ points }) => points)
    .every(({ lowest, highest }) => lowest >= 0 && highest <= 1);
  return {
    id: `family-${x}-${metric}`,
    title: `${capital(sayMetric(metric))} against ${x}`,
    kind: 'value',
    xName: x,
    yName: sayMetric(metric),
    // An axis of powers has no place for 0, whatever was asked for.
    logX: isLog(axis) && curves.every(({ points }) => points.every((point) => point.x > 0)),
    unit: isShare(metric) && shares ? 'share' : 'plain',
    series: countRoles(series),
  };
}

function isLog(axis: Axis | undefined): boolean {
  if (axis?.kind === 'range') return axis.scale === 'log';
  return axis?.kind === 'random' && axis.distribution.shape === 'log-uniform';
}

/** One sentence: what the curves show, and what their bands are. */
export function summariseFamily(table: FamilyTable, x: string, metric: string): string {
  const curves = curvesOf(table, x, metric).filter(({ points }) => points.length > 0);
  if (curves.length === 0) return 'No job has finished with this metric yet.';
  const unit = isShare(metric) ? sayShare : sayNumber;
  const told = curves.slice(0, 3).map(({ values, points }) => {
    const [first, last] = [points[0]!, points.at(-1)!];
    const name = labelOf(values, metric);
    return points.length === 1
      ? `${name} is ${unit(last.mean)} at ${x} ${sayNumber(last.x)}`
      : `${name} goes from ${unit(first.mean)} at ${x} ${sayNumber(first.x)} to ${unit(last.mean)} at ${sayNumber(last.x)}`;
  });
  const rest = curves.length - told.length;
  const more = rest > 0 ? `; ${sayMany(rest, 'more line')}` : '';
  const counts = curves.flatMap(({ points }) => points.map(({ count }) => count));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const seeds = least === most ? `${most}` : `${least} to ${most}`;
  const band =
    most > 1
      ? ` Each point is the mean of ${seeds} seeds, the band reaches from the lowest to the highest${sayDeviations(curves, metric)}.`
      : '';
  return `${told.join('; ')}${more}.${band}`;
}

/** Mean ± standard deviation where the curves that are told end; empty where no point there has two seeds. */
function sayDeviations(curves: readonly Curve[], metric: string): string {
  const unit = isShare(metric) ? sayShare : sayNumber;
  const ends = curves.slice(0, 3).flatMap(({ values, points }) => {
    const last = points.at(-1)!;
    if (last.deviation === null) return [];
    return [`${labelOf(values, metric)} ${unit(last.mean)} ± ${sayDeviation(last.deviation, metric)}`];
  });
  return ends.length === 0 ? '' : `; mean ± standard deviation at the end: ${ends.join(', ')}`;
}

/** A standard deviation over seeds, of shares in points; a dash of one seed alone. */
export function sayDeviation(deviation: number | null, metric: string): string {
  if (deviation === null) return '–';
  return isShare(metric) ? `${(100 * deviation).toFixed(1)} points` : sayNumber(deviation);
}
