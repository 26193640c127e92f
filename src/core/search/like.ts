/** Words of a search → the pattern that a text must match, in the form of SQL's LIKE with `/` as its escape. */

const ESCAPES: Readonly<Record<string, string>> = { n: '\n' };

/**
 * The pattern of some words: `%` stands for anything, `_` for one character. A fuzzy pattern has anything before, between and
 * after them. Unlike the reference it takes every escape away, those of `:`, `,` and `'` too.
 *
 * @example
 * likePattern(['demo', '*'], false) // 'demo%'
 * likePattern(['my_job', 'two'], true) // '%my/_job%two%'
 */
export function likePattern(words: readonly string[], fuzzy: boolean): string {
  const parts = words.map((word) =>
    word === '*' ? '%' : word === '?' ? '_' : unescape(word).replaceAll(/[/%_]/g, '/$&'),
  );
  return fuzzy ? `%${parts.join('%')}%` : parts.join('');
}

/** The text that a word stands for. */
function unescape(word: string): string {
  return word.replaceAll(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

/**
 * A LIKE pattern as a regular expression over a whole text, whatever the case of its letters.
 *
 * @example
 * likeRegExp('%my/_job%').test('Is My_Job here') // true
 */
export function likeRegExp(pattern: string): RegExp {
  const parts = pattern.match(/\/[/%_]|%+|_|[^/%_]+|\//g) ?? [];
  // What may stand before and after is left to the search for a match, which is many times faster than `^.*`.
  const begin = parts[0]?.startsWith('%') ? '' : '^';
  const end = parts.at(-1)?.startsWith('%') ? '' : '$';
  const inner = parts.slice(begin ? 0 : 1, end ? undefined : -1);
  return new RegExp(begin + inner.map(sourceOf).join('') + end, 'isu');
}

function sourceOf(part: string): string {
  if (part.startsWith('%')) return '.*?';
  if (part === '_') return '.';
  const text = part.length > 1 && part.startsWith('/') ? part.slice(1) : part;
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
