/** Two texts that were made from one, line by line: what each changed, and where both changed the same place (diff3). */
import { shareLines, splitLines, type SharedLines } from './lines.ts';

/** How a place stands: changed by nobody, by one, by both to the same, or by both to something else. */
export type MergeStatus = 'same' | 'mine' | 'theirs' | 'both' | 'conflict';

/** A stretch of the text as each of the three has it; joined in order, each side gives its whole text. */
export interface LineChunk {
  readonly status: MergeStatus;
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
  /** The line of the base at which it begins, counted from 1. */
  readonly line: number;
}

/**
 * Splits three texts at the lines that all of them share (S. Khanna, K. Kunal, B. Pierce, A formal investigation of diff3, 2007).
 * Changes at lines that touch are one chunk, and a conflict unless they are equal.
 */
export function mergeLines(base: string, mine: string, theirs: string): readonly LineChunk[] {
  const [o, a, b] = [splitLines(base), splitLines(mine), splitLines(theirs)];
  const [inMine, inTheirs] = [pairsOf(shareLines(o, a)), pairsOf(shareLines(o, b))];
  const chunks: LineChunk[] = [];
  let at = { o: 0, a: 0, b: 0 };
  const add = (to: typeof at) => {
    const [x, y, z] = [o.slice(at.o, to.o), a.slice(at.a, to.a), b.slice(at.b, to.b)].map((l) => l.join(''));
    if (x || y || z) chunks.push({ ...chunkOf(x!, y!, z!), line: at.o + 1 });
    at = to;
  };
  for (let line = 0; line < o.length; line += 1) {
    const [i, j] = [inMine.get(line), inTheirs.get(line)];
    if (i === undefined || j === undefined) continue;
    add({ o: line, a: i, b: j });
    let length = 1;
    while (inMine.get(line + length) === i + length && inTheirs.get(line + length) === j + length)
      length += 1;
    add({ o: line + length, a: i + length, b: j + length });
    line += length - 1;
  }
  add({ o: o.length, a: a.length, b: b.length });
  return chunks;
}

function pairsOf(runs: readonly SharedLines[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  for (const { a, b, length } of runs) for (let i = 0; i < length; i += 1) pairs.set(a + i, b + i);
  return pairs;
}

function chunkOf(base: string, mine: string, theirs: string): Omit<LineChunk, 'line'> {
  return { status: statusOf(base === mine, base === theirs, mine === theirs), base, mine, theirs };
}

/** From what equals what to how it stands. */
export function statusOf(mineIsBase: boolean, theirsIsBase: boolean, equal: boolean): MergeStatus {
  if (mineIsBase) return theirsIsBase ? 'same' : 'theirs';
  if (theirsIsBase) return 'mine';
  return equal ? 'both' : 'conflict';
}
