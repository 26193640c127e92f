/** JSON as Python's json.loads reads it: also NaN and Infinity, whole numbers of any size, and of equal keys the last. */
import { list, map, scalar, text, type Entry, type Node, type ScalarNode } from './node.ts';
import { uniteEntries } from './yaml-merge.ts';
import { exactInteger } from './yaml-scalar.ts';

const DEEPEST = 500;

/** The tree of a JSON text, 1.0 apart from 1; null where the text is not JSON. */
export function readPythonJson(source: string): Node | null {
  const reader = new Reader(source);
  const node = reader.value(0);
  return node && reader.atEnd() ? node : null;
}

const NUMBER = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y;
const WORD = /null|true|false|NaN|-?Infinity/y;
const SPACE = /[ \t\n\r]*/y;

class Reader {
  readonly #source: string;
  #offset = 0;

  constructor(source: string) {
    this.#source = source;
  }

  atEnd(): boolean {
    this.#take(SPACE);
    return this.#offset === this.#source.length;
  }

  value(depth: number): Node | null {
    if (depth > DEEPEST) return null;
    this.#take(SPACE);
    const first = this.#source[this.#offset];
    if (first === '[') return this.#list(depth);
    if (first === '{') return this.#map(depth);
    if (first === '"') return this.#text();
    return this.#word() ?? this.#number();
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.#source);
    if (match) this.#offset += match[0].length;
    return match;
  }

  #takeMark(mark: string): boolean {
    this.#take(SPACE);
    if (this.#source[this.#offset] !== mark) return false;
    this.#offset += 1;
    return true;
  }

  #word(): Node | null {
    switch (this.#take(WORD)?.[0]) {
      case 'null':
        return scalar('null', null);
      case 'true':
        return scalar('boolean', true);
      case 'false':
        return scalar('boolean', false);
      case 'NaN':
        return scalar('number', NaN);
      case 'Infinity':
        return scalar('number', Infinity);
      case '-Infinity':
        return scalar('number', -Infinity);
      default:
        return null;
    }
  }

  #number(): Node | null {
    const match = this.#take(NUMBER);
    if (!match) return null;
    if (match[2] || match[3]) return scalar('number', Number(match[0]));
    return scalar('integer', exactInteger(BigInt(match[1]!)));
  }

  /** Up to the first quote that no backslash escapes; what stands between is JavaScript's to judge. */
  #text(): ScalarNode | null {
    if (this.#source[this.#offset] !== '"') return null;
    let end = this.#offset + 1;
    while (end < this.#source.length && this.#source[end] !== '"') end += this.#source[end] === '\\' ? 2 : 1;
    const written = this.#source.slice(this.#offset, end + 1);
    this.#offset = end + 1;
    try {
      return text(JSON.parse(written) as string);
    } catch {
      return null;
    }
  }

  #list(depth: number): Node | null {
    this.#takeMark('[');
    const items: Node[] = [];
    if (this.#takeMark(']')) return list(items);
    do {
      const item = this.value(depth + 1);
      if (!item) return null;
      items.push(item);
    } while (this.#takeMark(','));
    return this.#takeMark(']') ? list(items) : null;
  }

  #map(depth: number): Node | null {
    this.#takeMark('{');
    const entries: Entry[] = [];
    if (this.#takeMark('}')) return map(entries);
    do {
      this.#take(SPACE);
      const key = this.#text();
      const value = key && this.#takeMark(':') ? this.value(depth + 1) : null;
      if (!key || !value) return null;
      entries.push({ key, value });
    } while (this.#takeMark(','));
    return this.#takeMark('}') ? map(uniteEntries(entries).entries) : null;
  }
}
