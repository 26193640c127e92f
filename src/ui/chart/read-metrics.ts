/** Turns a job's metric points into charts and single figures: accuracy against ε where a step recorded ε, else values over time. */
import { epsilonsOf } from '#core/job/compare/metrics.ts';
import type { MetricPoint } from '#core/job/events.ts';
import { sayNumber } from '#ui/resource/say.ts';
import { isOnEpsilon, isShare, MetricLines, type Line } from '#core/job/metric-lines.ts';
import { isCertificate, makeEpsilonCharts } from './epsilon-chart.ts';
import { sayEpsilonValue } from './figures.ts';
import { capital, sayMetric } from './name-metric.ts';
import { countRoles, type Chart, type Figure, type Reading, type Series } from './series.ts';

/** The charts over ε first, then the others in the order in which their first point came. */
export function readMetrics(points: readonly MetricPoint[]): Reading {
  const lines = new MetricLines(points);
  const rest = lines.all.filter((line) => !isDrawn(lines, line));
  const single = rest.filter((line) => line.byAt.size === 1);
  const figures = single.filter((line) => !countsFor(lines, line)).map((line) => toFigure(lines, line));
  const others = makeOtherCharts(
    lines,
    rest.filter((line) => line.byAt.size > 1),
  );
  return { charts: [...makeEpsilonCharts(lines), ...others], figures };
}

/** On a chart over ε or radius already: a curve there, its x, or what accompanies a curve; and every band, which is drawn with its line. */
function isDrawn(lines: MetricLines, line: Line): boolean {
  const main = lines.accompanied(line);
  const band = main !== undefined && /_(low|high)$/.test(line.name);
  return (
    line.name === 'epsilon' ||
    (line.name === 'radius' && lines.find(line.step, 'certified_accuracy') !== undefined) ||
    isOnEpsilon(lines, line) ||
    band ||
    (main !== undefined && isOnEpsilon(lines, main))
  );
}

/** Whether it is the number of images of another figure, which says it. */
const countsFor = (lines: MetricLines, line: Line): boolean =>
  line.name.endsWith('_count') && lines.accompanied(line)?.byAt.size === 1;

function toFigure(lines: MetricLines, line: Line): Figure {
  const { name, step, byAt } = line;
  const [[at, value] = [0, NaN]] = byAt;
  const { low, high } = lines.bandAt(line, at);
  const count = name.endsWith('accuracy') ? lines.countOf(line) : null;
  return {
    name,
    step,
    value,
    ...placeOf(lines, line, at),
    unit: isShare(name) ? 'share' : 'plain',
    ...(low !== null && high !== null && { band: { low, high } }),
    ...(count !== null && { count }),
  };
}

/** A figure at one ε or radius says which. */
function placeOf(lines: MetricLines, line: Line, at: number): Pick<Figure, 'place'> {
  const epsilon = lines.find(line.step, 'epsilon')?.byAt.get(at);
  if (epsilon === undefined || !isOnEpsilon(lines, line)) return {};
  return {
    place: isCertificate(lines, line)
      ? `radius ${sayNumber(epsilon)} in L2`
      : `ε ${sayEpsilonValue(epsilon)}`,
  };
}

/** `val_loss` belongs with `loss`, `train_accuracy` with `accuracy`. */
const familyOf = (name: string): string => name.replace(/^(val|train|test|training|validation)_/, '');

/** Over ε where every curve of a family was measured at several, else over their index. */
function makeOtherCharts(lines: MetricLines, curves: readonly Line[]): Chart[] {
  const families = new Map<string, Line[]>();
  for (const line of curves) {
    const family = familyOf(line.name);
    families.set(family, [...(families.get(family) ?? []), line]);
  }
  return [...families].map(([family, members]): Chart => {
    const swept = members.every((line) => epsilonsOf(lines, line) !== null);
    const words = sayMetric(family);
    return {
      id: `time-${family}`,
      title: capital(swept ? `${words} against ε` : words),
      kind: swept ? 'epsilon' : 'time',
      xName: swept ? 'ε' : 'index',
      yName: words,
      unit: isShare(family) ? 'share' : 'plain',
      series: countRoles(members.map((line) => toSeries(lines, line, members, swept))),
    };
  });
}

function toSeries(lines: MetricLines, line: Line, members: readonly Line[], swept: boolean): Series {
  const shared = members.some((other) => other !== line && other.name === line.name);
  const xs = swept ? epsilonsOf(lines, line)! : new Map([...line.byAt.keys()].map((at) => [at, at]));
  const points = [...xs].map(([x, at]) => ({ x, y: line.byAt.get(at)!, ...lines.bandAt(line, at) }));
  return {
    key: `${line.step}/${line.name}`,
    label: shared ? `${sayMetric(line.name)} · ${line.step}` : sayMetric(line.name),
    role: /adversarial|robust|attack/.test(line.name) ? 'adversarial' : 'plain',
    nth: 0,
    points: points.sort((a, b) => a.x - b.x),
  };
}
