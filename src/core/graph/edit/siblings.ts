/** The entries or items of one collection as they stand in the text, each with its neighbours; those of a long text are read when asked for. */
import type { MapNode } from '#core/graph/node.ts';
import { readLayout, type CollectionLayout, type ItemLayout } from './layout.ts';
import type { TextShape } from './text-shape.ts';

/** An entry or item, with those right beside it. */
export interface Sibling {
  readonly item: ItemLayout;
  readonly previous: () => ItemLayout | null;
  readonly next: () => ItemLayout | null;
}

/** All entries or items of a collection. */
export interface Siblings {
  /** In brackets; then `start` and `end` are their places. */
  readonly flow: boolean;
  readonly start: number;
  readonly end: number;
  readonly lastComma: number | null;
  /** The entry whose key begins here. */
  readonly find: (offset: number) => Sibling | null;
  /** The item of this number. */
  readonly at: (index: number) => Sibling | null;
}

/** Those of a collection whose layout is known. */
export function siblingsOf({ flow, start, end, lastComma, items }: CollectionLayout): Siblings {
  const at = (index: number): Sibling | null => {
    const item = items[index];
    if (!item) return null;
    return { item, previous: () => items[index - 1] ?? null, next: () => items[index + 1] ?? null };
  };
  const find = (offset: number): Sibling | null => at(items.findIndex(({ key }) => key?.start === offset));
  return { flow, start, end, lastComma, find, at };
}

/** Those of the root: of a block mapping, each piece of the text from one key at its margin to the next is read when needed. */
export function rootSiblings(shape: TextShape, root: MapNode): Siblings | null {
  const start = root.place?.start ?? 0;
  const isBlock = shape.text[start] !== '{' && shape.isFirstOnLine(start);
  if (isBlock) return new RootSlices(shape, root, start).siblings();
  const layout = readLayout(shape.folded, 0);
  return layout?.kind === 'map' ? siblingsOf(layout as CollectionLayout) : null;
}

class RootSlices {
  readonly #shape: TextShape;
  /** Where the slices begin, and where the last one ends. */
  readonly #bounds: readonly number[];
  readonly #start: number;
  readonly #read = new Map<number, readonly ItemLayout[]>();

  constructor(shape: TextShape, { entries }: MapNode, start: number) {
    this.#shape = shape;
    this.#start = start;
    const column = shape.column(start);
    const margin = `\n${' '.repeat(column)}`;
    const bounds = entries
      .flatMap(({ key }) => (key.place ? key.place.start - column : []))
      .filter((offset) => offset === 0 || shape.folded.startsWith(margin, offset - 1));
    const isOrdered = bounds.every((offset, index) => index === 0 || offset > bounds[index - 1]!);
    const ordered = isOrdered ? bounds : [...new Set(bounds)].toSorted((a, b) => a - b);
    this.#bounds = [...ordered, shape.text.length];
  }

  siblings(): Siblings {
    return {
      flow: false,
      start: this.#start,
      end: this.#shape.text.length,
      lastComma: null,
      find: (offset) => this.#find(offset),
      at: () => null,
    };
  }

  #find(offset: number): Sibling | null {
    const index = this.#sliceAt(offset);
    const items = this.#items(index);
    const number = items.findIndex(({ key }) => key?.start === offset);
    if (number < 0) return null;
    return {
      item: items[number]!,
      previous: () => items[number - 1] ?? this.#items(index - 1).at(-1) ?? null,
      next: () => items[number + 1] ?? this.#items(index + 1)[0] ?? null,
    };
  }

  #sliceAt(offset: number): number {
    let low = 0;
    let high = this.#bounds.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#bounds[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #items(index: number): readonly ItemLayout[] {
    const [from, to] = [this.#bounds[index], this.#bounds[index + 1]];
    if (from === undefined || to === undefined) return [];
    const known = this.#read.get(index);
    if (known) return known;
    const layout = readLayout(this.#shape.folded.slice(from, to), from);
    const items = layout?.kind === 'map' ? (layout as CollectionLayout).items : [];
    this.#read.set(index, items);
    return items;
  }
}
