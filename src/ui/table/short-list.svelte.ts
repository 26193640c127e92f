/** A list that is short enough to be searched and sorted in the page, such as that of the bin. */
import { findLines, type LineOrder } from '#core/search/find-lines.ts';
import { findField } from '#core/search/line-fields.ts';
import { readLineSearch } from '#core/search/line-search.ts';
import { countValues } from '#core/search/line-values.ts';
import type { Line, LineField, TagNames } from '#core/search/line.ts';
import type { RecordSource } from './source.ts';

const NO_TAGS: TagNames = new Map();

export class ShortList implements RecordSource {
  readonly #fields: () => readonly LineField[];
  readonly usual: LineOrder;
  readonly reading = null;
  readonly trouble = null;
  readonly #lines: () => readonly Line[] | undefined;
  #search = $state('');
  #order = $state.raw<LineOrder | null>(null);
  readonly #read = $derived.by(() => readLineSearch(this.#search, this.fields, NO_TAGS));
  readonly #found = $derived.by(() =>
    findLines(this.#lines() ?? [], this.#read.test, this.#order, this.usual),
  );

  /** `lines` is reactive, and undefined while they are read; `fields` may be so too. */
  constructor(
    lines: () => readonly Line[] | undefined,
    fields: readonly LineField[] | (() => readonly LineField[]),
    usual: LineOrder,
  ) {
    this.#lines = lines;
    this.#fields = typeof fields === 'function' ? fields : () => fields;
    this.usual = usual;
  }

  get fields(): readonly LineField[] {
    return this.#fields();
  }

  get total(): number | undefined {
    return this.#lines()?.length;
  }

  get found(): number {
    return this.#found.length;
  }

  get fault() {
    return this.#read.fault;
  }

  ask(search: string, order: LineOrder | null): void {
    this.#search = search;
    this.#order = order;
  }

  see(): void {}

  row(index: number): Line | undefined {
    return this.#found[index];
  }

  async values(called: string, part: string) {
    const field = findField(this.fields, called);
    return field ? countValues(this.#lines() ?? [], field, part, NO_TAGS) : [];
  }

  async ids(from?: number, to?: number): Promise<readonly string[]> {
    return this.#found.slice(from, to).map(({ id }) => id);
  }

  async countTags(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const asked = new Set(ids);
    const counts = new Map<string, number>();
    for (const line of this.#lines() ?? [])
      if (asked.has(line.id)) for (const tag of line.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    return counts;
  }
}
