/** Sets beside each curve of accuracy what its attacker could do, from the report that the same job wrote. */
import type { Chart } from '#ui/chart/series.ts';
import type { Report } from './report.ts';
import { sayWhat } from './verdict.ts';

/** A curve is that of an attack where its metric has the attack's name; one that no report tells of has no note. */
export function noteThreats(chart: Chart, report: Report | null): Chart {
  if (!report) return chart;
  const notes = new Map(
    report.curves.map(({ attack, threat, untargeted, target }) => {
      const aim = untargeted ? '' : ` Towards class ${target ?? 'of its own'}: no robust accuracy.`;
      return [`${metricName(attack)}_accuracy`, `${sayWhat(threat)}${aim}`.trim()] as const;
    }),
  );
  const series = chart.series.map((one) => {
    const note = notes.get(one.key.slice(one.key.indexOf('/') + 1));
    return note ? { ...one, note } : one;
  });
  return { ...chart, series };
}

/** As evaluate_robustness names metrics by an attack. */
const metricName = (attack: string): string => attack.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
