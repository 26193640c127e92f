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
    if (this.#wanted !== null) {
      if (this.#focus(`[data-index="${this.#wanted}"][data-id]`)) this.#wanted = null;
    } else if (this.held) this.#follow(this.held);
  }

  /** The record that had the focus keeps it at its new place; where it is gone, the one that stands there now has it. */
  #follow({ index, line }: HeldRow): void {
    const now = this.#read(index);
    const here = document.activeElement?.closest<HTMLElement>('tr[data-index]');
    if (here?.dataset.id === line.id && here.dataset.index === String(index)) return;
    const strays = document.activeElement === document.body || (here && this.#body()?.contains(here));
    if (!strays || this.#focus(`[data-id="${line.id}"]`) || !now || now.id === line.id) return;
    this.held = { index, line: now };
    if (!here) this.#focus(`[data-index="${index}"]`);
  }

  #focus(row: string): boolean {
    const part = this.#body()?.querySelector<HTMLElement>(`${row} ${this.#part}`);
    part?.focus({ preventScroll: true });
    return part !== null && part !== undefined && document.activeElement === part;
  }

  /** Other rows stand there now. */
  forget(): void {
    this.index = null;
    this.#wanted = null;
  }
}
