/** Metric points gathered by step and name, and what accompanies a metric: its band and the count that it stands on. */
import type { MetricPoint } from '#core/job/events.ts';

/** The points of one metric of one step. */
export interface Line {
  readonly step: string | null;
  readonly name: string;
  /** Value by index; a later point at the same index replaces the earlier one. */
  readonly byAt: ReadonlyMap<number, number>;
}

/** The lines of a job, in the order in which their first points came. */
export class MetricLines {
  readonly all: readonly Line[];
  readonly #byKey = new Map<string, Line & { byAt: Map<number, number> }>();

  constructor(points: readonly MetricPoint[]) {
    for (const { step, name, value, at } of points) {
      const key = keyOf(step, name);
      let line = this.#byKey.get(key);
      if (!line) this.#byKey.set(key, (line = { step, name, byAt: new Map() }));
      line.byAt.set(at, value);
    }
    this.all = [...this.#byKey.values()];
  }

  /** Undefined where the step recorded no such metric. */
  find(step: string | null, name: string): Line | undefined {
    return this.#byKey.get(keyOf(step, name));
  }

  /** Band of `<name>` at an index, from `<name>_low` and `<name>_high`. */
  bandAt({ step, name }: Line, at: number): { low: number | null; high: number | null } {
    const low = this.find(step, `${name}_low`)?.byAt.get(at);
    const high = this.find(step, `${name}_high`)?.byAt.get(at);
    return low === undefined || high === undefined ? { low: null, high: null } : { low, high };
  }

  /** How many were counted for `<stem>_accuracy`, from `<stem>_count`. */
  countOf({ step, name }: Line): number | null {
    const counts = this.find(step, name.replace(/accuracy$/, 'count'))?.byAt;
    return counts ? ([...counts.values()].at(-1) ?? null) : null;
  }

  /** The line that this one only accompanies: whose band it ends, or behind whose accuracy it counts. */
  accompanied({ step, name }: Line): Line | undefined {
    const band = name.replace(/_(low|high)$/, '');
    if (band !== name) return this.find(step, band);
    if (CLASS.test(name)) return this.find(step, 'worst_class_accuracy');
    const stem = BESIDE.exec(name)?.[1];
    return stem === undefined ? undefined : this.find(step, `${stem}_accuracy`);
  }
}

/** What an attack's curve has beside it: tables and figures of their own show these. */
const BESIDE = /^(.+)_(?:correct|count|success|l(?:0|1|2|inf)_(?:mean|median)|queries|gradient_evaluations)$/;

/** What is left of single classes, beside the worst one. */
const CLASS = /^(?:class_\d+_accuracy|worst_class)$/;

const keyOf = (step: string | null, name: string): string => `${step ?? ''}\n${name}`;

/** What the name of an accuracy says that it was measured on: changed by nothing, by chance, or by an attack. */
export function roleOfAccuracy(name: string): 'clean' | 'noise' | 'adversarial' {
  if (/noise|random/.test(name)) return 'noise';
  return /clean/.test(name) ? 'clean' : 'adversarial';
}

/** Whether the name of an accuracy says that an attack was led: a certificate asks for none. */
export const isUnderAttack = (name: string): boolean =>
  roleOfAccuracy(name) === 'adversarial' && !name.startsWith('certified_');

/** An accuracy that was measured at several ε; a single unchanged accuracy is a figure, not a curve. */
export function isOnEpsilon(lines: MetricLines, line: Line): boolean {
  if (!lines.find(line.step, 'epsilon') || !/(^|_)accuracy$/.test(line.name)) return false;
  if (CLASS.test(line.name)) return false;
  return !(roleOfAccuracy(line.name) === 'clean' && line.byAt.size === 1);
}

/** Whether a metric of this name says something by itself, and does not stand beside another as its band, count or ε. */
export function isMain(name: string): boolean {
  return name !== 'epsilon' && !/_(?:low|high)$/.test(name) && !BESIDE.test(name) && !CLASS.test(name);
}

/** Whether a metric of this name lies in 0…1 and is said in per cent. */
export function isShare(name: string): boolean {
  return /(^|_)(accuracy|acc|rate|share|precision|recall)$/.test(name);
}
