/** Terms of a search against the fields of a record. */
import { likePattern, likeRegExp } from './like.ts';
import type { SearchFault, SearchTerm } from './parse.ts';

/** Field → its texts in a record; a field such as `tag` may have several. */
export type SearchFields<Row> = Readonly<Record<string, (row: Row) => string | readonly string[]>>;

/** Whether a record has what every term asks for. */
export type Matcher<Row> = (row: Row) => boolean;

/**
 * What the terms ask of a record: `field:value` is the whole value of that field, free text stands somewhere in one of them.
 * A field that the noun does not have is a fault.
 */
export function matcherOf<Row>(
  terms: readonly SearchTerm[],
  fields: SearchFields<Row>,
):
  | { readonly match: Matcher<Row>; readonly fault: null }
  | { readonly match: null; readonly fault: SearchFault } {
  const names = Object.keys(fields);
  const unknown = terms.find(({ field }) => field !== null && !Object.hasOwn(fields, field));
  if (unknown) {
    return {
      match: null,
      fault: {
        message: `There is no field “${unknown.field}” to search.`,
        remedy: `Its fields are ${names.join(', ')}.`,
        at: 0,
      },
    };
  }
  const tests = terms.map(({ field, value }) => ({
    readers: (field === null ? names : [field]).map((name) => fields[name]!),
    form: likeRegExp(likePattern(value, field === null)),
  }));
  const match: Matcher<Row> = (row) =>
    tests.every(({ readers, form }) =>
      readers.some((read) => {
        const text = read(row);
        return typeof text === 'string' ? form.test(text) : text.some((one) => form.test(one));
      }),
    );
  return { match, fault: null };
}
