/** A text with a name, which can tell the line and column of an offset. */
import type { Position, Range } from '#core/issues.ts';

/** The texts that the parts of an entrypoint come from; a plugin's file goes by its own name. */
export type DocumentName =
  'task graph' | 'artifact graph' | 'parameters' | 'artifact parameters' | 'types' | (string & {});

export class Source {
  readonly document: DocumentName;
  readonly text: string;
  #lineStarts: readonly number[] | null = null;

  constructor(document: DocumentName, text: string) {
    this.document = document;
    this.text = text;
  }

  /** From `start` up to, not including, `end`; both in UTF-16 units. */
  range(start: number, end: number): Range {
    return { start: this.position(start), end: this.position(end) };
  }

  position(offset: number): Position {
    this.#lineStarts ??= findLineStarts(this.text);
    const line = lastAtMost(this.#lineStarts, offset);
    return { offset, line: line + 1, column: offset - (this.#lineStarts[line] ?? 0) + 1 };
  }
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The index of the last of the ascending numbers that is not above the limit. */
function lastAtMost(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
