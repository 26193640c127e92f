/** Reads a plugin file into a syntax tree, or into the places where it cannot be read. Nothing of it is ever run. */
import { parse } from '@babel/parser';
import type { Node, Program } from '@babel/types';
import type { Position, Range } from '#core/issues.ts';
import { countNesting, MOST_NESTING } from './nesting.ts';

export interface SyntaxFault {
  readonly message: string;
  readonly range: Range;
}

export type Parsed =
  | { readonly program: Program; readonly faults: readonly [] }
  | { readonly program: null; readonly faults: readonly SyntaxFault[] };

/** More faults of one file are not told. */
const MOST_FAULTS = 100;

/** TypeScript is read as such only where the file says so: in JavaScript, `a<b>(c)` is two comparisons. */
export function parseModule(text: string, isTypeScript: boolean): Parsed {
  if (isTypeScript && countNesting(text) > MOST_NESTING) return tooNested(text);
  try {
    const tree = parseTree(text, isTypeScript);
    const faults = (tree.errors ?? []).slice(0, MOST_FAULTS).map((error) => syntaxFault(text, error));
    return faults.length > 0 ? { program: null, faults } : { program: tree.program, faults: [] };
  } catch (error) {
    return error instanceof RangeError
      ? tooNested(text)
      : { program: null, faults: [syntaxFault(text, error)] };
  }
}

/** The tree of a text that is still being written: what can be read in spite of small faults; null where nothing can. */
export function parseLoosely(text: string, isTypeScript: boolean): Program | null {
  if (isTypeScript && countNesting(text) > MOST_NESTING) return null;
  try {
    return parseTree(text, isTypeScript).program;
  } catch {
    return null;
  }
}

function parseTree(text: string, isTypeScript: boolean) {
  return parse(text, {
    sourceType: 'module',
    errorRecovery: true,
    createImportExpressions: true,
    plugins: isTypeScript ? ['typescript'] : [],
  });
}

function tooNested(text: string): Parsed {
  const message = 'Brackets and type arguments stand too deep inside each other to be read.';
  return { program: null, faults: [{ message, range: rangeAt(text, 0, 1) }] };
}

/** Where a parser stopped, which says so by the `pos` of its error. */
export function syntaxFault(text: string, error: unknown): SyntaxFault {
  const { message, pos = 0 } = error as { message: string; pos?: number };
  return { message: message.replace(/ \(\d+:\d+\)$/, ''), range: rangeAt(text, pos, pos + 1) };
}

/** A range of a text by its offsets. */
export function rangeAt(text: string, start: number, end: number): Range {
  return { start: positionAt(text, start), end: positionAt(text, Math.min(end, text.length)) };
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return {
    offset,
    line: before.split('\n').length,
    column: offset - (before.lastIndexOf('\n') + 1) + 1,
  };
}

/** Where a node stands in its text. */
export function rangeOf(text: string, node: Node): Range {
  return rangeAt(text, node.start ?? 0, node.end ?? 0);
}
