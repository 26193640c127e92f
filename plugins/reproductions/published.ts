/** Sets figures that were measured here beside those that were published, and gives each its verdict. */
import { log, metric, type DataFrame } from 'alidade/sdk';
import { parseConditions, parseFigures, type Condition, type Statement } from './statement.ts';
import { takeFigure, type Measured } from './take_figure.ts';

/** `below` and `above` are not reproduced, and say on which side; `not measured` has no number to compare. */
export type Outcome = 'reproduced' | 'below' | 'above' | 'not measured';

export interface ComparedFigure extends Measured {
  readonly name: string;
  /** `share`: of 1, said as per cent; else the unit itself, such as `L2`; empty where it has none. */
  readonly unit: string;
  /** As printed in the source; null where it prints no such figure. */
  readonly published: number | null;
  /** Lowest and highest value that is accepted here, both included. */
  readonly accept: readonly [number, number];
  readonly outcome: Outcome;
  readonly note: string;
}

/** What a reproduction came to; what its artifact holds. */
export interface Reproduction {
  readonly format: 1;
  readonly source: string;
  /** How the data here differs from the source's, in words. */
  readonly difference: string;
  /** Whose the accepted ranges are. */
  readonly ranges: string;
  readonly figures: readonly ComparedFigure[];
  readonly conditions: readonly Condition[];
}

/**
 * Compares measured figures with published ones. A figure is *reproduced* where it lies in the range that is accepted here,
 * ends included; else it is *below* or *above* it, or *not measured* where its table has no number. The range is not the
 * published value: it says what this data and this recipe are known to give, and the conditions say how they differ from
 * the paper's. A run at other values than the recipe's says so beside its verdict, and is no reproduction.
 *
 * Records for each figure, under its name in small letters with `_` between the words: the measured value, with its band
 * `_low` and `_high` where the table has one, and `<name>_reproduced`, 1 or 0; and once `figures_reproduced` and
 * `figures_compared`.
 *
 * @param tables name → a table with the measured figures, as measures of other plugins give them
 * @param figures each {name, table, row, column, accept} and optionally {unit, published, note}: `row` names columns and
 *   what stands in them in the one row that is meant; `column` is the value's; `accept` the lowest and highest value;
 *   `published` as printed, or null. With `unit` share the band is Wilson's, of the images in the column `count`; else it is
 *   in `<column>_low` and `_high`, if anywhere. In `note` a column's name in braces, such as {n}, stands for what that row has
 *   there
 * @param conditions each {what, published, here} and optionally {recipe}: what the source did and what is done here; where
 *   `recipe` is given and `here` is another, the run departs from the recipe
 * @param source what published the figures: authors, title, table
 * @param difference how the data here differs from the source's, and what follows from it
 * @param ranges whose the accepted ranges are, and on what they rest
 * @returns the comparison, for ReproductionArtifactTask
 * @throws where a statement is incomplete, names a table or column that is not there, or means no row or several
 */
export function compare_with_published(
  tables: Readonly<Record<string, DataFrame>>,
  figures: readonly Readonly<Record<string, unknown>>[],
  conditions: readonly Readonly<Record<string, unknown>>[],
  source: string,
  difference: string,
  ranges: string,
): Reproduction {
  const compared = parseFigures(figures).map((statement) =>
    compareFigure(statement, takeFigure(statement, tables)),
  );
  const said = parseConditions(conditions);
  compared.forEach(record);
  metric('figures_reproduced', compared.filter(({ outcome }) => outcome === 'reproduced').length);
  metric('figures_compared', compared.length);
  for (const { what, here, recipe } of said.filter(({ departs }) => departs))
    log(`${what} is ${here} and not ${recipe}, as in the recipe that the ranges are for`, 'WARNING');
  return { format: 1, source, difference, ranges, figures: compared, conditions: said };
}

/** The verdict of one figure. @internal */
export function compareFigure(statement: Statement, measured: Measured): ComparedFigure {
  const { name, unit, published, accept } = statement;
  return { name, unit, published, accept, ...measured, outcome: judge(measured.value, accept) };
}

function judge(value: number | null, [lowest, highest]: readonly [number, number]): Outcome {
  if (value === null) return 'not measured';
  if (value < lowest) return 'below';
  return value > highest ? 'above' : 'reproduced';
}

function record({ name, value, low, high, count, accept, published, outcome }: ComparedFigure): void {
  const key = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
  if (value !== null) metric(key, value);
  if (low !== null && high !== null) {
    metric(`${key}_low`, low);
    metric(`${key}_high`, high);
  }
  metric(`${key}_reproduced`, Number(outcome === 'reproduced'));
  const paper = published === null ? 'not published' : `published ${published}`;
  log(`${name}: ${value ?? 'no number'} (${paper}; accepted ${accept[0]} to ${accept[1]}): ${outcome}`);
  if (count !== null && count < 500)
    log(`${name} is of ${count} images: 500 or more make a figure`, 'WARNING');
}
