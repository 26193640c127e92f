/** Items in brackets: put in, taken out, with commas where they are needed, and comments let be. */
import type { Change } from './change.ts';
import type { ItemLayout } from './layout.ts';
import type { Sibling, Siblings } from './siblings.ts';
import type { TextShape } from './text-shape.ts';

/** Takes out neighbouring items, from the first to the last of them. */
export function removeFlowItems(
  shape: TextShape,
  siblings: Siblings,
  first: Sibling,
  last: Sibling,
): Change[] {
  const next = last.next();
  if (next) return [{ from: first.item.start, to: endOfItem(shape, last.item, next), insert: '' }];
  const previous = first.previous();
  const to = last.item.end;
  if (!previous) return [{ from: siblings.start + 1, to: siblings.end - 1, insert: '' }];
  const comment = shape.folded.slice(previous.end, first.item.start).lastIndexOf('#');
  if (comment < 0) return [{ from: previous.end, to, insert: '' }];
  const comma = (siblings.lastComma === null ? first.item.comma : siblings.lastComma) ?? to;
  return [
    { from: shape.lineEnd(previous.end + comment), to, insert: '' },
    { from: comma, to: comma + 1, insert: '' },
  ];
}

/** Up to the next item, or if a comment comes before that, up to the next line. */
function endOfItem(shape: TextShape, item: ItemLayout, next: ItemLayout): number {
  const from = (next.comma ?? item.end) + 1;
  const gap = shape.folded.slice(from, next.start);
  const lineBreak = gap.indexOf('\n');
  if (lineBreak < 0 || !gap.includes('#', lineBreak)) return next.start;
  return from + lineBreak + 1 + /^\s*/.exec(gap.slice(lineBreak + 1))![0].length;
}

/** Puts pieces behind an item: beside it, or on lines of their own where it has a line of its own. */
export function insertBehind(
  shape: TextShape,
  siblings: Siblings,
  { item, next }: Sibling,
  pieces: readonly string[],
): Change[] {
  if (!shape.isFirstOnLine(item.start))
    return [{ from: item.end, to: item.end, insert: pieces.map((piece) => `, ${piece}`).join('') }];
  const lines = pieces.map((piece) => shape.lineBreak + ' '.repeat(shape.column(item.start)) + piece);
  const comma = next()?.comma ?? siblings.lastComma;
  if (comma !== null) {
    const at = shape.isLastOnLine(comma + 1) ? shape.lineEnd(comma) : comma + 1;
    return [{ from: at, to: at, insert: lines.map((line) => `${line},`).join('') }];
  }
  const at = shape.isLastOnLine(item.end) ? shape.lineEnd(item.end) : item.end;
  return [
    { from: item.end, to: item.end, insert: ',' },
    { from: at, to: at, insert: lines.join(',') },
  ];
}

/** Puts pieces before the first item. */
export function insertAhead(shape: TextShape, first: ItemLayout, pieces: readonly string[]): Change {
  const gap = shape.isFirstOnLine(first.start)
    ? shape.lineBreak + ' '.repeat(shape.column(first.start))
    : ' ';
  return { from: first.start, to: first.start, insert: pieces.map((piece) => `${piece},${gap}`).join('') };
}
