/** The names of all tags, kept up with their table. */
import type { Tables } from './tables.ts';
import { watchTable } from './watch.ts';

export class TagNames {
  #names: ReadonlyMap<string, string> = new Map();
  readonly #db: Tables;
  readonly #listeners = new Set<() => void>();
  readonly end: () => void;

  constructor(db: Tables) {
    this.#db = db;
    this.end = watchTable(db, 'tags', () => void this.#read());
    void this.#read();
  }

  /** By the id of the tag. */
  get names(): ReadonlyMap<string, string> {
    return this.#names;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A database that cannot be read is told by what reads lines from it. */
  async #read(): Promise<void> {
    const rows = await this.#db.tags.toArray().catch(() => null);
    if (!rows) return;
    this.#names = new Map(rows.map(({ id, name }) => [id, name]));
    this.#listeners.forEach((listener) => listener());
  }
}
