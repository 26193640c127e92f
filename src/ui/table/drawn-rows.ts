/** The rows that a table draws: those in sight, and the one that holds the focus, wherever it is. */
import type { Line } from '#core/search/line.ts';

export interface DrawnRow {
  /** The element that shows it: one that left the window shows one that came in, which costs far less than a new one. */
  readonly slot: number;
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

/** From one place up to another of `found`. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly found: number;
}

/** Remembers which element shows which row from one drawing to the next. */
export class DrawnRows {
  #slots: ReadonlyMap<number, number> = new Map();

  draw({ from, to, found }: Span, held: HeldRow | null, read: (index: number) => Line | undefined) {
    const last = Math.min(to, found);
    const rows: { readonly index: number; readonly line: Line | undefined }[] = [];
    for (let index = from; index < last; index++) rows.push({ index, line: read(index) });
    if (held && held.index < found && rows.every(({ line }) => line?.id !== held.line.id)) {
      if (held.index < from) rows.unshift(held);
      if (held.index >= last) rows.push(held);
    }
    this.#slots = giveSlots(
      rows.map(({ index }) => index),
      this.#slots,
    );
    return rows.map(({ index, line }, place): DrawnRow => {
      const before = index - (rows[place - 1]?.index ?? -1) - 1;
      return { slot: this.#slots.get(index)!, index, line, before };
    });
  }
}

/** Rows that stay keep their slots; those that come take the slots of those that left, then new ones. */
function giveSlots(
  indexes: readonly number[],
  before: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const stay = new Set(indexes);
  const free = [...before].filter(([index]) => !stay.has(index)).map(([, slot]) => slot);
  const taken = new Set(before.values());
  let next = 0;
  const give = () => {
    const left = free.pop();
    if (left !== undefined) return left;
    while (taken.has(next)) next += 1;
    return next++;
  };
  return new Map(indexes.map((index) => [index, before.get(index) ?? give()]));
}
