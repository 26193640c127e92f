/** Sets beside each curve of accuracy its attack's own name and what the attacker could do, from the report that the same job wrote. */
import { sayCurve } from '#ui/chart/epsilon-chart.ts';
import type { Chart, Series } from '#ui/chart/series.ts';
import { isLargest } from './norm-words.ts';
import type { Report } from './report.ts';
import { sayWhat } from './verdict.ts';

/** A curve is that of an attack where its metric has the attack's name; one that no report tells of has no note. */
export function noteThreats(chart: Chart, report: Report | null): Chart {
  if (!report) return chart;
  const curves = new Map(report.curves.map((curve) => [`${metricName(curve.attack)}_accuracy`, curve]));
  const curveOf = (one: Series) => curves.get(nameOfMetric(one));
  const series = chart.series.map((one) => {
    const curve = curveOf(one);
    if (!curve) return one;
    const { attack, threat, untargeted, target } = curve;
    const aim = untargeted ? '' : ` Towards class ${target ?? 'of its own'}: no robust accuracy.`;
    const note = `${sayWhat(threat)}${aim}`.trim();
    const label = curve.role === 'noise' ? one.label : one.label.replace(sayCurve(nameOfMetric(one)), attack);
    return { ...one, label, ...(note && { note }) };
  });
  const inGreys = chart.series.every((one) => isLargest(curveOf(one)?.norm ?? ''));
  return { ...chart, series, inGreys };
}

/** The metric of a curve, without its step. */
const nameOfMetric = ({ key }: Series): string => key.slice(key.indexOf('/') + 1);

/** As evaluate_robustness names metrics by an attack. */
const metricName = (attack: string): string => attack.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
