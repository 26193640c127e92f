/** Keeps what is being read where it is while rows come and go above it. */
import type { DrawnRow } from './drawn-rows.ts';

/** Knows from one drawing to the next whether records stand at other places: a scroll alone moves none. */
export class ReadingPlace {
  #ids: ReadonlyMap<number, string> = new Map();

  shifts(drawn: readonly DrawnRow[]): boolean {
    const before = this.#ids;
    this.#ids = new Map(drawn.flatMap(({ index, line }) => (line ? [[index, line.id]] : [])));
    return drawn.some(({ index, line }) => line && (before.get(index) ?? line.id) !== line.id);
  }
}

/** Notes the first row in sight below `headroom`; what it gives scrolls so that this row stands where it stood. Null at the beginning of the list. */
export function notePlace(body: HTMLElement, headroom: number): (() => void) | null {
  if (body.getBoundingClientRect().top >= headroom) return null;
  const rows = [...body.querySelectorAll<HTMLElement>('tr[data-id]')];
  const row = rows.find((one) => one.getBoundingClientRect().top >= headroom);
  if (!row) return null;
  const { id } = row.dataset;
  const before = row.getBoundingClientRect().top;
  return () => {
    const after = body.querySelector(`tr[data-id="${id}"]`)?.getBoundingClientRect().top ?? before;
    if (Math.abs(after - before) > 1) scrollBy({ top: after - before, behavior: 'instant' });
  };
}
