/**
 * Where each key and item of a TOML text stands, which the parser does not tell. Meant for texts that the parser has accepted; at every turn
 * it takes a step, so that no other text holds it up.
 */

export type Path = readonly (string | number)[];

const BARE_KEY = /[A-Za-z0-9_-]+/y;
const PLAIN_VALUE = /[^,\]}\r\n#]+/y;
const SPACE = /[ \t]+/y;
const VOID = /(?:[\s]+|#[^\n]*)+/y;

/** Offsets of keys, array items and table headers, by path. */
export function findTomlPlaces(text: string): (path: Path) => number | null {
  const places = new PlaceScanner(text).scan();
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const found = places.get(JSON.stringify(path.slice(0, length)));
      if (found !== undefined) return found;
    }
    return null;
  };
}

class PlaceScanner {
  readonly #text: string;
  readonly #places = new Map<string, number>();
  /** How many tables each array of tables has so far, by path. */
  readonly #counts = new Map<string, number>();
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): ReadonlyMap<string, number> {
    let table: Path = [];
    if (this.#text.startsWith('\ufeff')) this.#at++;
    for (this.#skip(VOID); this.#at < this.#text.length; this.#skip(VOID)) {
      if (this.#text[this.#at] === '[') table = this.#header();
      else this.#pair(table);
    }
    return this.#places;
  }

  #header(): Path {
    const start = this.#at;
    const many = this.#text.startsWith('[[', start);
    this.#at += many ? 2 : 1;
    const keys = this.#keys();
    this.#at += many ? 2 : 1;
    let path: Path = [];
    for (const [i, key] of keys.entries()) {
      const last = i === keys.length - 1;
      this.#mark([...path, key], start);
      path = this.#within([...path, key], many && last);
      this.#mark(path, start);
    }
    return path;
  }

  /** A table's path, with the index of the last table where it is an array of them. */
  #within(path: Path, add: boolean): Path {
    const id = JSON.stringify(path);
    const count = this.#counts.get(id);
    if (add) this.#counts.set(id, (count ?? 0) + 1);
    if (add) return [...path, count ?? 0];
    return count === undefined ? path : [...path, count - 1];
  }

  #pair(table: Path): void {
    const start = this.#at;
    const keys = this.#keys();
    const path = [...table, ...keys];
    for (let i = 1; i <= keys.length; i++) this.#mark([...table, ...keys.slice(0, i)], start);
    this.#at++;
    this.#skip(SPACE);
    this.#value(path);
  }

  #value(path: Path): void {
    const open = this.#text[this.#at];
    if (open === '"' || open === "'") this.#string();
    else if (open === '[') this.#sequence((i) => this.#item([...path, i]), ']');
    else if (open === '{') this.#sequence(() => this.#pair(path), '}');
    else if (!this.#skip(PLAIN_VALUE)) this.#at++;
  }

  #item(path: Path): void {
    this.#mark(path, this.#at);
    this.#value(path);
  }

  #sequence(each: (index: number) => void, close: string): void {
    this.#at++;
    for (let i = 0; this.#at < this.#text.length; i++) {
      this.#skip(VOID);
      if (this.#text[this.#at] === close) break;
      each(i);
      this.#skip(VOID);
      if (this.#text[this.#at] === ',') this.#at++;
    }
    this.#at++;
  }

  #keys(): string[] {
    const keys: string[] = [];
    for (;;) {
      this.#skip(SPACE);
      keys.push(this.#key());
      this.#skip(SPACE);
      if (this.#text[this.#at] !== '.') return keys;
      this.#at++;
    }
  }

  #key(): string {
    const start = this.#at;
    const quote = this.#text[start];
    if (quote !== '"' && quote !== "'") {
      if (!this.#skip(BARE_KEY)) this.#at++;
      return this.#text.slice(start, this.#at);
    }
    this.#string();
    const inside = this.#text.slice(start + 1, this.#at - 1);
    return quote === '"' ? inside.replaceAll(/\\(.)/g, '$1') : inside;
  }

  #string(): void {
    const quote = this.#text[this.#at]!;
    const long = this.#text.startsWith(quote.repeat(3), this.#at);
    const close = long ? quote.repeat(3) : quote;
    this.#at += close.length;
    while (this.#at < this.#text.length && !this.#text.startsWith(close, this.#at)) {
      this.#at += quote === '"' && this.#text[this.#at] === '\\' ? 2 : 1;
    }
    this.#at += close.length;
    // Up to two quotes may stand before the closing three.
    if (long) for (let i = 0; i < 2 && this.#text[this.#at] === quote; i++) this.#at++;
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #mark(path: Path, at: number): void {
    const id = JSON.stringify(path);
    if (!this.#places.has(id)) this.#places.set(id, at);
  }
}
