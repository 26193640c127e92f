/** Sets beside each curve of accuracy its attack's own name and what the attacker could do, from the report of the job or from the log of the step that counted it. */
import type { LogRecord } from '#core/job/events.ts';
import { sayCurve } from '#ui/chart/name-metric.ts';
import type { Chart, Series } from '#ui/chart/series.ts';
import { isLargest } from './norm-words.ts';
import type { Report, ReportCurve, ReportThreat } from './report.ts';
import { sayWhat } from './verdict.ts';

/** What a step's log says of the attacker behind one of its curves. */
export interface ToldThreat extends ReportThreat {
  /** The class that it aims at; null: any but the true one. */
  readonly target: string | null;
}

/** By step and metric, as the keys of series. */
export type ToldThreats = ReadonlyMap<string, ToldThreat>;

/** Whether it is random noise, which looks at nothing. */
export const isChance = ({ sees }: ReportThreat): boolean => sees === 'nothing';

/** As `sayAttacker` of the SDK writes it. */
const LINE =
  /^(.+?) attacker sees: (.+?)\. May change: (.+?)\. Tries: (.+?)\.(?: Towards class (.+?): no robust accuracy\.)?( Led against another classifier\.)?( One change for all images\.)?( Too few readings of a random defence: no robust accuracy\.)?$/s;

/** The threat lines of a log; other lines are let be. */
export function readThreats(logs: readonly Pick<LogRecord, 'step' | 'message'>[]): ToldThreats {
  return new Map(
    logs.flatMap(({ step, message }): [string, ToldThreat][] => {
      const [, name, sees, mayChange, tries, target = null, elsewhere, shared, hasty] =
        LINE.exec(message) ?? [];
      if (!name || !sees || !mayChange || !tries) return [];
      const [far, alike, few] = [elsewhere, shared, hasty].map((part) => part !== undefined);
      const apart = { elsewhere: far!, shared: alike!, hasty: few! };
      return [[`${step}/${metricName(name)}`, { sees, mayChange, tries, target, ...apart }]];
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

/**
 * A curve is that of an attack where its metric has the attack's name; one that neither tells of has no note. Grey levels
 * are what ε amounts to only where every curve is known to be bounded in L∞.
 */
export function noteThreats(chart: Chart, report: Report | null, told: ToldThreats = new Map()): Chart {
  const curves = new Map(report?.curves.map((curve) => [metricName(curve.attack), curve] as const));
  const known = chart.series.map((one) => {
    const metric = nameOfMetric(one);
    const [of, words] = ALSO[metric] ?? [metric, ''];
    return { one, words, curve: curves.get(metric), threat: told.get(`${stepOf(one)}/${of}`) };
  });
  if (!report && known.every(({ threat }) => !threat)) return chart;
  const series = known.map(({ one, words, curve, threat }) => {
    if (curve)
      return { ...one, label: nameAttack(one, curve), ...noteOf(sayNote(curve.threat, aimOf(curve))) };
    return threat ? { ...one, ...noteOf(`${words} ${sayNote(threat, threat.target)}`.trim()) } : one;
  });
  const inGreys = known.every(({ curve, threat }) =>
    curve ? isLargest(curve.norm) : /L∞/.test(threat?.mayChange ?? ''),
  );
  return { ...chart, series, inGreys };
}

const noteOf = (note: string) => note !== '' && { note };

const aimOf = ({ untargeted, target }: ReportCurve): string | number | null =>
  untargeted ? null : (target ?? 'of its own');

const nameAttack = (one: Series, { attack, role }: ReportCurve): string =>
  role === 'noise' ? one.label : one.label.replace(sayCurve(nameOfMetric(one)), attack);

const sayNote = (threat: ReportThreat | null, target: string | number | null): string =>
  `${sayWhat(threat)}${target === null ? '' : ` Towards class ${target}: no robust accuracy.`}`.trim();

/** Which of these attacks a curve is of; null where it is of none. */
export const attackOf = (one: Series, attacks: readonly string[]): string | null =>
  attacks.find((attack) => metricName(attack) === nameOfMetric(one)) ?? null;

/** The metric of a curve, without its step; and its step. */
const nameOfMetric = ({ key }: Series): string => key.slice(key.indexOf('/') + 1);
const stepOf = ({ key }: Series): string => key.slice(0, key.indexOf('/'));

/** As evaluate_robustness names metrics by an attack. */
const metricName = (attack: string): string =>
  `${attack.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}_accuracy`;
