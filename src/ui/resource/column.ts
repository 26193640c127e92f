/** A column of a table of records. */
import type { Snippet } from 'svelte';

export interface Column<Row> {
  readonly id: string;
  readonly name: string;
  /** What a search calls it, where that is not its id. */
  readonly field?: string;
  /** What it sorts by; null stands last. */
  readonly value: (row: Row) => string | number | null;
  /** What is shown and searched, where that is not the value. */
  readonly text?: (row: Row) => string;
  /** Drawn instead of the text. */
  readonly cell?: Snippet<[Row]>;
  /** CSS width. */
  readonly width?: string;
  readonly end?: boolean;
  /** Figures and times sort from the greatest first. */
  readonly falling?: boolean;
  /** Stands on a line of its own on a phone. */
  readonly long?: boolean;
  /** Left out on a phone. */
  readonly wide?: boolean;
}

export interface Order {
  readonly column: string;
  readonly falling: boolean;
}

/** `modified-` falls, `name` rises. */
export function readOrder(text: string | null): Order | null {
  const [, column, sign] = /^(\w+)(-?)$/.exec(text ?? '') ?? [];
  return column === undefined ? null : { column, falling: sign === '-' };
}

export function writeOrder({ column, falling }: Order): string {
  return falling ? `${column}-` : column;
}

const COMPARE = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export function textOf<Row>(column: Column<Row>, row: Row): string {
  return column.text?.(row) ?? String(column.value(row) ?? '');
}

/** The rows that a search finds, in the order asked for. */
export function arrange<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  match: (row: Row) => boolean,
  order: Order | null,
): readonly Row[] {
  const found = rows.filter(match);
  const column = columns.find(({ id }) => id === order?.column);
  if (!column || !order) return found;
  const sign = order.falling ? -1 : 1;
  return found.toSorted((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return (
      sign * (typeof x === 'number' && typeof y === 'number' ? x - y : COMPARE.compare(String(x), String(y)))
    );
  });
}
