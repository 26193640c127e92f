/** The curves of a family: one metric against one varied number, a line for each combination of what else varies, seeds taken together. */
import type { FamilyRow, FamilyTable } from './table.ts';

/** Several jobs that differ in nothing but their seed, as one. */
export interface Spread {
  /** The mean of what they recorded. */
  readonly mean: number;
  /** The sample's standard deviation, over count − 1; null of one alone. */
  readonly deviation: number | null;
  readonly lowest: number;
  readonly highest: number;
  /** How many recorded a number. */
  readonly count: number;
}

/** The jobs of one line that have the same number below. */
export interface CurvePoint extends Spread {
  readonly x: number;
}

/** One line. */
export interface Curve {
  /** What sets it apart from the others, by parameter; empty where there is one line alone. */
  readonly values: Readonly<Record<string, string>>;
  /** By rising x; of finished jobs alone. */
  readonly points: readonly CurvePoint[];
}

/** The mean, the standard deviation and the ends of some numbers; null where none is finite. */
export function spreadOf(numbers: readonly (number | undefined)[]): Spread | null {
  const known = numbers.filter((value): value is number => Number.isFinite(value));
  if (known.length === 0) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    deviation: known.length > 1 ? Math.sqrt(squares / (known.length - 1)) : null,
    lowest: Math.min(...known),
    highest: Math.max(...known),
    count: known.length,
  };
}

/** The parameters of which every job has another number than some other: those that a curve can be drawn against. */
export function numbersOf({ parameters, rows }: FamilyTable): readonly string[] {
  return parameters.filter((name) => {
    const texts = new Set(rows.map(({ values }) => values[name]!));
    return texts.size > 1 && [...texts].every((text) => text.trim() !== '' && Number.isFinite(Number(text)));
  });
}

/**
 * The curves of `metric` against the parameter `x`, in the order of the family. A job that has not finished adds no point, whatever it
 * recorded so far, so that no mean is of numbers that still change.
 */
export function curvesOf({ parameters, rows }: FamilyTable, x: string, metric: string): readonly Curve[] {
  const others = parameters.filter((name) => name !== x);
  const lines = groupBy(rows, ({ values }) => JSON.stringify(others.map((name) => values[name])));
  return [...lines.values()].map((line): Curve => {
    const points = groupBy(line, ({ values }) => values[x]!);
    const drawn = [...points].flatMap(([text, jobs]): CurvePoint[] => {
      const spread = spreadOf(jobs.map((job) => figureOf(job, metric)));
      return spread ? [{ x: Number(text), ...spread }] : [];
    });
    return {
      values: Object.fromEntries(others.map((name) => [name, line[0]!.values[name]!])),
      points: drawn.toSorted((a, b) => a.x - b.x),
    };
  });
}

/** What a finished job ended with. */
export function figureOf({ status, figures }: FamilyRow, metric: string): number | undefined {
  return status === 'finished' && Object.hasOwn(figures, metric) ? figures[metric] : undefined;
}

/** In the order in which the keys come first. */
export function groupBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
