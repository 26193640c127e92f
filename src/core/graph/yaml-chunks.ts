/** Where a long YAML text may be cut: before keys at the left margin, never inside what could belong together. */

export interface Chunk {
  readonly start: number;
  readonly end: number;
}

/** Long enough that the cost of a piece is spread, short enough that its syntax tree dies young. */
const CHUNK_LENGTH = 16_384;

/** A line that begins, without indentation, with a plain key. */
const MARGIN_KEY = /^[A-Za-z_][\w-]*:(?=[ \n])/gm;

const PLAIN_KEY = /[A-Za-z_][\w-]*:(?=[ \n])/y;

/** Directives, several documents and tabs change the meaning of what follows, so such texts stay whole. */
const INDIVISIBLE = /^(?:%|---|\.\.\.)|\t|\uFEFF/m;

const BLANK_OR_COMMENTS = /^(?:[ ]*(?:#[^\n]*)?\n)*$/;

/** Whether a text may be cut before a plain key at the left margin, so that its pieces mean what they mean together. */
export function isDivisible(text: string): boolean {
  return !INDIVISIBLE.test(text);
}

/** Whether a plain key stands at this offset; at the left margin, a divisible text may be cut before it. */
export function isPlainKeyAt(text: string, offset: number): boolean {
  PLAIN_KEY.lastIndex = offset;
  return PLAIN_KEY.test(text);
}

/** Pieces that cover the text, in order; a single one where the text is short or must not be cut. */
export function splitTopLevel(text: string): Chunk[] {
  const whole = [{ start: 0, end: text.length }];
  if (text.length < 2 * CHUNK_LENGTH || !isDivisible(text)) return whole;
  const chunks: Chunk[] = [];
  let start: number | null = null;
  for (const { index } of text.matchAll(MARGIN_KEY)) {
    if (start === null && !BLANK_OR_COMMENTS.test(text.slice(0, index))) return whole;
    start ??= index;
    if (index - start < CHUNK_LENGTH) continue;
    chunks.push({ start, end: index });
    start = index;
  }
  return start === null ? whole : [...chunks, { start, end: text.length }];
}
