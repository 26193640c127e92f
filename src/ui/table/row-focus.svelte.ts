/** The focus among the rows of a table: one row is reached by the Tab key, and it keeps the focus while rows come, go and move. */
import type { Line } from '#core/search/line.ts';
import type { HeldRow } from './drawn-rows.ts';

const LINK = 'a[data-row]';

export class RowFocus {
  /** The row that holds it now. */
  held = $state.raw<HeldRow | null>(null);
  /** Where it was last. */
  index = $state<number | null>(null);
  /** The row that is to have it once it is drawn. */
  #wanted: number | null = null;
  /** The part of the row that has it. */
  #part = LINK;
  #leaves = false;
  readonly #body: () => HTMLElement | undefined;
  readonly #read: (index: number) => Line | undefined;

  constructor(body: () => HTMLElement | undefined, read: (index: number) => Line | undefined) {
    this.#body = body;
    this.#read = read;
  }

  /** The place of the row that an element stands in. */
  indexOf(target: EventTarget | null): number | null {
    const row = (target as Element | null)?.closest<HTMLElement>('[data-index]');
    return row ? Number(row.dataset.index) : null;
  }

  readonly onfocusin = ({ target }: FocusEvent): void => {
    this.#leaves = false;
    const index = this.indexOf(target);
    const line = index === null ? undefined : this.#read(index);
    if (index === null || !line) return;
    this.index = index;
    this.held = { index, line };
    this.#part = (target as Element).matches('input') ? 'input' : LINK;
  };

  /** An element that is moved or removed loses the focus without anyone having left: then `keep` comes before this is done. */
  readonly onfocusout = (): void => {
    this.#leaves = true;
    queueMicrotask(() => {
      if (this.#leaves) this.held = null;
    });
  };

  /** Gives it to a row, at once or when it is drawn. */
  go(index: number): void {
    this.#wanted = index;
    this.#part = LINK;
    this.keep();
  }

  /** To be called whenever rows were drawn. */
  keep(): void {
    const row =
      this.#wanted === null
        ? this.held && !this.#stands(this.held.line.id) && `[data-id="${this.held.line.id}"]`
        : `[data-index="${this.#wanted}"]`;
    const part = row ? this.#body()?.querySelector<HTMLElement>(`${row} ${this.#part}`) : null;
    if (!part) return;
    this.#wanted = null;
    part.focus({ preventScroll: true });
  }

  /** Whether the focus is in the row of this record, or somewhere else in the page where it should be left. */
  #stands(id: string): boolean {
    const { activeElement } = document;
    if (activeElement === document.body) return false;
    const row = activeElement?.closest<HTMLElement>('tr[data-index]');
    return !row || !this.#body()?.contains(row) || row.dataset.id === id;
  }

  /** Other rows stand there now. */
  forget(): void {
    this.index = null;
    this.#wanted = null;
  }
}
