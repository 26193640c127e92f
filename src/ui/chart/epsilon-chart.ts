/** Accuracy against ε: every `*_accuracy` of a step that recorded ε, noise as the baseline of the attacks; certificates against their radius. */
import { isOnEpsilon, roleOfAccuracy, type Line, type MetricLines } from '#core/job/metric-lines.ts';
import { sayCount } from '#ui/resource/say.ts';
import { sayCurve, sayMetric } from './name-metric.ts';
import { countRoles, type Chart, type Role, type Series } from './series.ts';

const ORDER: readonly Role[] = ['clean', 'noise', 'adversarial', 'plain'];
/** More curves cross each other too often to be told apart. */
const MOST = 6;

/** One chart of all curves where they are few, else one for each step, with its own noise. */
export function makeEpsilonCharts(lines: MetricLines): Chart[] {
  const curves = lines.all.filter((line) => isOnEpsilon(lines, line));
  const attacked = curves.filter((line) => !isCertificate(lines, line));
  const steps = [...new Set(attacked.map(({ step }) => step))];
  const apart = attacked.length > MOST && steps.length > 1;
  const charts = apart
    ? steps.map((step) => {
        const own = attacked.filter((line) => line.step === step);
        return makeChart(lines, own, `epsilon-${step}`, `Accuracy against ε: ${sayStep(step)}`);
      })
    : [makeChart(lines, attacked, 'epsilon', 'Accuracy against ε')];
  const certified = curves.filter((line) => isCertificate(lines, line));
  const radius = makeChart(lines, certified, 'radius', 'Certified accuracy against the radius in L2');
  return [
    ...charts,
    { ...radius, kind: 'value' as const, xName: 'radius in L2', yName: 'certified accuracy' },
  ].filter(({ series }) => series.length > 0);
}

const sayStep = (step: string | null): string => (step ?? 'this job').replaceAll('_', ' ');

/** Its ε is the radius in L2 that it is certified to. */
export const isCertificate = (lines: MetricLines, { step, name }: Line): boolean =>
  name === 'certified_accuracy' && lines.find(step, 'radius') !== undefined;

function makeChart(lines: MetricLines, curves: readonly Line[], id: string, title: string): Chart {
  const counts = new Set(curves.map((line) => lines.countOf(line)));
  const series = curves.flatMap((line): Series[] => {
    const points = pointsOf(lines, line);
    if (points.length === 0) return [];
    const shared = curves.filter((other) => other.name === line.name).length > 1;
    const count = lines.countOf(line);
    const label = [
      isCertificate(lines, line) ? sayMetric(line.name) : sayCurve(line.name),
      shared && `· ${line.step}`,
      counts.size > 1 && count !== null && `(n ${sayCount(count)})`,
    ]
      .filter(Boolean)
      .join(' ');
    const role = isCertificate(lines, line) ? 'certified' : roleOfAccuracy(line.name);
    // A radius that holds, holds for every smaller one.
    const stepped = role === 'certified' && { stepped: true };
    return [{ key: `${line.step}/${line.name}`, label, role, nth: 0, points, ...stepped }];
  });
  const sorted = series.toSorted((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role));
  return {
    id,
    title,
    kind: 'epsilon',
    xName: 'ε',
    yName: 'accuracy',
    unit: 'share',
    series: countRoles(sorted),
  };
}

function pointsOf(lines: MetricLines, line: Line): Series['points'] {
  const epsilons = lines.find(line.step, 'epsilon')?.byAt;
  const points = [...line.byAt].flatMap(([at, y]) => {
    const x = epsilons?.get(at);
    return x === undefined ? [] : [{ x, y, ...lines.bandAt(line, at) }];
  });
  return points.sort((a, b) => a.x - b.x);
}

/** Whether it is what an attack leaves, or a certificate, and not another metric. */
export const isRobust = ({ id }: Pick<Chart, 'id'>): boolean => /^(epsilon|radius)(-|$)/.test(id);
