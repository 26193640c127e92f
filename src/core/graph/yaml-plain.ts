/**
 * Reads the plainest YAML in one pass: block mappings, lists of one-line items, one-line scalars, and brackets on one line.
 * It knows nothing else; what is not plain it leaves to the library, which reads the same text to the same tree, only slower.
 */
import { list, scalar, type Entry, type MapNode, type Node, type Place, type ScalarNode } from './node.ts';
import type { Source } from './source.ts';
import { readPlain } from './yaml-scalar.ts';

/** Makes a mapping of entries, and reports keys that are given twice. */
export type Unite = (entries: Entry[], place: Place) => MapNode;

const DEEPEST = 50;

/** Tabs, other line breaks and marks have rules of their own. */
const NOT_PLAIN = /[\t\r\u0085\u2028\u2029\uFEFF]/;

const KEY = /[A-Za-z_](?:[\w .-]*[\w.-])?(?=:[ \n]|:$)/y;
const QUOTED = /"([^"\\\n]*)"|'([^'\n]*)'/y;
const FLOW_SCALAR = /[A-Za-z0-9_$.+](?:[\w$.+/ -]*[\w$.+/-])?|-[0-9.][\w.+-]*/y;

/** A plain scalar of a block begins with none of YAML's indicators, holds no other key, and ends before a comment. */
const BLOCK_SCALAR = /^(?:[A-Za-z0-9_$.+/~(]|-[0-9.A-Za-z_])/;
const OTHER_KEY = /: |:$/;
const BEFORE_COMMENT = /^.*?(?= +#|$)/;

/** The entries at the left margin of a piece of the source; null where anything in it is not plain. */
export function readPlainEntries(source: Source, text: string, shift: number, unite: Unite): Entry[] | null {
  if (NOT_PLAIN.test(text)) return null;
  const entries = new PlainReader(source, text, shift, unite).read();
  return entries && entries.length > 0 ? entries : null;
}

class PlainReader {
  readonly #source: Source;
  readonly #text: string;
  readonly #shift: number;
  readonly #unite: Unite;
  /** The line that is read: its first character that is no space, its end, and its indentation; -1 at the end. */
  #at = 0;
  #end = -1;
  #indent = -1;

  constructor(source: Source, text: string, shift: number, unite: Unite) {
    this.#source = source;
    this.#text = text;
    this.#shift = shift;
    this.#unite = unite;
  }

  read(): Entry[] | null {
    this.#nextLine();
    const entries = this.#block(0, 0);
    return this.#indent === -1 ? entries : null;
  }

  /** Goes to the next line that is neither blank nor a comment. */
  #nextLine(): void {
    const text = this.#text;
    for (;;) {
      const start = this.#end + 1;
      if (start >= text.length) return this.#finish();
      const newline = text.indexOf('\n', start);
      this.#end = newline < 0 ? text.length : newline;
      let at = start;
      while (text.charCodeAt(at) === 32) at += 1;
      this.#at = at;
      this.#indent = at - start;
      if (at < this.#end && text.charCodeAt(at) !== 35) return;
    }
  }

  #finish(): void {
    this.#at = this.#text.length;
    this.#end = this.#text.length;
    this.#indent = -1;
  }

  /** The entries of all lines from here on that have this indentation, with what is indented under them. */
  #block(indent: number, depth: number): Entry[] | null {
    const entries: Entry[] = [];
    while (this.#indent >= indent) {
      const entry = this.#indent === indent && depth < DEEPEST ? this.#entry(indent, depth) : null;
      if (!entry) return null;
      entries.push(entry);
    }
    return entries;
  }

  #entry(indent: number, depth: number): Entry | null {
    KEY.lastIndex = this.#at;
    const match = KEY.exec(this.#text);
    if (!match || match[0].length > 1000) return null;
    const key = this.#scalar(match[0], this.#at);
    const colon = this.#at + match[0].length + 1;
    this.#at = this.#skipSpaces(colon);
    const value = this.#atLineEnd() ? this.#valueBelow(indent, depth, colon) : this.#lineValue(indent);
    return key && value && { key, value };
  }

  /** A value on the line of its key; a deeper line after it would belong to it. */
  #lineValue(indent: number): Node | null {
    const bracketed = this.#bracketed(0);
    const value = bracketed === undefined ? this.#restOfLine() : bracketed;
    this.#at = this.#skipSpaces(this.#at);
    if (!value || !this.#atLineEnd()) return null;
    this.#nextLine();
    return this.#indent > indent ? null : value;
  }

  #valueBelow(indent: number, depth: number, colon: number): Node | null {
    const isBare = this.#end === colon;
    this.#nextLine();
    if (this.#indent >= indent && this.#atDash()) return this.#blockList(this.#indent);
    if (this.#indent <= indent) return isBare ? scalar('null', null, this.#place(colon, colon)) : null;
    const start = this.#at;
    const entries = this.#block(this.#indent, depth + 1);
    return entries && this.#unite(entries, this.#place(start, endOf(entries) - this.#shift));
  }

  #atDash(): boolean {
    return this.#text.charCodeAt(this.#at) === 45 && this.#text.charCodeAt(this.#at + 1) === 32;
  }

  /** Items on lines of their own, each a value on one line. */
  #blockList(indent: number): Node | null {
    const start = this.#at;
    const items: Node[] = [];
    while (this.#indent === indent && this.#atDash()) {
      this.#at = this.#skipSpaces(this.#at + 1);
      const item = this.#atLineEnd() ? null : this.#lineValue(indent);
      if (!item) return null;
      items.push(item);
    }
    return list(items, this.#place(start, items.at(-1)!.place!.end - this.#shift));
  }

  #restOfLine(): ScalarNode | null {
    const rest = BEFORE_COMMENT.exec(this.#text.slice(this.#at, this.#end))![0].trimEnd();
    if (!BLOCK_SCALAR.test(rest) || OTHER_KEY.test(rest)) return null;
    const start = this.#at;
    this.#at += rest.length;
    return this.#scalar(rest, start);
  }

  /** What begins with a quote or a bracket; undefined where nothing of the kind does, null where it is not plain. */
  #bracketed(depth: number): Node | null | undefined {
    switch (this.#text[this.#at]) {
      case '[':
        return depth < DEEPEST ? this.#list(depth) : null;
      case '{':
        return depth < DEEPEST ? this.#map(depth) : null;
      case '"':
      case "'":
        return this.#quoted();
      default:
        return undefined;
    }
  }

  #quoted(): ScalarNode | null {
    const match = this.#take(QUOTED);
    return match && scalar('string', match[1] ?? match[2], this.#place(this.#at - match[0].length, this.#at));
  }

  #flowValue(depth: number): Node | null {
    const value = this.#bracketed(depth);
    return value === undefined ? this.#flowScalar() : value;
  }

  #flowScalar(): ScalarNode | null {
    const match = this.#take(FLOW_SCALAR);
    return match && this.#scalar(match[0], this.#at - match[0].length);
  }

  #list(depth: number): Node | null {
    const items: Node[] = [];
    return this.#bracket(
      ']',
      () => {
        const item = this.#flowValue(depth + 1);
        return item !== null && items.push(item) > 0;
      },
      (place) => list(items, place),
    );
  }

  #map(depth: number): Node | null {
    const entries: Entry[] = [];
    return this.#bracket(
      '}',
      () => {
        const key = this.#flowScalar();
        if (!key || !this.#text.startsWith(': ', this.#at)) return false;
        this.#at = this.#skipSpaces(this.#at + 1);
        const value = this.#flowValue(depth + 1);
        return value !== null && entries.push({ key, value }) > 0;
      },
      (place) => this.#unite(entries, place),
    );
  }

  /** Items with commas between, up to the closing bracket. */
  #bracket(close: string, item: () => boolean, build: (place: Place) => Node): Node | null {
    const start = this.#at;
    this.#at = this.#skipSpaces(start + 1);
    while (this.#text[this.#at] !== close || this.#text[this.#at - 1] === ',') {
      if (!item()) return null;
      this.#at = this.#skipSpaces(this.#at);
      if (this.#text[this.#at] === close) break;
      if (this.#text[this.#at] !== ',') return null;
      this.#at = this.#skipSpaces(this.#at + 1);
    }
    this.#at += 1;
    return build(this.#place(start, this.#at));
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at += match[0].length;
    return match;
  }

  /** At the end of the line, or where a comment begins. */
  #atLineEnd(): boolean {
    if (this.#at >= this.#end) return true;
    return this.#text.charCodeAt(this.#at) === 35 && this.#text.charCodeAt(this.#at - 1) === 32;
  }

  #skipSpaces(from: number): number {
    let at = from;
    while (this.#text.charCodeAt(at) === 32) at += 1;
    return at;
  }

  #scalar(text: string, start: number): ScalarNode | null {
    const meaning = readPlain(text);
    return meaning.type === null
      ? null
      : scalar(meaning.type, meaning.value, this.#place(start, start + text.length));
  }

  #place(start: number, end: number): Place {
    return { source: this.#source, start: this.#shift + start, end: this.#shift + end };
  }
}

function endOf(entries: readonly Entry[]): number {
  return entries.at(-1)?.value.place?.end ?? 0;
}
