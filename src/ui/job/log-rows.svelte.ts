/** Keeps only the lines in sight of a long log in the document; each line is as high as its message. */
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from '@tanstack/virtual-core';
import { untrack } from 'svelte';

export class LogRows {
  rows = $state.raw<readonly VirtualItem[]>([]);
  height = $state(0);
  #virtualizer: Virtualizer<HTMLElement, HTMLElement>;

  constructor(scroller: () => HTMLElement | undefined, count: () => number, estimate = 28) {
    const options = (n: number) => ({
      count: n,
      getScrollElement: () => untrack(scroller) ?? null,
      estimateSize: () => estimate,
      overscan: 12,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.#read(),
    });
    this.#virtualizer = new Virtualizer<HTMLElement, HTMLElement>(options(0));
    $effect(() => {
      if (!scroller()) return;
      const done = this.#virtualizer._didMount();
      this.#virtualizer._willUpdate();
      return done;
    });
    $effect(() => {
      void scroller();
      this.#virtualizer.setOptions(options(count()));
      this.#virtualizer._willUpdate();
      this.#virtualizer.measure();
      this.#read();
    });
  }

  /** Attach to each row, which carries its index in `data-index`, so that its true height is known. */
  measure = (row: HTMLElement): void => this.#virtualizer.measureElement(row);

  toEnd(): void {
    const count = this.#virtualizer.options.count;
    if (count > 0) this.#virtualizer.scrollToIndex(count - 1, { align: 'end' });
  }

  #read(): void {
    this.rows = this.#virtualizer.getVirtualItems();
    this.height = this.#virtualizer.getTotalSize();
  }
}
