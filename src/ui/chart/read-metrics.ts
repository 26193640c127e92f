/** Turns a job's metric points into charts and single figures: accuracy against ε where a step recorded ε, else values over time. */
import type { MetricPoint } from '#core/job/events.ts';
import { isOnEpsilon, isShare, MetricLines, type Line } from '#core/job/metric-lines.ts';
import { makeEpsilonChart } from './epsilon-chart.ts';
import { countRoles, type Chart, type Figure, type Reading, type Series } from './series.ts';

/** The ε chart first, then the others in the order in which their first point came. */
export function readMetrics(points: readonly MetricPoint[]): Reading {
  const lines = new MetricLines(points);
  const rest = lines.all.filter((line) => !isDrawn(lines, line));
  const curve = makeEpsilonChart(lines);
  const single = rest.filter((line) => line.byAt.size === 1);
  const figures = single.filter((line) => !countsFor(lines, line)).map((line) => toFigure(lines, line));
  const charts = makeTimeCharts(
    lines,
    rest.filter((line) => line.byAt.size > 1),
  );
  return { charts: curve ? [curve, ...charts] : charts, figures };
}

/** On the ε chart already: a curve there, its ε, or what accompanies a curve; and every band, which is drawn with its line. */
function isDrawn(lines: MetricLines, line: Line): boolean {
  const main = lines.accompanied(line);
  const band = main !== undefined && /_(low|high)$/.test(line.name);
  return (
    line.name === 'epsilon' ||
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
  const count = /accuracy$/.test(name) ? lines.countOf(line) : null;
  return {
    name,
    step,
    value,
    unit: isShare(name) ? 'share' : 'plain',
    ...(low !== null && high !== null && { band: { low, high } }),
    ...(count !== null && { count }),
  };
}

/** `val_loss` belongs with `loss`, `train_accuracy` with `accuracy`. */
const familyOf = (name: string): string => name.replace(/^(val|train|test|training|validation)_/, '');

function makeTimeCharts(lines: MetricLines, curves: readonly Line[]): Chart[] {
  const families = new Map<string, Line[]>();
  for (const line of curves) {
    const family = familyOf(line.name);
    families.set(family, [...(families.get(family) ?? []), line]);
  }
  return [...families].map(([family, members]) => ({
    id: `time-${family}`,
    title: sayFamily(family),
    kind: 'time',
    xName: 'at',
    unit: isShare(family) ? 'share' : 'plain',
    series: countRoles(members.map((line) => toSeries(lines, line, members))),
  }));
}

function toSeries(lines: MetricLines, line: Line, members: readonly Line[]): Series {
  const shared = members.some((other) => other !== line && other.name === line.name);
  const points = [...line.byAt].map(([x, y]) => ({ x, y, ...lines.bandAt(line, x) }));
  return {
    key: `${line.step}/${line.name}`,
    label: shared ? `${line.name} · ${line.step}` : line.name,
    role: /adversarial|robust|attack/.test(line.name) ? 'adversarial' : 'plain',
    nth: 0,
    points: points.sort((a, b) => a.x - b.x),
  };
}

const sayFamily = (family: string): string => {
  const text = family.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
