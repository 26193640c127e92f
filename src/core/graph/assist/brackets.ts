/** Reads brackets up to an offset: which mapping or list it lies in, behind which key or as which item. Quotes end with their line. */
import type { Cursor } from './cursor.ts';

interface Bracket {
  readonly kind: 'map' | 'list';
  readonly keys: string[];
  index: number;
  /** Behind the colon of a key. */
  isBehindKey: boolean;
  /** Where the item that is read begins; -1 before it. */
  from: number;
}

/** Reads one pair of brackets with all inside, line by line. */
export class BracketScanner {
  readonly #column: number;
  readonly #open: Bracket[] = [];
  #hasBegun = false;

  /** `column` is that of the key or dash that the brackets belong to; -1 at the root. */
  constructor(column: number) {
    this.#column = column;
  }

  get isOpen(): boolean {
    return this.#open.length > 0 || !this.#hasBegun;
  }

  /** Whether a line can no longer belong to brackets that were never closed, since it is not indented deeper. */
  isLeft(column: number, line: string): boolean {
    return column < line.length && column <= this.#column && !/^\s*[}\]]/.test(line);
  }

  /** Goes on to the end of a line; gives the cursor where the offset is on it and in brackets. */
  scan(text: string, start: number, end: number, offset: number): Cursor | null {
    let at = start;
    while (at < end && at < offset) {
      const character = text[at]!;
      if (character === '#' && /\s/.test(text[at - 1] ?? ' ')) break;
      if (/["']/.test(character) && (this.#open.at(-1)?.from ?? -1) < 0)
        at = this.#quoted(text, at, Math.min(end, offset));
      else at = this.#plain(text, character, at);
      if (!this.isOpen) return null;
    }
    if (offset > end) return null;
    return at < offset ? this.#cursor(text, offset, 'none', offset) : this.#here(text, offset, end);
  }

  #quoted(text: string, at: number, end: number): number {
    const top = this.#open.at(-1);
    if (top && top.from < 0) top.from = at;
    const quote = text[at]!;
    let close = at + 1;
    while (close < end && text[close] !== quote) close += text[close] === '\\' && quote === '"' ? 2 : 1;
    return Math.min(close + 1, end);
  }

  #plain(text: string, character: string, at: number): number {
    const top = this.#open.at(-1);
    if (character === '{' || character === '[') {
      if (top && top.from < 0) top.from = at;
      this.#open.push({
        kind: character === '{' ? 'map' : 'list',
        keys: [],
        index: 0,
        isBehindKey: false,
        from: -1,
      });
      this.#hasBegun = true;
    } else if (character === '}' || character === ']') this.#open.pop();
    else if (character === ',' && top)
      Object.assign(top, { index: top.index + 1, isBehindKey: false, from: -1 });
    else if (character === ':' && top && this.#isColon(text, at)) this.#closeKey(text, top, at);
    else if (!/\s/.test(character) && top && top.from < 0) top.from = at;
    return at + 1;
  }

  #isColon(text: string, at: number): boolean {
    return /[\s,[\]{}]|^$/.test(text[at + 1] ?? '') || /["']/.test(text[at - 1] ?? '');
  }

  #closeKey(text: string, top: Bracket, at: number): void {
    if (top.kind !== 'map' || top.isBehindKey) return;
    const key = text.slice(top.from < 0 ? at : top.from, at).trim();
    top.keys.push(/^(["']).*\1$/.test(key) ? key.slice(1, -1) : key);
    Object.assign(top, { isBehindKey: true, from: -1 });
  }

  #here(text: string, offset: number, end: number): Cursor {
    const top = this.#open.at(-1);
    const typed = top && top.from >= 0 ? text.slice(top.from, offset) : '';
    const rest = restOf(typed).exec(text.slice(offset, end))?.[0] ?? '';
    const isKey = top?.kind === 'map' && !top.isBehindKey;
    return this.#cursor(text, offset, isKey ? 'key' : 'value', offset + rest.length);
  }

  #cursor(text: string, offset: number, role: Cursor['role'], to: number): Cursor {
    const top = this.#open.at(-1);
    const from = top && top.from >= 0 ? top.from : offset;
    const typed = text.slice(from, offset);
    const quote = (/^["']/.exec(typed)?.[0] ?? null) as Cursor['quote'];
    return {
      path: this.#path(role),
      role,
      from,
      to,
      typed: quote ? typed.slice(1) : typed,
      quote,
      inBrackets: true,
      hasColon: /^\s*:/.test(text.slice(to)),
      keys: top?.keys ?? [],
    };
  }

  #path(role: Cursor['role']): (string | number)[] {
    return this.#open.flatMap(({ kind, keys, index, isBehindKey }, depth): (string | number)[] => {
      if (kind === 'list') return [index];
      const isOwn = depth < this.#open.length - 1 || role !== 'key';
      return isOwn && isBehindKey ? [keys.at(-1) ?? ''] : [];
    });
  }
}

/** How what is typed goes on behind the offset. A quote that is followed by more text closes nothing, but opens the next one. */
function restOf(typed: string): RegExp {
  if (/^"[^"]*$/.test(typed)) return /^(?:[^"\n]*"(?=[\s,[\]{}:]|$))?/;
  if (/^'[^']*$/.test(typed)) return /^(?:(?:[^'\n]|'')*'(?=[\s,[\]{}:]|$))?/;
  return typed === '' ? /^(?!#)(?:[^\s,[\]{}:]|:(?![\s,[\]{}]|$))*/ : /^(?:[^\s,[\]{}:]|:(?![\s,[\]{}]|$))*/;
}
