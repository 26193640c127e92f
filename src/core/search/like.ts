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

/** What a text is held against. */
export interface LikeTest {
  test(text: string): boolean;
}

/**
 * A LIKE pattern over a whole text, whatever the case of its letters. What stands between two `%` is looked for from left to right and
 * never again, so that no pattern takes longer than its length times that of the text.
 *
 * @example
 * likeTest('%my/_job%').test('Is My_Job here') // true
 */
export function likeTest(pattern: string): LikeTest {
  const parts = pattern.match(/\/[/%_]|%+|_|[^/%_]+|\//g) ?? [];
  const pieces: string[] = [''];
  for (const part of parts) {
    if (part.startsWith('%')) pieces.push('');
    else pieces.push(`${pieces.pop()}${sourceOf(part)}`);
  }
  if (pieces.length === 1) {
    const whole = new RegExp(`^${pieces[0]}$`, 'isu');
    return { test: (text) => whole.test(text) };
  }
  const [first, last] = [pieces[0]!, pieces.at(-1)!];
  const forms = [
    ...(first ? [new RegExp(first, 'isuy')] : []),
    ...pieces
      .slice(1, -1)
      .filter(Boolean)
      .map((piece) => new RegExp(piece, 'gisu')),
    ...(last ? [new RegExp(`${last}$`, 'gisu')] : []),
  ];
  return { test: (text) => forms.reduce((at, form) => goOn(form, text, at), 0) >= 0 };
}

/** Where what was looked for ends; -1 where it is not there. */
function goOn(form: RegExp, text: string, at: number): number {
  if (at < 0) return -1;
  form.lastIndex = at;
  return form.test(text) ? form.lastIndex : -1;
}

function sourceOf(part: string): string {
  if (part === '_') return '.';
  const text = part.length > 1 && part.startsWith('/') ? part.slice(1) : part;
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
