/** A family's matrix in words and as a file. */
import { figureOf, type Spread } from '#core/family/curve.ts';
import type { Matrix } from '#core/family/matrix.ts';
import type { FamilyTable } from '#core/family/table.ts';
import { formatCsv } from '#core/files/csv.ts';
import { wilsonBand, type Band } from '#core/wilson.ts';
import { sayMany } from '#ui/resource/say.ts';
import { besideOf, isAtEpsilon } from './noise-baseline.ts';

interface Place {
  readonly row: string;
  readonly column: string;
  readonly mean: number;
}

/** What stands for an empty text. */
export const sayText = (text: string): string => (text === '' ? 'empty' : text);

/** The ε that every job ended a metric with, as ` at ε 0.1`; empty where they differ, or where the metric is measured at none. */
export function sayLastEpsilon(table: FamilyTable, metric: string): string {
  const epsilon = isAtEpsilon(table, metric) ? besideOf(table, metric, 'epsilon') : undefined;
  if (epsilon === undefined) return '';
  const found = new Set(table.rows.flatMap(({ figures }) => figures[epsilon] ?? []));
  return found.size === 1 ? ` at ε ${[...found][0]}` : '';
}

/** How many images every finished job counted for an accuracy; null where they differ, or where none tells. */
export function imagesOf(table: FamilyTable, metric: string): number | null {
  const [, stem] = /([^.]*)accuracy$/.exec(metric) ?? [];
  const count = stem === undefined ? undefined : besideOf(table, metric, `${stem}count`);
  if (count === undefined) return null;
  const found = new Set(table.rows.flatMap((row) => figureOf(row, count) ?? []));
  return found.size === 1 ? [...found][0]! : null;
}

/** Wilson's 95 % band of a cell: over the images of one job, since its seeds read the same ones. */
export const bandOf = ({ mean }: Pick<Spread, 'mean'>, images: number): Band =>
  wilsonBand(Math.min(mean * images, images), images);

/** One sentence: where the metric is lowest and where it is highest, and what a cell is. */
export function summariseMatrix(
  { rows, columns, cells }: Matrix,
  metric: string,
  say: (value: number) => string,
  images: number | null,
): string {
  const known: Place[] = rows.flatMap((row, i) =>
    columns.flatMap((column, j) => {
      const spread = cells[i]![j]?.spread;
      return spread ? [{ row, column, mean: spread.mean }] : [];
    }),
  );
  if (known.length === 0) return 'No job has finished with this metric yet.';
  const low = known.reduce((least, one) => (one.mean < least.mean ? one : least));
  const high = known.reduce((most, one) => (one.mean > most.mean ? one : most));
  const at = ({ row, column }: Place) => `${sayText(row)} × ${sayText(column)}`;
  const course =
    low.mean === high.mean
      ? `${metric} is ${say(low.mean)} wherever it is known`
      : `${metric} is lowest at ${at(low)}, ${say(low.mean)}, and highest at ${at(high)}, ${say(high.mean)}`;
  const all =
    known.length === rows.length * columns.length
      ? ''
      : ` (${known.length} of ${rows.length * columns.length} cells are known)`;
  const counted =
    images === null
      ? ''
      : ` Each job counts ${sayMany(images, 'image')}: the band is Wilson’s 95 % of the mean over as many.`;
  return `${course}${all}. Each cell is the mean over its n seeds, ± their standard deviation.${counted}`;
}

/** Long form, a row for each cell: what stands down and across, the mean, the standard deviation, the ends and n; the images of each job with the band where they are known. */
export function writeMatrixCsv(
  matrix: Matrix,
  down: string,
  across: string,
  metric: string,
  images: number | null,
): string {
  const lines = matrix.rows.flatMap((row, i) =>
    matrix.columns.map((column, j) => {
      const spread = matrix.cells[i]![j]?.spread;
      const figures = spread
        ? [spread.mean, spread.deviation ?? '', spread.lowest, spread.highest].map(String)
        : ['', '', '', ''];
      const band = spread && images !== null ? Object.values(bandOf(spread, images)).map(String) : ['', ''];
      const counted = images === null ? [] : [String(images), ...band];
      return [row, column, ...figures, String(spread?.count ?? 0), ...counted];
    }),
  );
  return formatCsv([
    [
      down,
      across,
      metric,
      `${metric} sd`,
      `${metric} lowest`,
      `${metric} highest`,
      'n',
      ...(images === null ? [] : ['images', `${metric} low`, `${metric} high`]),
    ],
    ...lines,
  ]);
}
