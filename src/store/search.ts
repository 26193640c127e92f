/** One search over the records as they stand, for code: it reads them all each time, so that what was just written is found. */
import { findLines } from '#core/search/find-lines.ts';
import { LINE_FIELDS, USUAL_ORDER } from '#core/search/line-fields.ts';
import { testFilter, type LineAnswer, type LineQuestion } from '#core/search/line-question.ts';
import { readLineSearch } from '#core/search/line-search.ts';
import type { Line, LineNoun } from '#core/search/line.ts';
import { readerOf } from './line-readers.ts';
import type { Tables } from './tables.ts';

export type SearchAnswer = Pick<LineAnswer, 'total' | 'found' | 'fault' | 'rows'>;

/** All lines of the noun that the filter and the search let through, in order, from one place up to another. */
export async function searchRecords(
  db: Tables,
  noun: LineNoun,
  { filter, search, order }: LineQuestion,
  from: number,
  to: number,
): Promise<SearchAnswer> {
  const names = new Map((await db.tags.toArray()).map(({ id, name }) => [id, name]));
  const { test, fault } = readLineSearch(search, LINE_FIELDS[noun], names);
  const inside: Line[] = [];
  const passes = testFilter(filter);
  for await (const lines of readerOf(db, noun).readAll()) inside.push(...lines.filter(passes));
  const all = findLines(inside, test, order, USUAL_ORDER[noun]);
  const rows = all.slice(from, to).map(({ texts: _texts, ...row }) => row);
  return { total: inside.length, found: all.length, fault, rows };
}
