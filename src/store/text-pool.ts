/** One copy of each short text that recurs: every record that is read brings its own, and names of entrypoints recur by the thousand. */
import type { Line } from '#core/search/line.ts';

const LONGEST = 64;
const MOST = 20_000;

export class TextPool {
  readonly #texts = new Map<string, string>();

  /** The same line in texts of the pool. */
  keep(line: Line): Line {
    return {
      ...line,
      cells: this.#keepAll(line.cells),
      links: this.#keepAll(line.links),
      tags: line.tags.map((id) => this.#keep(id)),
    };
  }

  #keepAll<T>(values: Readonly<Record<string, T>>): Record<string, T> {
    const kept: Record<string, T> = {};
    for (const name in values) kept[name] = this.#keep(values[name]!);
    return kept;
  }

  #keep<T>(value: T): T {
    if (typeof value !== 'string' || value.length > LONGEST) return value;
    const known = this.#texts.get(value);
    if (known !== undefined) return known as T;
    if (this.#texts.size < MOST) this.#texts.set(value, value);
    return value;
  }
}
