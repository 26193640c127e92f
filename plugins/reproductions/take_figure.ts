/** Finds a measured figure in a table: the one row that is meant, its value, its band and its number of images. */
import { wilsonBand, type DataFrame } from 'alidade/sdk';
import type { Statement } from './statement.ts';

export interface Measured {
  /** Null where the table has no finite number. */
  readonly value: number | null;
  /** Ends of its 95 % band, null where the table has none. */
  readonly low: number | null;
  readonly high: number | null;
  /** How many images it is of; null where the table does not say. */
  readonly count: number | null;
  /** That of the statement, with what stands in its row. */
  readonly note: string;
}

/** Numbers that came by different ways may differ by so much of themselves. */
const SLACK = 1e-9;

/**
 * A share of a number of images has Wilson's 95 % band; any other figure that of its columns `_low` and `_high`.
 *
 * @throws where there is no such table or column, or not exactly one such row
 */
export function takeFigure(
  statement: Pick<Statement, 'name' | 'unit' | 'table' | 'row' | 'column' | 'note'>,
  tables: Readonly<Record<string, DataFrame>>,
): Measured {
  const { name, unit, column } = statement;
  const table = Object.hasOwn(tables, statement.table) ? tables[statement.table]! : undefined;
  if (!table) {
    throw new Error(
      `The figure “${name}” is of the table “${statement.table}”; tables has ${Object.keys(tables).join(', ') || 'none'}.`,
    );
  }
  const row = findRow(statement, table);
  const value = (title: string): number | null => {
    const place = table.columns.indexOf(title);
    const cell = place < 0 ? null : row[place];
    return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
  };
  placeOf(column, statement, table);
  const [measured, count] = [value(column), value('count')];
  const band =
    unit === 'share' && measured !== null && count
      ? wilsonBand(Math.round(measured * count), count)
      : { low: value(`${column}_low`), high: value(`${column}_high`) };
  const note = statement.note.replaceAll(/\{(\w+)\}/g, (_, title: string) =>
    sayCell(row[placeOf(title, statement, table)]),
  );
  return { value: measured, ...band, count, note };
}

/** A number in the manner of notes: whole, or to three digits. */
function sayCell(cell: unknown): string {
  if (typeof cell !== 'number') return String(cell);
  return Number.isInteger(cell) ? cell.toLocaleString('en') : cell.toFixed(3);
}

function findRow(statement: Pick<Statement, 'name' | 'table' | 'row'>, table: DataFrame): readonly unknown[] {
  const asked = Object.entries(statement.row).map(
    ([title, wanted]) => [placeOf(title, statement, table), wanted] as const,
  );
  const rows = table.rows.filter((row) => asked.every(([place, wanted]) => isSame(row[place], wanted)));
  if (rows.length === 1) return rows[0]!;
  throw new Error(
    `The figure “${statement.name}” means ${rows.length === 0 ? 'no row' : `${rows.length} rows`} of the table “${statement.table}”: row has to single out one of its ${table.rows.length}, and is ${JSON.stringify(statement.row)}.`,
  );
}

function placeOf(
  title: string,
  { name, table: of }: Pick<Statement, 'name' | 'table'>,
  table: DataFrame,
): number {
  const place = table.columns.indexOf(title);
  if (place >= 0) return place;
  throw new Error(
    `The figure “${name}” asks for the column “${title}”, and the table “${of}” has ${table.columns.join(', ')}.`,
  );
}

function isSame(cell: unknown, wanted: unknown): boolean {
  if (typeof cell === 'number' && typeof wanted === 'number')
    return Math.abs(cell - wanted) <= SLACK * Math.max(1, Math.abs(wanted));
  return cell === wanted;
}
