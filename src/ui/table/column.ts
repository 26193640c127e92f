/** A column of a table, and what of a table stands in the address: its order and its columns. */
import type { Snippet } from 'svelte';
import type { LineOrder } from '#core/search/find-lines.ts';
import type { Line } from '#core/search/line.ts';

export interface Column {
  /** The field that it shows and sorts by. */
  readonly id: string;
  readonly name: string;
  /** How its value is drawn; as plain text where nothing is said. */
  readonly show?: 'words' | 'mono' | 'time' | 'duration' | 'bytes' | 'state' | 'pins' | 'tags';
  /** What is said instead of the bare value. */
  readonly text?: (line: Line) => string;
  /** Drawn instead of all that. */
  readonly cell?: Snippet<[Line]>;
  /** In rem; columns without one share what is left. */
  readonly width?: number;
  readonly end?: boolean;
  /** Figures and times sort from the greatest first. */
  readonly falling?: boolean;
  /** Stands on a line of its own on a phone. */
  readonly long?: boolean;
  /** Says its name before its value on a phone, where no head stands above it. */
  readonly named?: boolean;
  /** Left out where there is little room, until it is chosen. */
  readonly wide?: boolean;
  /** Not there until it is chosen. */
  readonly spare?: boolean;
}

/** Whether lines can stand in the order of it; tags have none. */
export function sorts({ show }: Column): boolean {
  return show !== 'tags';
}

export function textOf(column: Column, line: Line): string {
  return column.text?.(line) ?? String(line.cells[column.id] ?? '');
}

/** `modified-` falls, `name` rises. */
export function readOrder(text: string | null): LineOrder | null {
  const [, field, sign] = /^(\w+)(-?)$/.exec(text ?? '') ?? [];
  return field === undefined ? null : { field, falling: sign === '-' };
}

export function writeOrder({ field, falling }: LineOrder): string {
  return falling ? `${field}-` : field;
}

/** The columns that the address names, with the first, which leads to the record; the usual ones where it names none. */
export function readColumns(text: string | null, columns: readonly Column[]): readonly Column[] {
  const named = new Set(text?.split(' ') ?? []);
  if (named.size === 0) return columns.filter(({ spare }) => !spare);
  return columns.filter(({ id }, place) => place === 0 || named.has(id));
}

/** Null where these are the usual ones, so that nothing stands in the address. */
export function writeColumns(chosen: readonly Column[], columns: readonly Column[]): string | null {
  const usual = columns.filter(({ spare }) => !spare);
  const same = usual.length === chosen.length && usual.every((column) => chosen.includes(column));
  return same ? null : chosen.map(({ id }) => id).join(' ');
}
