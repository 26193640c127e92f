/** What could stand next in a search box: the fields of a table, and the values that its lines have in one. */
import { findField } from '#core/search/line-fields.ts';
import type { LineField } from '#core/search/line.ts';

export interface Suggestion {
  /** What is offered. */
  readonly label: string;
  /** The whole text once it is taken. */
  readonly text: string;
  /** How many lines have this value; null for a field. */
  readonly count: number | null;
}

const MOST = 8;

/** Values of a field that hold some text, with how many lines have each. */
type ReadValues = (
  field: string,
  part: string,
) => Promise<readonly (readonly [value: string, count: number])[]>;

/** For the term that ends the text. */
export async function suggest(
  text: string,
  fields: readonly LineField[],
  values: ReadValues,
): Promise<readonly Suggestion[]> {
  const [before, term] = lastTerm(text);
  const [, called, quote, part = ''] = /^\s*([A-Za-z_]+)\s*:\s*(["']?)([^"']*)$/.exec(term) ?? [];
  const field = called === undefined ? undefined : findField(fields, called);
  if (field) {
    const write = field.type === 'time' ? quoteTime : quoteValue;
    return (await values(field.name, part.replace(/\*$/, '')))
      .filter(([value]) => quote !== '' || value !== part)
      .map(([value, count]) => ({ label: value, text: `${before}${called}:${write(value)}`, count }));
  }
  const [, word] = /^\s*([A-Za-z_]*)$/.exec(term) ?? [];
  if (word === undefined) return [];
  return fields
    .filter(({ name, type }) => type !== 'amount' && name.startsWith(word.toLowerCase()))
    .slice(0, MOST)
    .map(({ name }) => ({ label: `${name}:`, text: `${before}${name}:`, count: null }));
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

/** A value as a search writes it: bare where it is one word. */
export function quoteValue(value: string): string {
  if (/^[\p{L}\p{N}_]+$/u.test(value)) return value;
  return `"${value.replaceAll(/[\\"*?]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)}"`;
}

/** Times are offered by the day, whose `*` is meant as one. */
const quoteTime = (value: string) => `"${value}"`;

/** The terms of a search, as they are written. */
function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (let [before, term] = lastTerm(text); ; [before, term] = lastTerm(before.trimEnd().slice(0, -1))) {
    if (term.trim() !== '') terms.unshift(term.trim());
    if (before.trim() === '') return terms;
  }
}

/** Whether a search asks for this value of a field. */
export function hasTerm(text: string, field: string, value: string): boolean {
  return termsOf(text).includes(`${field}:${quoteValue(value)}`);
}

/** A search without any term of these fields. */
export function withoutFields(text: string, fields: readonly string[]): string {
  return termsOf(text)
    .filter((term) => !fields.some((field) => term.startsWith(`${field}:`)))
    .join(', ');
}

/** A search with one more term, unless it has it. */
export function addTerm(text: string, field: string, value: string): string {
  const term = `${field}:${quoteValue(value)}`;
  const terms = text.trim();
  if (terms === '' || terms === term) return term;
  return terms.split(/\s*,\s*/).includes(term) ? text : `${terms.replace(/\s*,$/, '')}, ${term}`;
}
