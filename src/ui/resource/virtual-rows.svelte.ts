/** Which rows of a long list are in sight of the window, so that only these are drawn. */
import {
  observeWindowOffset,
  observeWindowRect,
  Virtualizer,
  windowScroll,
  type VirtualItem,
  type VirtualizerOptions,
} from '@tanstack/virtual-core';

export class VirtualRows {
  items = $state.raw<readonly VirtualItem[]>([]);
  before = $state(0);
  after = $state(0);
  readonly #virtual: Virtualizer<Window, HTMLElement>;

  /** Called while a component is set up. */
  constructor(count: () => number, rowHeight: number, top: () => number) {
    const optionsFor = (rows: number): VirtualizerOptions<Window, HTMLElement> => ({
      count: rows,
      estimateSize: () => rowHeight,
      overscan: 12,
      scrollMargin: top(),
      getScrollElement: () => window,
      observeElementRect: observeWindowRect,
      observeElementOffset: observeWindowOffset,
      scrollToFn: windowScroll,
      onChange: () => this.#read(),
    });
    this.#virtual = new Virtualizer(optionsFor(0));
    $effect(() => this.#virtual._didMount());
    $effect(() => {
      this.#virtual.setOptions(optionsFor(count()));
      this.#virtual._willUpdate();
      this.#virtual.measure();
      this.#read();
    });
  }

  scrollTo(index: number): void {
    this.#virtual.scrollToIndex(index, { align: 'auto' });
  }

  #read() {
    const items = this.#virtual.getVirtualItems();
    const margin = this.#virtual.options.scrollMargin;
    this.items = items;
    this.before = Math.max(0, (items[0]?.start ?? margin) - margin);
    this.after = Math.max(0, this.#virtual.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin));
  }
}
