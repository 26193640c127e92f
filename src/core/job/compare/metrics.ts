/** The last values of what jobs recorded, metric by metric and job by job, and how far they lie from those of one of them. */
import type { MetricPoint } from '#core/job/events.ts';
import { isOnEpsilon, isShare, MetricLines, roleOfAccuracy, type Line } from '#core/job/metric-lines.ts';

/** What one job recorded. */
export interface MetricValue {
  readonly value: number;
  /** The index at which it was recorded. */
  readonly at: number;
  /** The band that the job recorded as `<name>_low` and `<name>_high`; both or neither. */
  readonly low: number | null;
  readonly high: number | null;
  /** What an accuracy was counted from, where it was recorded as `<stem>_count`. */
  readonly count: number | null;
}

/** One figure of all jobs. */
export interface MetricRow {
  /** Unique in a comparison. */
  readonly id: string;
  readonly name: string;
  /** The step that recorded it; null where that is another one in another job, or none. */
  readonly step: string | null;
  /** The ε that it was measured at, in the scale of the pixels; null for the last value over time. */
  readonly epsilon: number | null;
  /** `share`: lies in 0…1 and is said in per cent. */
  readonly unit: 'share' | 'plain';
  /** One entry a job, in their order; null where it recorded none. */
  readonly values: readonly (MetricValue | null)[];
}

/** How a value lies to that of the base job. */
export interface MetricDifference {
  /** Value minus base, in the metric's own unit. */
  readonly absolute: number;
  /** The same as a share of the base's size; null where the base is 0. */
  readonly relative: number | null;
  /** Whether the two bands leave a gap; null where one of them has none. Bands that overlap may still stand for different rates. */
  readonly apart: boolean | null;
}

/** A line of each job that is one metric to a reader; null where a job has none. */
export interface MatchedLine {
  readonly id: string;
  readonly name: string;
  readonly step: string | null;
  readonly lines: readonly (Line | null)[];
}

/**
 * Lines of several jobs put beside each other: by name where no job recorded that name in two steps, since a step may be called
 * otherwise in another graph; else by name and step.
 */
export function matchLines(jobs: readonly MetricLines[]): readonly MatchedLine[] {
  const names = new Set(jobs.flatMap(({ all }) => all.map(({ name }) => name)));
  return [...names].flatMap((name) => {
    const own = jobs.map(({ all }) => all.filter((line) => line.name === name));
    const steps = [...new Set(own.flat().map(({ step }) => step))];
    if (own.every((lines) => lines.length <= 1)) {
      const [step = null] = steps.length === 1 ? steps : [];
      return { id: name, name, step, lines: own.map(([line]) => line ?? null) };
    }
    return steps.map((step) => ({
      id: `${name} ${step ?? ''}`,
      name,
      step,
      lines: own.map((lines) => lines.find((line) => line.step === step) ?? null),
    }));
  });
}

/** A row a metric, or one for each ε that a metric was measured at. What only accompanies another, as a band does, has no row. */
export function compareMetrics(jobs: readonly (readonly MetricPoint[])[]): readonly MetricRow[] {
  const read = jobs.map((points) => new MetricLines(points));
  return matchLines(read)
    .filter((match) => match.name !== 'epsilon' && !match.lines.some((line, k) => isBeside(read[k]!, line)))
    .flatMap((match) => rowsOf(match, read));
}

function isBeside(lines: MetricLines, line: Line | null): boolean {
  return line !== null && lines.accompanied(line) !== undefined;
}

function rowsOf({ id, name, step, lines }: MatchedLine, jobs: readonly MetricLines[]): MetricRow[] {
  const base = { name, step, unit: isShare(name) ? ('share' as const) : ('plain' as const) };
  const curves = lines.map((line, k) => (line ? epsilonsOf(jobs[k]!, line) : null));
  if (curves.every((curve) => curve === null)) {
    const values = lines.map((line, k) => (line ? valueAt(jobs[k]!, line, lastOf(line)) : null));
    return [{ ...base, id, epsilon: null, values }];
  }
  const epsilons = [...new Set(curves.flatMap((curve) => [...(curve?.keys() ?? [])]))];
  return epsilons
    .toSorted((a, b) => a - b)
    .map((epsilon) => ({
      ...base,
      id: `${id} ${epsilon}`,
      epsilon,
      values: lines.map((line, k) => {
        const at = curves[k]?.get(epsilon);
        return line && at !== undefined ? valueAt(jobs[k]!, line, at) : null;
      }),
    }));
}

/** The index of each ε that a line was measured at; null for one over time. */
export function epsilonsOf(lines: MetricLines, line: Line): ReadonlyMap<number, number> | null {
  const epsilons = lines.find(line.step, 'epsilon')?.byAt;
  if (!epsilons) return null;
  const ats = [...line.byAt.keys()];
  const isSwept = ats.length > 1 && ats.every((at) => epsilons.has(at));
  if (!isSwept && !isOnEpsilon(lines, line)) return null;
  return new Map(ats.flatMap((at) => (epsilons.has(at) ? [[epsilons.get(at)!, at] as const] : [])));
}

function lastOf({ byAt }: Line): number {
  return Math.max(...byAt.keys());
}

function valueAt(lines: MetricLines, line: Line, at: number): MetricValue {
  const { step, name } = line;
  const count = name.endsWith('accuracy')
    ? lines.find(step, name.replace(/accuracy$/, 'count'))?.byAt.get(at)
    : undefined;
  return { value: line.byAt.get(at)!, at, ...lines.bandAt(line, at), count: count ?? null };
}

/** Each job against the base, by its place; null where one of the two has no such value. The base differs from itself by 0. */
export function compareWithBase({ values }: MetricRow, base: number): readonly (MetricDifference | null)[] {
  const from = values[base] ?? null;
  return values.map((value) => (from && value ? differ(from, value) : null));
}

function differ(base: MetricValue, { value, low, high }: MetricValue): MetricDifference {
  const absolute = value - base.value;
  const banded = low !== null && high !== null && base.low !== null && base.high !== null;
  return {
    absolute,
    relative: base.value === 0 ? null : absolute / Math.abs(base.value),
    apart: banded ? low > base.high! || high < base.low! : null,
  };
}

/** Whether the jobs that recorded it recorded different values. */
export function metricDiffers({ values }: MetricRow): boolean {
  return new Set(values.flatMap((value) => (value ? [value.value] : []))).size > 1;
}

/** The row that says most in one sentence, of those that most jobs have and that differ: an accuracy under attack at the ε nearest to 0.1, else an accuracy, else the first. */
export function findHeadline(rows: readonly MetricRow[]): MetricRow | null {
  const rank = (row: MetricRow): readonly number[] => [
    -row.values.filter((value) => value !== null).length,
    metricDiffers(row) ? 0 : 1,
    rankOf(row),
    row.epsilon === null ? 0 : Math.abs(row.epsilon - 0.1),
  ];
  return rows.toSorted((a, b) => compareRanks(rank(a), rank(b)))[0] ?? null;
}

function rankOf({ name, epsilon, unit }: MetricRow): number {
  const isAccuracy = /(^|_)accuracy$/.test(name);
  if (isAccuracy && epsilon !== null && epsilon > 0 && roleOfAccuracy(name) === 'adversarial') return 0;
  if (isAccuracy) return roleOfAccuracy(name) === 'noise' ? 3 : /^(test|val)/.test(name) ? 1 : 2;
  return unit === 'share' ? 4 : 5;
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((rank, k) => rank !== b[k]);
  return place < 0 ? 0 : a[place]! - b[place]!;
}
