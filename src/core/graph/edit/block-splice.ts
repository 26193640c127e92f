/** Items that stand on lines of their own: put in, taken out, with the comments and blank lines around them let be. */
import type { Change } from './change.ts';
import type { ItemLayout } from './layout.ts';
import type { TextShape } from './text-shape.ts';

/** Takes out an item with its lines, and comments right below it that are indented deeper. A text whose last line was not ended stays so if `endsText`. */
export function removeBlockItem(
  shape: TextShape,
  item: ItemLayout,
  next: ItemLayout | null,
  endsText: boolean,
): Change {
  if (!shape.isFirstOnLine(item.start)) return { from: item.start, to: next?.start ?? item.end, insert: '' };
  const to = endOfBlock(shape, item);
  const from = startOfGap(shape, shape.lineStart(item.start), to);
  const isCutOff = endsText && to === shape.text.length && shape.isCutOff;
  return { from: isCutOff ? beforeBreak(shape, from) : from, to, insert: '' };
}

/** Puts pieces below an item; each piece is whole but for the indentation of its first line. */
export function insertBelow(
  shape: TextShape,
  above: ItemLayout,
  pieces: readonly string[],
  isSpaced: boolean,
): Change {
  const at = endOfBlock(shape, above);
  const indent = ' '.repeat(shape.column(above.start));
  const gap = isSpaced ? shape.lineBreak : '';
  const lines = pieces.map((piece) => gap + indent + piece).join(shape.lineBreak);
  const insert =
    at === shape.text.length && shape.isCutOff ? shape.lineBreak + lines : lines + shape.lineBreak;
  return { from: at, to: at, insert };
}

/** Puts pieces above the first item of its collection, below the comments that stand over it. */
export function insertAbove(
  shape: TextShape,
  below: ItemLayout,
  pieces: readonly string[],
  isSpaced: boolean,
): Change {
  const gap = shape.lineBreak + (isSpaced ? shape.lineBreak : '') + ' '.repeat(shape.column(below.start));
  const lines = pieces.map((piece) => piece + gap).join('');
  return { from: below.start, to: below.start, insert: lines };
}

/** Whether a blank line parts the two. */
export function isBlankBetween(shape: TextShape, above: ItemLayout, below: ItemLayout): boolean {
  return /(?:^|\n)[ \t]*\r?\n/.test(shape.folded.slice(endOfBlock(shape, above), below.start));
}

/** Where the line after the item and its deeper comments begins. */
function endOfBlock(shape: TextShape, item: ItemLayout): number {
  const column = shape.column(item.start);
  let end = shape.nextLine(item.end);
  for (;;) {
    const indent = /^( *)#/.exec(shape.folded.slice(end, shape.lineEnd(end)))?.[1];
    if (indent === undefined || indent.length <= column) return end;
    end = shape.nextLine(end);
  }
}

/** Where the blank lines above begin, if there are blank lines below or nothing at all; else where the item's lines do. */
function startOfGap(shape: TextShape, from: number, to: number): number {
  const isBlank = (start: number): boolean =>
    /^[ \t]*$/.test(shape.folded.slice(start, shape.lineEnd(start)));
  if (to < shape.text.length && !isBlank(to)) return from;
  let start = from;
  while (start > 0 && isBlank(shape.lineStart(start - 1))) start = shape.lineStart(start - 1);
  return start;
}

function beforeBreak({ folded }: TextShape, lineStart: number): number {
  if (lineStart === 0) return 0;
  return folded[lineStart - 2] === '\r' ? lineStart - 2 : lineStart - 1;
}
