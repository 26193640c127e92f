/** Which records of a table are selected, by their ids: those out of sight too. */
import type { RecordSource } from './source.ts';

/** So many ids are put into a set at once; a hundred thousand would hold up the page for longer than a frame. */
const AT_ONCE = 10_000;

export class Selection {
  #ids = $state.raw<ReadonlySet<string>>(new Set());
  readonly #list = $derived<readonly string[]>([...this.#ids]);
  /** Where the last one was chosen; a range begins there. */
  #anchor = 0;
  readonly #source: () => RecordSource;

  constructor(source: () => RecordSource) {
    this.#source = source;
  }

  get count(): number {
    return this.#ids.size;
  }

  get ids(): readonly string[] {
    return this.#list;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  toggle(id: string, index: number): void {
    this.#anchor = index;
    const next = new Set(this.#ids);
    if (!next.delete(id)) next.add(id);
    this.#ids = next;
  }

  /** All from where the last one was chosen to here. */
  async extend(index: number): Promise<void> {
    const [first, last] = [Math.min(index, this.#anchor), Math.max(index, this.#anchor)];
    this.#ids = await gather(await this.#source().ids(first, last + 1), new Set(this.#ids));
  }

  /** All that is found, or nothing where that is selected. */
  async toggleAll(): Promise<void> {
    const all = await this.#source().ids();
    const whole = all.length === this.#ids.size && all.every((id) => this.#ids.has(id));
    this.#ids = await gather(whole ? [] : all, new Set());
  }

  clear(): void {
    if (this.#ids.size > 0) this.#ids = new Set();
  }
}

async function gather(ids: readonly string[], into: Set<string>): Promise<ReadonlySet<string>> {
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    if (from > 0) await new Promise((resolve) => setTimeout(resolve));
    for (const id of ids.slice(from, from + AT_ONCE)) into.add(id);
  }
  return into;
}
