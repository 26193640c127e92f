/** A family as a matrix: one parameter down, another across, one metric in the cells, seeds taken together. */
import { figureOf, groupBy, spreadOf, type Spread } from './curve.ts';
import type { FamilyRow, FamilyTable } from './table.ts';

/** Where a row and a column meet. */
export interface MatrixCell {
  /** Of the finished jobs; null where none recorded the metric. */
  readonly spread: Spread | null;
  /** Every job of the cell. */
  readonly jobs: readonly FamilyRow[];
}

/** Every combination of two parameters. */
export interface Matrix {
  /** The texts down and across, in the order of the family. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** By row, then by column; null where no job stands. */
  readonly cells: readonly (readonly (MatrixCell | null)[])[];
}

/** What is not chosen, a value for each further parameter, takes no part: a mean over attacks would hide what it is for. */
export function matrixOf(
  { rows }: FamilyTable,
  down: string,
  across: string,
  metric: string,
  fixed: Readonly<Record<string, string>> = {},
): Matrix {
  const inside = rows.filter(({ values }) =>
    Object.entries(fixed).every(([name, text]) => name === down || name === across || values[name] === text),
  );
  const columns = [...new Set(inside.map(({ values }) => values[across]!))];
  const byRow = groupBy(inside, ({ values }) => values[down]!);
  const cells = [...byRow.values()].map((line) =>
    columns.map((column): MatrixCell | null => {
      const jobs = line.filter(({ values }) => values[across] === column);
      if (jobs.length === 0) return null;
      return { jobs, spread: spreadOf(jobs.map((job) => figureOf(job, metric))) };
    }),
  );
  return { rows: [...byRow.keys()], columns, cells };
}

/** The two parameters that a matrix begins with: `attack` and `defence` by their names where they are there, else the first two that are no numbers; null where there are none. */
export function usualSides(
  parameters: readonly string[],
  numbers: readonly string[],
): readonly [down: string, across: string] | null {
  const words = parameters.filter((name) => !numbers.includes(name));
  const attack = words.find((name) => /attack/i.test(name));
  const defence = words.find((name) => /defen[cs]e/i.test(name));
  if (attack !== undefined && defence !== undefined) return [attack, defence];
  return words.length >= 2 ? [words[0]!, words[1]!] : null;
}
