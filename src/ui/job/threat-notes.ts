/** Sets beside each curve of accuracy what its attacker could do, from the report of the job or from the log of the step that counted it. */
import type { LogRecord } from '#core/job/events.ts';
import type { Chart } from '#ui/chart/series.ts';
import type { Report, ReportThreat } from './report.ts';
import { sayWhat } from './verdict.ts';

/** What a step's log says of the attacker behind one of its curves. */
export interface ToldThreat extends ReportThreat {
  /** The class that it aims at; null: any but the true one. */
  readonly target: string | null;
}

/** By step and metric, as the keys of series. */
export type ToldThreats = ReadonlyMap<string, ToldThreat>;

/** As `sayAttacker` of the SDK writes it. */
const LINE =
  /^(.+?) attacker sees: (.+?)\. May change: (.+?)\. Tries: (.+?)\.(?: Towards class (.+?): no robust accuracy\.)?$/s;

/** The threat lines of a log; other lines are let be. */
export function readThreats(logs: readonly Pick<LogRecord, 'step' | 'message'>[]): ToldThreats {
  return new Map(
    logs.flatMap(({ step, message }): [string, ToldThreat][] => {
      const [, name, sees, mayChange, tries, target = null] = LINE.exec(message) ?? [];
      if (!name || !sees || !mayChange || !tries) return [];
      return [[`${step}/${metricName(name)}`, { sees, mayChange, tries, target }]];
    }),
  );
}

/** The bars of a defence whose attacker is another bar's. */
const ALSO: Readonly<Record<string, readonly [of: string, words: string]>> = {
  undefended_accuracy: ['oblivious_accuracy', 'The oblivious attack, read without the defence.'],
  robust_accuracy: [
    'adaptive_accuracy',
    'Counts an image only where neither the oblivious attack nor this one fooled it.',
  ],
};

/** A curve is that of an attack where its metric has the attack's name; one that neither tells of has no note. */
export function noteThreats(chart: Chart, report: Report | null, told: ToldThreats = new Map()): Chart {
  const notes = new Map<string, string>(
    report?.curves.map(({ attack, threat, untargeted, target }) => [
      metricName(attack),
      sayNote(threat, untargeted ? null : (target ?? 'of its own')),
    ]),
  );
  const series = chart.series.map((one) => {
    const slash = one.key.indexOf('/');
    const metric = one.key.slice(slash + 1);
    const [of, words] = ALSO[metric] ?? [metric, ''];
    const threat = told.get(`${one.key.slice(0, slash)}/${of}`);
    const note = notes.get(metric) ?? (threat ? `${words} ${sayNote(threat, threat.target)}`.trim() : '');
    return note ? { ...one, note } : one;
  });
  return series.some((one, i) => one !== chart.series[i]) ? { ...chart, series } : chart;
}

const sayNote = (threat: ReportThreat | null, target: string | number | null): string =>
  `${sayWhat(threat)}${target === null ? '' : ` Towards class ${target}: no robust accuracy.`}`.trim();

/** As evaluate_robustness names metrics by an attack. */
const metricName = (attack: string): string =>
  `${attack.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}_accuracy`;
