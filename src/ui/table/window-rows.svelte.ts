/** Which rows of a long table lie in the window, all being of one height, so that only these are drawn. */

/** Rows drawn above and below what is in sight. */
const BEYOND = 6;
/** The window moves by so many rows at a time, so that not each step of a scroll draws anew. */
const STEP = 4;

export class WindowRows {
  from = $state(0);
  /** After the last one. */
  to = $state(0);
  readonly #count: () => number;
  readonly #height: () => number;
  readonly #body: () => HTMLElement | undefined;

  /** Called while a component is set up. `height` is that of a row, in CSS pixels, and `body` what the rows stand in. */
  constructor(count: () => number, height: () => number, body: () => HTMLElement | undefined) {
    this.#count = count;
    this.#height = height;
    this.#body = body;
    const read = () => this.#read();
    $effect(() => {
      if (count() === 0) return;
      addEventListener('scroll', read, { passive: true });
      addEventListener('resize', read, { passive: true });
      return () => {
        removeEventListener('scroll', read);
        removeEventListener('resize', read);
      };
    });
    $effect.pre(() => {
      void [count(), height(), this.#body()];
      this.#read();
    });
  }

  /** Scrolls as little as shows the row, drawn or not, between a bar above and one below, in CSS pixels. */
  scrollTo(index: number, above: number, below: number): void {
    const body = this.#body();
    const drawn = body?.querySelector(`[data-index="${index}"]`)?.getBoundingClientRect();
    const top = drawn?.top ?? (body?.getBoundingClientRect().top ?? 0) + index * this.#height();
    const bottom = drawn?.bottom ?? top + this.#height();
    if (top < above) scrollBy(0, top - above);
    else if (bottom > innerHeight - below) scrollBy(0, bottom - innerHeight + below);
  }

  #read(): void {
    const [count, height] = [this.#count(), this.#height()];
    const above = -(this.#body()?.getBoundingClientRect().top ?? 0);
    const first = Math.floor(above / height / STEP) * STEP - BEYOND;
    const last = Math.ceil((above + innerHeight) / height / STEP) * STEP + BEYOND;
    this.from = Math.max(0, Math.min(first, count - 2 * BEYOND));
    this.to = Math.max(0, Math.min(last, count));
  }
}
