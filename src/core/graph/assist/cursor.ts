/** Where in a YAML text an offset lies, told from lines, indentation and brackets alone, so that a text half typed will do. */
import { foldLineBreaks } from '#core/graph/yaml-characters.ts';
import { BracketScanner } from './brackets.ts';

/** The place of an offset, and what is typed there. */
export interface Cursor {
  /** Keys and indexes from the root. Of a key that is typed, those of its mapping; of a value, its own. */
  readonly path: readonly (string | number)[];
  /** `none` in comments and block texts, and where nothing can stand. */
  readonly role: 'key' | 'value' | 'none';
  /** From where to where what is typed goes, with its quotes. */
  readonly from: number;
  readonly to: number;
  /** What is typed before the offset, without its opening quote. */
  readonly typed: string;
  readonly quote: '"' | "'" | null;
  readonly inBrackets: boolean;
  /** Whether a colon follows, so that a key needs none. */
  readonly hasColon: boolean;
  /** The keys of the mapping that come before. */
  readonly keys: readonly string[];
}

/** A collection on lines that is open where the cursor is. */
interface Frame {
  readonly column: number;
  readonly kind: 'map' | 'list';
  readonly keys: string[];
  index: number;
  /** Whether the last key or dash has its value beside it. */
  isFilled: boolean;
}

const KEY =
  /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|((?:[^\s#{}[\],"'&*!|>%@`-]|-[^\s])(?:(?!\s#)[^\n])*?)) *:(?=\s|$)/;
const DASH = /^- *(?=\S|$)/;
const PROPERTIES = /^(?:[&!][^\s,[\]{}]* +)*/;

/** Finds the place of an offset; nothing of the text before the step, or the entry, that it lies in is looked at. */
export function findCursor(text: string, offset: number): Cursor {
  const folded = foldLineBreaks(text);
  return new CursorFinder(folded, offset).find(findEntryStart(folded, offset));
}

/** Where the line begins on which the entry at the margin begins. */
function findEntryStart(text: string, offset: number): number {
  const first = /^(?:---[^\S\n]*\n)?(?:[^\S\n]*(?:#[^\n]*)?\n)*( *)/.exec(text)!;
  const margin = first[1]!.length;
  const begin = first[0].length - margin;
  let start = text.lastIndexOf('\n', offset - 1) + 1;
  const isEntry = (at: number): boolean =>
    /^ */.exec(text.slice(at, at + margin + 1))![0].length <= margin &&
    /^ *[^\s#}\]-]/.test(text.slice(at, at + margin + 1));
  while (start > begin && !isEntry(start)) start = text.lastIndexOf('\n', start - 2) + 1;
  return text[begin + margin] === '{' ? begin : start;
}

class CursorFinder {
  readonly #text: string;
  readonly #offset: number;
  readonly #frames: Frame[] = [];
  #brackets: BracketScanner | null = null;
  /** The column of the key whose block text goes on; -1 where none does. */
  #blockText = -1;

  constructor(text: string, offset: number) {
    this.#text = text;
    this.#offset = offset;
  }

  find(start: number): Cursor {
    let at = start;
    for (;;) {
      const newline = this.#text.indexOf('\n', at);
      const end = newline < 0 ? this.#text.length : newline;
      const found = this.#line(at, end);
      if (found) return found;
      if (newline < 0 || end >= this.#offset) return this.#nothing();
      at = newline + 1;
    }
  }

  /** Takes in a line; gives the cursor if it is on it. */
  #line(start: number, end: number): Cursor | null {
    const isHere = this.#offset <= end;
    const trimmed = this.#text.slice(start, end).trimEnd();
    const line = this.#text.slice(start, Math.max(start + trimmed.length, isHere ? this.#offset : 0));
    const column = /^ */.exec(trimmed)![0].length;
    const isBlank = trimmed.length === column;
    if (this.#blockText >= 0 && (isBlank || column > this.#blockText)) return isHere ? this.#nothing() : null;
    this.#blockText = -1;
    if (this.#brackets && !this.#brackets.isLeft(column, line)) return this.#bracketLine(start, end);
    this.#brackets = null;
    if (isBlank || line[column] === '#') return isHere ? this.#blank(start, isBlank) : null;
    return this.#content(start, column, line);
  }

  #bracketLine(start: number, end: number): Cursor | null {
    const scanner = this.#brackets!;
    const found = scanner.scan(this.#text, start, end, this.#offset);
    if (!scanner.isOpen) this.#brackets = null;
    return found === null ? null : { ...found, path: [...this.#path(this.#frames.length), ...found.path] };
  }

  /** On a line without anything, the column tells what could be typed there. */
  #blank(start: number, isBlank: boolean): Cursor {
    const column = this.#offset - start;
    if (!isBlank && this.#text.slice(start, this.#offset).includes('#')) return this.#nothing();
    this.#leave(column);
    const top = this.#frames.at(-1);
    if (top && (top.isFilled || top.kind === 'list') && top.column < column) return this.#nothing();
    if (top?.kind === 'list' && top.column === column) return this.#nothing();
    return this.#keyAt(column, this.#offset, this.#offset, '', false);
  }

  #content(start: number, indent: number, line: string): Cursor | null {
    let column = indent;
    this.#leave(column);
    for (let dash = DASH.exec(line.slice(column)); dash; dash = DASH.exec(line.slice(column))) {
      this.#openItem(column);
      column += dash[0].length;
    }
    const key = KEY.exec(line.slice(column));
    const valueAt = column + (key?.[0].length ?? 0);
    const isHere = this.#offset <= this.#lineEnd(start);
    if (isHere && this.#offset - start < column) return this.#nothing();
    if (key && isHere && this.#offset - start < valueAt)
      return this.#keyAt(
        column,
        start + column,
        start + valueAt - 1,
        this.#text.slice(start + column, this.#offset),
        true,
      );
    if (key) this.#openEntry(column, key[1] ?? key[2] ?? key[3] ?? '');
    return this.#value(start, valueAt, line, key !== null);
  }

  #lineEnd(start: number): number {
    const end = this.#text.indexOf('\n', start);
    return end < 0 ? this.#text.length : end;
  }

  /** What stands behind a colon or a dash, or on a line without either. */
  #value(start: number, from: number, line: string, isEntry: boolean): Cursor | null {
    const gap = /^ */.exec(line.slice(from))![0].length;
    const begin = from + gap + PROPERTIES.exec(line.slice(from + gap))![0].length;
    const top = this.#frames.at(-1);
    const isItem = !isEntry && top?.kind === 'list' && top.column < begin;
    if (top && (isEntry || isItem)) top.isFilled = begin < line.length && line[begin] !== '#';
    if (/^[|>]/.test(line.slice(begin))) this.#blockText = top?.column ?? 0;
    if (/^[[{]/.test(line.slice(begin)) && this.#offset > start + begin) {
      this.#brackets = new BracketScanner(top?.column ?? -1);
      return this.#bracketLine(start + begin, this.#lineEnd(start));
    }
    if (this.#offset > this.#lineEnd(start)) return null;
    return this.#scalar(
      start,
      Math.min(begin, Math.max(from, this.#offset - start)),
      line,
      isEntry || isItem,
    );
  }

  #scalar(start: number, begin: number, line: string, isValue: boolean): Cursor {
    const comment = /(?:^|\s)#/.exec(line.slice(begin));
    const end = start + begin + (comment ? comment.index : line.length - begin);
    const from = Math.min(start + begin, this.#offset);
    if (comment && this.#offset > end) return this.#nothing();
    const to = Math.max(end, this.#offset);
    const typed = this.#text.slice(from, this.#offset);
    if (!isValue && !/^["']?\$/.test(typed)) return this.#keyAt(begin, from, to, typed, false);
    if (isValue && this.#offset === start + begin && this.#text[this.#offset - 1] === ':')
      return this.#nothing();
    return this.#at(this.#path(this.#frames.length), 'value', from, to, typed, false, []);
  }

  /** A key of the mapping at this column, be it there or not. */
  #keyAt(column: number, from: number, to: number, typed: string, hasColon: boolean): Cursor {
    this.#leave(column);
    const top = this.#frames.at(-1);
    const isBeside = top?.kind === 'map' && top.column === column;
    const path = this.#path(this.#frames.length - (isBeside ? 1 : 0));
    return this.#at(path, 'key', from, to, typed, hasColon, isBeside ? top.keys : []);
  }

  #at(
    path: readonly (string | number)[],
    role: Cursor['role'],
    from: number,
    to: number,
    typed: string,
    hasColon: boolean,
    keys: readonly string[],
  ): Cursor {
    const quote = /^["']/.exec(typed)?.[0] as Cursor['quote'] | undefined;
    return {
      path,
      role,
      from,
      to,
      typed: quote ? typed.slice(1) : typed,
      quote: quote ?? null,
      inBrackets: false,
      hasColon,
      keys,
    };
  }

  #nothing(): Cursor {
    return this.#at([], 'none', this.#offset, this.#offset, '', false, []);
  }

  /** Closes what is indented deeper. */
  #leave(column: number): void {
    while ((this.#frames.at(-1)?.column ?? -1) > column) this.#frames.pop();
  }

  #openItem(column: number): void {
    this.#leave(column);
    const top = this.#frames.at(-1);
    if (top?.kind === 'list' && top.column === column) {
      top.index += 1;
      top.isFilled = false;
    } else this.#frames.push({ column, kind: 'list', keys: [], index: 0, isFilled: false });
  }

  #openEntry(column: number, key: string): void {
    this.#leave(column);
    if (this.#frames.at(-1)?.kind === 'list' && this.#frames.at(-1)?.column === column) this.#frames.pop();
    const top = this.#frames.at(-1);
    if (top?.kind === 'map' && top.column === column) {
      top.keys.push(key);
      top.isFilled = false;
    } else this.#frames.push({ column, kind: 'map', keys: [key], index: 0, isFilled: false });
  }

  #path(depth: number): (string | number)[] {
    return this.#frames
      .slice(0, depth)
      .map(({ kind, keys, index }) => (kind === 'list' ? index : (keys.at(-1) ?? '')));
  }
}
