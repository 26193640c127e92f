/** Accuracy against ε: every `*_accuracy` of a step that recorded ε, on one chart, noise as the baseline of the attacks. */
import { isOnEpsilon, roleOfAccuracy, type Line, type MetricLines } from '#core/job/metric-lines.ts';
import { sayCount } from '#ui/resource/say.ts';
import { countRoles, type Chart, type Role, type Series } from './series.ts';

const ORDER: readonly Role[] = ['clean', 'noise', 'adversarial', 'plain'];

export function makeEpsilonChart(lines: MetricLines): Chart | null {
  const curves = lines.all.filter((line) => isOnEpsilon(lines, line));
  const counts = new Set(curves.map((line) => lines.countOf(line)));
  const series = curves.flatMap((line): Series[] => {
    const points = pointsOf(lines, line);
    if (points.length === 0) return [];
    const shared = curves.filter((other) => other.name === line.name).length > 1;
    const count = lines.countOf(line);
    const label = [
      sayCurve(line.name),
      shared && `· ${line.step}`,
      counts.size > 1 && count !== null && `(n ${sayCount(count)})`,
    ]
      .filter(Boolean)
      .join(' ');
    return [{ key: `${line.step}/${line.name}`, label, role: roleOfAccuracy(line.name), nth: 0, points }];
  });
  if (series.length === 0) return null;
  const sorted = series.toSorted((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role));
  return {
    id: 'epsilon',
    title: 'Accuracy against ε',
    kind: 'epsilon',
    xName: 'ε',
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

/** `fgsm_accuracy` → `FGSM`; `noise_accuracy` → `random noise`, of L2 `random noise L2`; `accuracy` → `accuracy`. */
export function sayCurve(name: string): string {
  const stem = name.replace(/_?accuracy$/, '');
  if (stem === '') return 'accuracy';
  const noise = /^noise(?:_(l[12]))?$/.exec(stem);
  if (noise) return ['random noise', noise[1]?.toUpperCase()].filter(Boolean).join(' ');
  const known = /^(fgsm|pgd|bim|mim|apgd|fab|jsma|fgm|cw)(_|\d|$)/.test(stem);
  return (known ? stem.toUpperCase() : stem).replaceAll('_', ' ');
}
