/** Which lines two texts share: Myers' shortest edit script over whole lines, bounded so that no pair of texts can hold the page up. */

/** A run of lines that stand in both: from line `a` of the one and line `b` of the other, counted from 0. */
export interface SharedLines {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

/** More edits than this are not looked for: what lies between the shared beginning and end counts as one change. */
const MOST_EDITS = 2000;

/** The lines of a text with their line breaks, so that joining them gives the text again; an empty text has none. */
export function splitLines(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/**
 * The runs of lines that both have, in order, as many as there can be (E. Myers, An O(ND) difference algorithm, 1986). Takes
 * time in O((a + b) · edits). Swapping the two swaps the answer's sides, if not always which of equal lines are paired.
 */
export function shareLines(a: readonly string[], b: readonly string[]): readonly SharedLines[] {
  const start = countEqual(a, b, (i) => i, Math.min(a.length, b.length));
  const rest = Math.min(a.length, b.length) - start;
  const end = countEqual(a, b, (i, lines) => lines.length - 1 - i, rest);
  const middle = pairMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const pairs = middle.map(([i, j]) => [i + start, j + start] as const);
  return joinRuns([
    { a: 0, b: 0, length: start },
    ...pairs.map(([i, j]) => ({ a: i, b: j, length: 1 })),
    { a: a.length - end, b: b.length - end, length: end },
  ]);
}

/** How many lines the second text has that the first has not, and the other way round. */
export function countLines(
  before: string,
  after: string,
): { readonly added: number; readonly removed: number } {
  const [a, b] = [splitLines(before), splitLines(after)];
  const shared = shareLines(a, b).reduce((sum, { length }) => sum + length, 0);
  return { added: b.length - shared, removed: a.length - shared };
}

function countEqual(
  a: readonly string[],
  b: readonly string[],
  at: (i: number, lines: readonly string[]) => number,
  most: number,
): number {
  let count = 0;
  while (count < most && a[at(count, a)] === b[at(count, b)]) count += 1;
  return count;
}

type Pair = readonly [number, number];

/** Lines that the other text has nowhere cannot be shared, so they are set aside first: two quite different texts cost nothing. */
function pairMiddle(a: readonly string[], b: readonly string[]): readonly Pair[] {
  const [inA, inB] = [new Set(a), new Set(b)];
  const keptA = [...a.keys()].filter((i) => inB.has(a[i]!));
  const keptB = [...b.keys()].filter((j) => inA.has(b[j]!));
  const numbers = new Map([...inA].map((line, index) => [line, index]));
  const number = (line: string) => numbers.get(line)!;
  const x = Int32Array.from(keptA, (i) => number(a[i]!));
  const y = Int32Array.from(keptB, (j) => number(b[j]!));
  return pairNumbers(x, y).map(([i, j]) => [keptA[i]!, keptB[j]!]);
}

/** Follows each diagonal as far as it goes, with one edit more each round, and walks back along the rounds. */
function pairNumbers(x: Int32Array, y: Int32Array): readonly Pair[] {
  const most = Math.min(MOST_EDITS, x.length + y.length);
  const rounds: Int32Array[] = [];
  const furthest = new Int32Array(2 * most + 3);
  for (let edits = 0; edits <= most; edits += 1) {
    rounds.push(furthest.slice(most - edits, most + edits + 3));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const reached = slide(x, y, stepOn(furthest, most + 1 + diagonal, diagonal, edits), diagonal);
      furthest[most + 1 + diagonal] = reached;
      if (reached >= x.length && reached - diagonal >= y.length) return walkBack(rounds, x, y);
    }
  }
  return [];
}

/** Where this round begins on a diagonal: one line dropped from the first text, or one taken from the second. */
function stepOn(furthest: Int32Array, at: number, diagonal: number, edits: number): number {
  const down = diagonal === -edits || (diagonal !== edits && furthest[at - 1]! < furthest[at + 1]!);
  return down ? furthest[at + 1]! : furthest[at - 1]! + 1;
}

function slide(x: Int32Array, y: Int32Array, from: number, diagonal: number): number {
  let i = from;
  while (i < x.length && i - diagonal < y.length && x[i] === y[i - diagonal]) i += 1;
  return i;
}

function walkBack(rounds: readonly Int32Array[], x: Int32Array, y: Int32Array): readonly Pair[] {
  const pairs: Pair[] = [];
  let [i, j] = [x.length, y.length];
  for (let edits = rounds.length - 1; edits >= 0; edits -= 1) {
    const diagonal = i - j;
    const furthest = rounds[edits]!;
    const at = edits + 1 + diagonal;
    const down = diagonal === -edits || (diagonal !== edits && furthest[at - 1]! < furthest[at + 1]!);
    const start = edits === 0 ? 0 : down ? furthest[at + 1]! : furthest[at - 1]! + 1;
    while (i > start) pairs.push([--i, --j]);
    if (edits > 0) [i, j] = down ? [i, j - 1] : [i - 1, j];
  }
  return pairs.toReversed();
}

function joinRuns(runs: readonly SharedLines[]): readonly SharedLines[] {
  const joined: { a: number; b: number; length: number }[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (run.length === 0) continue;
    if (last && last.a + last.length === run.a && last.b + last.length === run.b) last.length += run.length;
    else joined.push({ ...run });
  }
  return joined;
}
