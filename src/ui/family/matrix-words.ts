/** A family's matrix in words and as a file. */
import type { Matrix } from '#core/family/matrix.ts';
import type { FamilyTable } from '#core/family/table.ts';
import { formatCsv } from '#core/files/csv.ts';

interface Place {
  readonly row: string;
  readonly column: string;
  readonly mean: number;
}

/** What stands for an empty text. */
export const sayText = (text: string): string => (text === '' ? 'empty' : text);

/** The ε that every job's figures ended with, as ` at ε 0.1`; empty where they differ or none is recorded. */
export function sayLastEpsilon({ metrics, rows }: Pick<FamilyTable, 'metrics' | 'rows'>): string {
  const names = metrics.filter((name) => /(^|\.)epsilon$/.test(name));
  const found = new Set(rows.flatMap(({ figures }) => names.flatMap((name) => figures[name] ?? [])));
  return found.size === 1 ? ` at ε ${[...found][0]}` : '';
}

/** One sentence: where the metric is lowest and where it is highest, and what a cell is. */
export function summariseMatrix(
  { rows, columns, cells }: Matrix,
  metric: string,
  say: (value: number) => string,
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
  return `${course}${all}. Each cell is the mean over its n seeds, ± their standard deviation.`;
}

/** Long form, a row for each cell: what stands down and across, the mean, the standard deviation, the ends and n. */
export function writeMatrixCsv(matrix: Matrix, down: string, across: string, metric: string): string {
  const lines = matrix.rows.flatMap((row, i) =>
    matrix.columns.map((column, j) => {
      const spread = matrix.cells[i]![j]?.spread;
      const figures = spread
        ? [spread.mean, spread.deviation ?? '', spread.lowest, spread.highest].map(String)
        : ['', '', '', ''];
      return [row, column, ...figures, String(spread?.count ?? 0)];
    }),
  );
  return formatCsv([
    [down, across, metric, `${metric} sd`, `${metric} lowest`, `${metric} highest`, 'n'],
    ...lines,
  ]);
}
