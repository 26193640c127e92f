/** What a search box asks of the rows of a table. */
import { matcherOf, type Matcher, type SearchFields } from '#core/search/match.ts';
import { parseSearch, type SearchFault } from '#core/search/parse.ts';
import { textOf, type Column } from './column.ts';

export interface Search<Row> {
  readonly match: Matcher<Row>;
  /** Why the text could not be read by the search language; it was then looked for as it stands. */
  readonly fault: SearchFault | null;
}

/** The fields that a table is searched by: its columns, and what else its rows have. */
export function fieldsOf<Row>(
  columns: readonly Column<Row>[],
  more: SearchFields<Row> = {},
): SearchFields<Row> {
  const own = columns.map(
    (column) => [column.field ?? column.id, (row: Row) => textOf(column, row)] as const,
  );
  return { ...Object.fromEntries(own), ...more };
}

/** Reads a search; where that fails, half-typed text still finds what has it somewhere. */
export function readSearch<Row>(text: string, fields: SearchFields<Row>): Search<Row> {
  const parsed = parseSearch(text);
  const made = parsed.terms && matcherOf(parsed.terms, fields);
  if (made?.match) return { match: made.match, fault: null };
  const words = text.trim().toLowerCase();
  const readers = Object.values(fields);
  const match: Matcher<Row> = (row) =>
    readers.some((read) => [read(row)].flat().some((one) => one.toLowerCase().includes(words)));
  return { match, fault: made?.fault ?? parsed.fault };
}
