/** Makes a text that is being written into one that can be parsed: a word is put where the cursor is, and brackets are closed. */
import type { Program } from '@babel/types';
import { parseLoosely } from '#source/parse-module.ts';
import { endOfImports } from './import-edit.ts';

/** Stands in the tree where the cursor stands in the text. */
export const CURSOR = 'cursor$here';

export interface Mended {
  readonly text: string;
  readonly program: Program;
  /** Where the word at the cursor begins, in either text. */
  readonly from: number;
  /** Its end in the author's text. */
  readonly to: number;
}

/** Null where nothing helps. What cannot be read is left out if need be, and the scope is then smaller. */
export function mendAt(text: string, offset: number, isTypeScript: boolean): Mended | null {
  const from = offset - (/[\w$]*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0].length ?? 0);
  const to = offset + (/^[\w$]*/.exec(text.slice(offset, offset + 100))?.[0].length ?? 0);
  for (const attempt of attemptsAt(text, from, to)) {
    const program = parseLoosely(attempt, isTypeScript);
    if (program) return { text: attempt, program, from, to };
  }
  return null;
}

/** The whole; what is before the cursor; the imports and the statement around it; the imports and its line. */
function* attemptsAt(text: string, from: number, to: number): Generator<string> {
  const before = text.slice(0, from) + CURSOR;
  yield before + text.slice(to);
  yield* closedWays(before);
  const top = Math.min(endOfImports(text), from);
  const statement = [...text.slice(top, from).matchAll(STATEMENT)].at(-1);
  for (const start of [top + (statement?.index ?? 0), text.lastIndexOf('\n', from - 1) + 1])
    if (start > top)
      yield* closedWays(before.slice(0, top) + blank(before.slice(top, start)) + before.slice(start));
}

/** Where a statement begins at the top of a file, as it is laid out. */
const STATEMENT = /^(?:export|const|let|function|async|class|type|interface)\b/gm;

/** As many characters and lines, and nothing in them. */
function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** What may be missing between a cursor and the next closing brace. */
const TAILS = ['', ';', ' {}', ' : 0', ' => 0'];

/** The text up to the cursor with its brackets closed, in each way that may be right. */
function closedWays(before: string): readonly string[] {
  const open = openBrackets(before);
  const inner = open.lastIndexOf('{') + 1;
  const close = (brackets: readonly string[]) =>
    brackets
      .toReversed()
      .map((bracket) => CLOSERS[bracket] ?? '')
      .join('');
  return TAILS.map((tail) => before + close(open.slice(inner)) + tail + close(open.slice(0, inner)));
}

const TOKEN =
  /\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|\\[^]|[()[\]{}`]/g;

/** The brackets that are open at the end; one in a template counts like any other. */
function openBrackets(text: string): readonly string[] {
  const open: string[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token in CLOSERS) open.push(token);
    else if (token === CLOSERS[open.at(-1) ?? '']) open.pop();
  }
  return open;
}
