/** What could stand next in a search box: the fields of a table, and the values that its rows have in one. */
import type { SearchFields } from '#core/search/match.ts';

export interface Suggestion {
  /** What is offered. */
  readonly label: string;
  /** The whole text once it is taken. */
  readonly text: string;
  /** How many rows have this value; null for a field. */
  readonly count: number | null;
}

const MOST = 8;
/** Rows that are looked at for values: a list of a hundred thousand has no more of them at hand. */
const LOOKED_AT = 5000;

/** For the term that ends the text. */
export function suggest<Row>(
  text: string,
  fields: SearchFields<Row>,
  rows: readonly Row[],
): readonly Suggestion[] {
  const [before, term] = lastTerm(text);
  const [, field, quote, part] = /^\s*([A-Za-z_]+)\s*:\s*(["']?)([^"']*)$/.exec(term) ?? [];
  if (field !== undefined && Object.hasOwn(fields, field)) {
    const values = countValues(fields[field]!, rows, (part ?? '').toLowerCase());
    return values
      .filter(([value]) => quote !== '' || value !== part)
      .map(([value, count]) => ({ label: value, text: `${before}${field}:${quoteValue(value)}`, count }));
  }
  const [, word] = /^\s*([A-Za-z_]*)$/.exec(term) ?? [];
  if (word === undefined) return [];
  return Object.keys(fields)
    .filter((name) => name.startsWith(word.toLowerCase()))
    .slice(0, MOST)
    .map((name) => ({ label: `${name}:`, text: `${before}${name}:`, count: null }));
}

/** What stands before the last comma outside quotes, with it, and what follows. */
function lastTerm(text: string): [before: string, term: string] {
  let quote = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === '\\') at++;
    else if (quote) quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === ',') from = at + 1;
  }
  const space = /^\s*/.exec(text.slice(from))![0].length;
  return [text.slice(0, from + space), text.slice(from + space)];
}

/** The most frequent values that hold `part`. */
function countValues<Row>(
  read: (row: Row) => string | readonly string[],
  rows: readonly Row[],
  part: string,
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const row of rows.slice(0, LOOKED_AT)) {
    for (const value of [read(row)].flat()) {
      if (value !== '' && value.length < 80 && value.toLowerCase().includes(part))
        counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, MOST);
}

/** A value as a search writes it: bare where it is one word. */
export function quoteValue(value: string): string {
  if (/^[\p{L}\p{N}_]+$/u.test(value)) return value;
  return `"${value.replaceAll(/[\\"*?]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)}"`;
}
