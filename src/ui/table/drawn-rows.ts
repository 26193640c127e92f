/** The rows that a table draws: those in sight, and the one that holds the focus, wherever it is. */
import type { Line } from '#core/search/line.ts';

export interface DrawnRow {
  /** The same for the same record, so that it keeps its element as rows come and go. */
  readonly key: string;
  readonly index: number;
  /** Undefined while it is fetched. */
  readonly line: Line | undefined;
  /** Rows that are left out between this one and the one drawn before it. */
  readonly before: number;
}

/** The row that holds the focus: without its element the focus would fall back to the page. */
export interface HeldRow {
  readonly index: number;
  readonly line: Line;
}

/** Those from one place up to another of `found`. */
export function drawRows(
  { from, to, found }: { readonly from: number; readonly to: number; readonly found: number },
  held: HeldRow | null,
  read: (index: number) => Line | undefined,
): readonly DrawnRow[] {
  const last = Math.min(to, found);
  const rows: { index: number; line: Line | undefined }[] = [];
  for (let index = from; index < last; index++) rows.push({ index, line: read(index) });
  if (held && held.index < found && rows.every(({ line }) => line?.id !== held.line.id)) {
    if (held.index < from) rows.unshift(held);
    if (held.index >= last) rows.push(held);
  }
  return rows.map(({ index, line }, place) => ({
    key: line?.id ?? `at ${index}`,
    index,
    line,
    before: index - (rows[place - 1]?.index ?? -1) - 1,
  }));
}
