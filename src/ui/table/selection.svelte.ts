/** Which records of a table are selected, by their ids: those out of sight too. */
import type { RecordSource } from './source.ts';

/** So many ids are put into a set at once; a hundred thousand would hold up the page for longer than a frame. */
const AT_ONCE = 10_000;

export class Selection {
  #ids = $state.raw<ReadonlySet<string>>(new Set());
  readonly #list = $derived<readonly string[]>([...this.#ids]);
  /** The one that was chosen last; a range begins there, wherever it has moved meanwhile. */
  #anchor: string | null = null;
  /** How many were found when all of them were selected; null once anything else was. */
  #whole = $state<number | null>(null);
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

  /** Whether everything that is found now is selected, as far as it was selected as a whole. */
  get isWhole(): boolean {
    return this.#whole !== null && this.#whole === this.#source().found;
  }

  toggle(id: string): void {
    this.#anchor = id;
    const next = new Set(this.#ids);
    if (!next.delete(id)) next.add(id);
    this.#set(next);
  }

  add(ids: readonly string[]): void {
    this.#set(new Set([...this.#ids, ...ids]));
  }

  /** All from the one that was chosen last to this one. */
  async extend(id: string): Promise<void> {
    const before = this.#ids;
    const all = await this.#source().ids();
    const [here, there] = [all.indexOf(id), this.#anchor === null ? -1 : all.indexOf(this.#anchor)];
    if (here < 0 || this.#ids !== before) return;
    if (there < 0) return this.toggle(id);
    const range = all.slice(Math.min(here, there), Math.max(here, there) + 1);
    await this.#put(range, before, before, null);
  }

  /** All that is found, or nothing where that is selected. */
  async toggleAll(): Promise<void> {
    const before = this.#ids;
    const all = await this.#source().ids();
    const whole = all.length === before.size && all.every((id) => before.has(id));
    if (this.#ids !== before) return;
    if (whole) this.clear();
    else await this.#put(all, new Set(), before, all.length);
  }

  /** What else is asked for now is another question: all of its lines were not selected. */
  forgetWhole(): void {
    this.#whole = null;
  }

  clear(): void {
    this.#set(new Set());
  }

  /** Adds to some; what was selected by hand meanwhile stays as it is. */
  async #put(
    ids: readonly string[],
    to: ReadonlySet<string>,
    before: ReadonlySet<string>,
    whole: number | null,
  ): Promise<void> {
    const gathered = await gather(ids, new Set(to));
    if (this.#ids === before) this.#set(gathered, whole);
  }

  #set(ids: ReadonlySet<string>, whole: number | null = null): void {
    this.#ids = ids;
    this.#whole = whole;
  }
}

async function gather(ids: readonly string[], into: Set<string>): Promise<ReadonlySet<string>> {
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    if (from > 0) await new Promise((resolve) => setTimeout(resolve));
    for (const id of ids.slice(from, from + AT_ONCE)) into.add(id);
  }
  return into;
}
