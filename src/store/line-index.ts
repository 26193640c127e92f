/** All lines of a noun: read once, then kept up with the records that change, each by its key. */
import type { Reading } from '#core/search/line-question.ts';
import { sameLine, type Line, type LineNoun } from '#core/search/line.ts';
import { readerOf, type LineReader } from './line-readers.ts';
import { explain } from './refusal.ts';
import type { Tables } from './tables.ts';
import { TextPool } from './text-pool.ts';
import { watchTable } from './watch.ts';

/** Lines that are other now: all of `gone` have left, and those of `come` are there, some of them anew. */
export interface LineChange {
  readonly gone: ReadonlySet<string>;
  readonly come: readonly Line[];
}

/** More keys at once are not looked up together. */
const AT_ONCE = 1000;

export class LineIndex {
  readonly noun: LineNoun;
  readonly #lines = new Map<string, Line>();
  readonly #reader: LineReader;
  readonly #pool = new TextPool();
  readonly #listeners = new Set<(change: LineChange) => void>();
  readonly #end: () => void;
  /** Ids of records that changed since they were read. */
  #stale = new Set<string>();
  #allStale = true;
  #work: Promise<void> | null = null;
  #reading: Reading | null = { read: 0, of: 0 };
  #fault: unknown = null;

  /** Begins to read. */
  constructor(db: Tables, noun: LineNoun) {
    this.noun = noun;
    this.#reader = readerOf(db, noun);
    const ends = [
      watchTable(db, this.#reader.table, (keys) => {
        if (keys === null) this.#allStale = true;
        else keys.forEach((key) => this.#stale.add(key));
        this.#update();
      }),
      // Any line may be of the one who is called otherwise now.
      watchTable(db, 'users', () => {
        this.#allStale = true;
        this.#update();
      }),
    ];
    this.#end = () => ends.forEach((end) => end());
    this.#update();
  }

  get lines(): ReadonlyMap<string, Line> {
    return this.#lines;
  }

  /** Until all are read for the first time. */
  get reading(): Reading | null {
    return this.#reading;
  }

  /** Why they cannot be read; the next change tries again. */
  get fault(): unknown {
    return this.#fault;
  }

  subscribe(listener: (change: LineChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when there is nothing that it knows of and has not read. */
  async settled(): Promise<void> {
    while (this.#work) await this.#work;
  }

  end(): void {
    this.#end();
    this.#listeners.clear();
  }

  #update(): void {
    this.#work ??= this.#readStale()
      .catch((error: unknown) => {
        this.#fault = explain(error);
        this.#allStale = true;
        this.#tell({ gone: new Set(), come: [] });
      })
      .then(() => void (this.#work = null));
  }

  async #readStale(): Promise<void> {
    while (this.#allStale || this.#stale.size > 0) {
      if (this.#allStale) await this.#readAll();
      else await this.#readSome([...this.#stale].slice(0, AT_ONCE));
      this.#fault = null;
    }
  }

  async #readAll(): Promise<void> {
    this.#allStale = false;
    this.#stale = new Set();
    const seen = new Set<string>();
    for await (const lines of ahead(this.#reader.readAll())) {
      lines.forEach(({ id }) => seen.add(id));
      await this.#countUp(lines.length);
      this.#take([], lines);
    }
    this.#reading = null;
    this.#take(
      [...this.#lines.keys()].filter((id) => !seen.has(id)),
      [],
    );
  }

  async #countUp(more: number): Promise<void> {
    if (!this.#reading) return;
    const of = this.#reading.of || (await this.#reader.count());
    this.#reading = { read: this.#reading.read + more, of };
  }

  async #readSome(changed: readonly string[]): Promise<void> {
    changed.forEach((id) => this.#stale.delete(id));
    const ids = new Set(changed);
    for (const { id, uses = [] } of this.#lines.values()) if (uses.some((used) => ids.has(used))) ids.add(id);
    const lines = await this.#reader.read([...ids]);
    const there = new Set(lines.map(({ id }) => id));
    this.#take(
      [...ids].filter((id) => !there.has(id)),
      lines,
    );
  }

  /** Keeps what is other than before, and tells of it. */
  #take(lost: readonly string[], read: readonly Line[]): void {
    const gone = new Set(lost.filter((id) => this.#lines.delete(id)));
    const come: Line[] = [];
    for (const line of read) {
      const before = this.#lines.get(line.id);
      if (before && sameLine(before, line)) continue;
      if (before) gone.add(line.id);
      const kept = this.#pool.keep(line);
      this.#lines.set(line.id, kept);
      come.push(kept);
    }
    this.#tell({ gone, come });
  }

  #tell(change: LineChange): void {
    this.#listeners.forEach((listener) => listener(change));
  }
}

/** Asks for the next one before the last one is used, so that the database reads while lines are made. */
async function* ahead<T>(all: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = all.next();
  for (;;) {
    const { value, done } = await next;
    if (done) return;
    next = all.next();
    next.catch(() => undefined);
    yield value;
  }
}
