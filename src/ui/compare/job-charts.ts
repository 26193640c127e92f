/** One chart a metric, one curve a job: over ε where the metric was measured at several, else over its index. */
import { epsilonsOf, matchLines, type MatchedLine } from '#core/job/compare/metrics.ts';
import type { MetricPoint } from '#core/job/events.ts';
import { isOnEpsilon, isShare, isUnderAttack, MetricLines, roleOfAccuracy } from '#core/job/metric-lines.ts';
import { capital, sayMetric } from '#ui/chart/name-metric.ts';
import type { Chart, Series, SeriesPoint } from '#ui/chart/series.ts';

/** Bands of more jobs would cover each other. */
const MOST_BANDS = 3;

/** A job whose curves are drawn. */
export interface CurveJob {
  readonly id: string;
  readonly number: number;
  /** Among all that are compared, hidden ones too, so that its look stays. */
  readonly place: number;
  readonly metrics: readonly MetricPoint[];
}

/** Those over ε first. A metric of which no job has two points is a figure, not a curve. */
export function makeJobCharts(jobs: readonly CurveJob[]): readonly Chart[] {
  const read = jobs.map(({ metrics }) => new MetricLines(metrics));
  const charts = matchLines(read)
    .filter(
      ({ name, lines }) => name !== 'epsilon' && !lines.some((line, k) => line && read[k]!.accompanied(line)),
    )
    .map((match) => makeChart(match, jobs, read))
    .filter(({ series }) => series.some(({ points }) => points.length > 1));
  const isOver = (kind: Chart['kind']) => charts.filter((chart) => chart.kind === kind);
  return [...isOver('epsilon'), ...isOver('time')];
}

/** Whether all of `count` jobs, two or more, have the very same curve. */
export function isSame({ series }: Chart, count: number): boolean {
  if (count < 2 || series.length < count) return false;
  const [first, ...others] = series.map(({ points }) => points);
  return others.every(
    (points) =>
      points.length === first!.length &&
      points.every(({ x, y }, at) => x === first![at]!.x && y === first![at]!.y),
  );
}

/** One line that names the jobs whose attacks have no random noise beside them at their ε; null where there is none. */
export function lackingNoise(jobs: readonly CurveJob[]): string | null {
  const bare = jobs.filter(({ metrics }) => {
    const lines = new MetricLines(metrics);
    const names = lines.all.filter((line) => isOnEpsilon(lines, line)).map(({ name }) => name);
    return names.some(isUnderAttack) && !names.some((name) => roleOfAccuracy(name) === 'noise');
  });
  if (bare.length === 0) return null;
  const who = `${bare.length === 1 ? 'Job' : 'Jobs'} ${bare.map(({ number }) => number).join(', ')}`;
  return `${who}: no random noise beside the attack, so what chance alone does at these ε is not known.`;
}

function makeChart(match: MatchedLine, jobs: readonly CurveJob[], read: readonly MetricLines[]): Chart {
  const { id, name, lines } = match;
  const epsilons = lines.map((line, k) => (line ? epsilonsOf(read[k]!, line) : null));
  const swept = epsilons.some((own) => own !== null);
  const banded = lines.filter((line) => line !== null).length <= MOST_BANDS;
  const series = lines.flatMap((line, k): Series[] => {
    if (!line) return [];
    const { id: job, number, place } = jobs[k]!;
    const ats = swept ? [...(epsilons[k] ?? [])] : [...line.byAt.keys()].map((at) => [at, at] as const);
    const points = ats.map(([x, at]): SeriesPoint => {
      const band = banded ? read[k]!.bandAt(line, at) : { low: null, high: null };
      return { x, y: line.byAt.get(at)!, ...band };
    });
    const key = `${job} ${place}`;
    return [
      { key, label: `job ${number}`, role: 'job', nth: place, points: points.toSorted((a, b) => a.x - b.x) },
    ];
  });
  return {
    id,
    title: sayTitle(match, swept),
    kind: swept ? 'epsilon' : 'time',
    xName: swept ? 'ε' : 'index',
    yName: sayMetric(name),
    unit: isShare(name) ? 'share' : 'plain',
    series,
  };
}

function sayTitle({ id, name, step }: MatchedLine, swept: boolean): string {
  // The step is said only where the same name stands in several.
  const where = id === name || step === null ? '' : ` of ${step}`;
  return `${capital(sayMetric(name))}${where}${swept ? ' against ε' : ''}`;
}
