/** Records of the search language. */
import { plainValue } from '#core/graph/value.ts';
import { likePattern } from '#core/search/like.ts';
import { parseSearch } from '#core/search/parse.ts';
import type { Record } from './record.ts';

export function checkSearchParse(record: Record): string | null {
  const { terms, fault } = parseSearch(record.text('text') ?? '');
  if (fault) return record.has('error') ? null : `fault: ${fault.message}`;
  if (record.has('error')) return `gives ${JSON.stringify(terms)}, not a fault`;
  const patterns = terms.map(({ field, value }) => likePattern(value, field === null));
  const wrong = [differ(terms, record, 'terms'), differ(patterns, record, 'like_patterns')];
  return wrong.find((mismatch) => mismatch !== null) ?? null;
}

export function checkSearchLike(record: Record): string | null {
  return differ(likePattern(record.texts('tokens'), record.flag('fuzzy')), record, 'like');
}

function differ(found: unknown, record: Record, field: string): string | null {
  const expected = JSON.stringify(plainValue(record.node(field)));
  const given = JSON.stringify(found);
  return given === expected ? null : `${given} instead of ${expected}`;
}
