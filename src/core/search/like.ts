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
  const source = pattern.replaceAll(/\/[/%_]|%+|_|[^/%_]+/g, (part) => {
    if (part.startsWith('%')) return '.*';
    if (part === '_') return '.';
    return (part.startsWith('/') ? part.slice(1) : part).replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  });
  return new RegExp(`^${source}$`, 'isu');
}
