/** The value of a key or of a dash, exchanged for another, be it on the same line or on lines below. */
import type { Change } from './change.ts';
import type { ItemLayout } from './layout.ts';
import type { Rendered } from './render.ts';
import type { TextShape } from './text-shape.ts';

/** Comments beside the key and behind the value stay. */
export function replaceValue(shape: TextShape, item: ItemLayout, rendered: Rendered): Change[] {
  const { value } = item;
  const isBelow = value !== null && isBlockCollection(item) && shape.isFirstOnLine(value.start);
  if ('inline' in rendered) {
    if (isBelow) return [...liftInline(shape, item, rendered.inline)];
    return [putInline(shape, item, rendered.inline)];
  }
  return isBelow ? [replaceLines(shape, item, rendered.lines)] : putLines(shape, item, rendered.lines);
}

function isBlockCollection({ value }: ItemLayout): boolean {
  return value !== null && 'flow' in value && !value.flow;
}

/** In place of a value on the key's line, or of none. */
function putInline(shape: TextShape, item: ItemLayout, inline: string): Change {
  const { value, tag, valueFrom } = item;
  if (value) return { from: tag ?? value.start, to: value.end, insert: inline };
  const from = tag ?? valueFrom;
  const colon = item.key !== null && item.markEnd === null ? ':' : '';
  const space = colon === '' && /\s/.test(shape.text[from - 1] ?? ' ') ? '' : ' ';
  return { from, to: valueFrom, insert: colon + space + inline };
}

/** In place of lines below the key. */
function liftInline(shape: TextShape, { value, tag, valueFrom }: ItemLayout, inline: string): Change[] {
  const from = tag ?? valueFrom;
  const space = /\s/.test(shape.text[from - 1] ?? ' ') ? '' : ' ';
  return [
    { from, to: valueFrom, insert: space + inline },
    { from: shape.lineEnd(valueFrom), to: shape.lineEnd(value!.end), insert: '' },
  ];
}

function replaceLines(shape: TextShape, { value }: ItemLayout, lines: string): Change {
  return { from: shape.lineStart(value!.start), to: value!.end, insert: lines };
}

/** Below the key's line, in place of what stands on it. */
function putLines(shape: TextShape, item: ItemLayout, lines: string): Change[] {
  const { value, tag, valueFrom } = item;
  const end = value?.end ?? valueFrom;
  const from = tag ?? valueFrom;
  const below = shape.lineEnd(end);
  return [
    { from: value || tag !== null ? beforeSpaces(shape, from) : from, to: end, insert: '' },
    { from: below, to: below, insert: shape.lineBreak + lines },
  ];
}

function beforeSpaces({ text }: TextShape, at: number): number {
  let from = at;
  while (text[from - 1] === ' ') from -= 1;
  return from;
}
