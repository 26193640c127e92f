/** A search text against lines: `field:value` is the whole value of that field, free text stands somewhere in one of several. */
import { likePattern, likeTest } from './like.ts';
import { findField } from './line-fields.ts';
import { textsOf, type Line, type LineField, type TagNames } from './line.ts';
import { parseSearch, type SearchFault, type SearchTerm } from './parse.ts';

/** Whether a line has what every term asks for. */
export type LineTest = (line: Line) => boolean;

export interface LineSearch {
  readonly test: LineTest;
  /** Why the text could not be read by the search language; it was then looked for as it stands. */
  readonly fault: SearchFault | null;
}

/** Different texts of one field whose answer is kept: names and states recur, descriptions need not. */
const MOST_KEPT = 10_000;

/** Reads a search; where that fails, half-typed text still finds what has it somewhere. */
export function readLineSearch(text: string, fields: readonly LineField[], tags: TagNames): LineSearch {
  const { terms, fault } = parseSearch(text);
  if (terms === null) return { test: testPlain(text, fields, tags), fault };
  const unknown = terms.find(({ field }) => field !== null && !findField(fields, field));
  if (unknown) return { test: testPlain(text, fields, tags), fault: tellUnknown(unknown, fields) };
  const tests = terms.map((term) => testTerm(term, fields, tags));
  return { test: (line) => tests.every((test) => test(line)), fault: null };
}

function tellUnknown({ field }: SearchTerm, fields: readonly LineField[]): SearchFault {
  const names = fields.filter(({ type }) => type !== 'amount').map(({ name }) => name);
  return {
    message: `There is no field “${field}” to search.`,
    remedy: `Its fields are ${names.join(', ')}.`,
    at: 0,
  };
}

function testTerm({ field, value }: SearchTerm, fields: readonly LineField[], tags: TagNames): LineTest {
  const form = likeTest(likePattern(value, field === null));
  const named = field === null ? undefined : findField(fields, field);
  const asked = named ? [named] : fields.filter((one) => one.free);
  return testAny(asked, (one) => form.test(one), tags);
}

function testPlain(text: string, fields: readonly LineField[], tags: TagNames): LineTest {
  const words = text.trim().toLowerCase();
  return testAny(
    fields.filter((field) => field.free),
    (one) => one.toLowerCase().includes(words),
    tags,
  );
}

/** Whether one of the fields has a text that holds. */
function testAny(fields: readonly LineField[], holds: (text: string) => boolean, tags: TagNames): LineTest {
  const tests = fields.map((field) => testField(field, holds, tags));
  return (line) => tests.some((test) => test(line));
}

function testField(field: LineField, holds: (text: string) => boolean, tags: TagNames): LineTest {
  if (field.type === 'tag') {
    const found = new Set([...tags].filter(([, name]) => holds(name)).map(([id]) => id));
    return (line) => line.tags.some((id) => found.has(id));
  }
  if (field.type !== 'text') return (line) => textsOf(line, field, tags).some(holds);
  const kept = new Map<string, boolean>();
  const ask = (text: string): boolean => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const answer = holds(text);
    if (kept.size < MOST_KEPT) kept.set(text, answer);
    return answer;
  };
  const { name } = field;
  return ({ cells, texts }) => {
    const cell = cells[name] ?? null;
    return cell === null ? (texts?.[name]?.some(holds) ?? false) : ask(String(cell));
  };
}
