/** How deep a text of TypeScript nests what may be type arguments: at each such place a parser tries two ways. */

/** A parser's time may double with each level, so no text beyond this is read; what people write has three. */
export const MOST_NESTING = 8;

/** Text and comments, up to their end or that of the whole; what is escaped; brackets and what parts statements. */
const TOKEN =
  /\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|\\[^]|[()[\]{}<;,]/g;

/**
 * The most brackets that stand inside each other, counting those with a `<` before them in the same statement.
 * An estimate: the text is not parsed for it.
 */
export function countNesting(text: string): number {
  const marks: boolean[] = [];
  let [depth, most, mark] = [0, 0, false];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '<') mark = true;
    else if (token === ';' || token === ',') mark = false;
    else if (token === '(' || token === '[' || token === '{') {
      marks.push(mark);
      if (mark) depth += 1;
      most = Math.max(most, depth);
      mark = false;
    } else if (token === ')' || token === ']' || token === '}') {
      mark = marks.pop() ?? false;
      if (mark) depth -= 1;
    }
  }
  return most;
}
