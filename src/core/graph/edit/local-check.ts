/** Whether a long text says what is intended after changes, told from the pieces that changed: the others are as they were. */
import type { Entry, MapNode } from '#core/graph/node.ts';
import { parseYaml } from '#core/graph/yaml.ts';
import { isDivisible, isPlainKeyAt } from '#core/graph/yaml-chunks.ts';
import { foldLineBreaks } from '#core/graph/yaml-characters.ts';
import type { Change } from './change.ts';
import { sameNode } from './same.ts';

/** With more pieces it is as fast to read the whole text. */
const MOST_PIECES = 50;
const MOST_CHANGES = 200;

/** A piece of the text after the changes: what it says, and where it begins. */
export interface Piece {
  readonly root: MapNode;
  readonly start: number;
}

/** Where a text may be cut, in order: keys at the margin, by their numbers and offsets. */
interface Cut {
  readonly index: number;
  readonly offset: number;
}

/** Entries `first` to, not including, `last` of the text before, in which changes lie; offsets before the changes. */
interface Stretch {
  readonly first: number;
  last: number;
  readonly from: number;
  to: number;
}

/**
 * The pieces that changed, if each of them alone says what is intended and all else is the very same. Null where that cannot
 * be told this way: then the whole text must be read.
 */
export function checkPieces(
  before: { readonly text: string; readonly root: MapNode },
  after: string,
  changes: readonly Change[],
  intended: MapNode,
): readonly Piece[] | null {
  if (changes.length > MOST_CHANGES || !isSeparable(before.text) || !isSeparable(after)) return null;
  const stretches = findStretches(before, changes);
  if (!stretches || stretches.length > MOST_PIECES) return null;
  const pieces = readPieces(stretches, changes, foldLineBreaks(after));
  return pieces && matches(before.root.entries, stretches, pieces, intended.entries) ? pieces : null;
}

/** Nothing in it ties one part to another. */
function isSeparable(text: string): boolean {
  return !/[&*]/.test(text) && isDivisible(text);
}

function findCuts({ text, root }: { readonly text: string; readonly root: MapNode }): Cut[] {
  const folded = foldLineBreaks(text);
  return root.entries.flatMap(({ key }, index) => {
    const offset = key.place?.start ?? -1;
    const isAtMargin = offset === 0 || folded[offset - 1] === '\n';
    return isAtMargin && isPlainKeyAt(folded, offset) ? [{ index, offset }] : [];
  });
}

/** From the last cut before a change to the first one behind it; stretches that touch are one. */
function findStretches(
  before: { readonly text: string; readonly root: MapNode },
  changes: readonly Change[],
): Stretch[] | null {
  const cuts = findCuts(before);
  if (
    cuts.length === 0 ||
    cuts.some(({ offset }, number) => number > 0 && offset <= cuts[number - 1]!.offset)
  )
    return null;
  const stretches: Stretch[] = [];
  for (const { from, to } of changes) {
    const above = cuts.findLast(({ offset }) => offset < from) ?? { index: 0, offset: 0 };
    const below = cuts.find(({ offset }) => offset >= to && offset > above.offset) ?? {
      index: before.root.entries.length,
      offset: before.text.length,
    };
    const open = stretches.at(-1);
    if (open && above.offset < open.to) {
      open.last = Math.max(open.last, below.index);
      open.to = Math.max(open.to, below.offset);
    } else stretches.push({ first: above.index, last: below.index, from: above.offset, to: below.offset });
  }
  return stretches;
}

/** Reads each stretch as it is after the changes; null where one is not a faultless mapping up to the next key. */
function readPieces(
  stretches: readonly Stretch[],
  changes: readonly Change[],
  after: string,
): readonly Piece[] | null {
  const pieces: Piece[] = [];
  // What is put in right at a cut belongs to what is above it.
  const shifted = (offset: number): number =>
    changes.reduce(
      (at, { from, to, insert }) => (from <= offset ? at + insert.length - (to - from) : at),
      offset,
    );
  for (const { from, to } of stretches) {
    const [start, end] = [from === 0 ? 0 : shifted(from), shifted(to)];
    const { root, issues } = parseYaml(after.slice(start, end));
    const endsWell = end === after.length || after[end - 1] === '\n';
    const beginsWell =
      start === 0 || (root.kind === 'map' && root.place?.start === 0 && isPlainKeyAt(after, start));
    if (
      issues.length > 0 ||
      root.kind !== 'map' ||
      !beginsWell ||
      !endsWell ||
      !isAtMargin(root, after, start)
    )
      return null;
    pieces.push({ root, start });
  }
  return pieces;
}

function isAtMargin({ place, entries }: MapNode, text: string, start: number): boolean {
  const first = start + (place?.start ?? 0);
  return entries.length > 0 && text[first] !== '{' && (first === 0 || text[first - 1] === '\n');
}

/** What did not change must be the very same entries; what did must say the same; and no name may come twice. */
function matches(
  before: readonly Entry[],
  stretches: readonly Stretch[],
  pieces: readonly Piece[],
  intended: readonly Entry[],
): boolean {
  let [at, old] = [0, 0];
  const isKept = (end: number): boolean => {
    for (; old < end; old += 1, at += 1) if (intended[at] !== before[old]) return false;
    return true;
  };
  for (const [number, { first, last }] of stretches.entries()) {
    if (!isKept(first)) return false;
    for (const entry of pieces[number]!.root.entries) {
      const wanted = intended[at++];
      if (!wanted || !sameNode(entry.key, wanted.key) || !sameNode(entry.value, wanted.value)) return false;
    }
    old = last;
  }
  return (
    isKept(before.length) &&
    at === intended.length &&
    new Set(intended.map(({ key }) => key.value)).size === at
  );
}
