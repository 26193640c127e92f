/** Places in a text by line and column, for whoever asks for many: the lines are counted once. */
import type { Position, Range } from '#core/issues.ts';

/** Offsets to a range; offsets beyond the text are its end. */
export type FindRange = (start: number, end: number) => Range;

/** Finds ranges of a text; its lines are counted when the first one is asked for. */
export function rangesOf(text: string): FindRange {
  let starts: readonly number[] | null = null;
  const position = (at: number): Position => {
    starts ??= [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    const offset = Math.min(at, text.length);
    const line = countUpTo(starts, offset);
    return { offset, line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
  return (start, end) => ({ start: position(start), end: position(end) });
}

/** How many of the rising numbers are at most `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
