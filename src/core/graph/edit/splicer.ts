/** Puts entries and items into a collection and takes them out, be it in brackets or on lines. */
import { insertAbove, insertBelow, isBlankBetween, removeBlockItem } from './block-splice.ts';
import type { Change } from './change.ts';
import { insertAhead, insertBehind, removeFlowItems } from './flow-splice.ts';
import type { Sibling, Siblings } from './siblings.ts';
import type { TextShape } from './text-shape.ts';

/** Takes out neighbours; `isBehind` where something stays before them. */
export function removeRun(
  shape: TextShape,
  siblings: Siblings,
  run: readonly Sibling[],
  isBehind: boolean,
): Change[] {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return [];
  if (siblings.flow) return removeFlowItems(shape, siblings, first, last);
  const endsText = isBehind && run.length === 1;
  return run.map(({ item, next }) => removeBlockItem(shape, item, next(), endsText));
}

/** Puts pieces behind a neighbour, or before it. */
export function insertPieces(
  shape: TextShape,
  siblings: Siblings,
  beside: Sibling,
  pieces: readonly string[],
  place: { readonly isBehind: boolean; readonly mayBeSpaced: boolean },
): Change[] {
  if (siblings.flow)
    return place.isBehind
      ? insertBehind(shape, siblings, beside, pieces)
      : [insertAhead(shape, beside.item, pieces)];
  const isSpaced = place.mayBeSpaced && isSpacedOut(shape, beside);
  return [
    place.isBehind
      ? insertBelow(shape, beside.item, pieces, isSpaced)
      : insertAbove(shape, beside.item, pieces, isSpaced),
  ];
}

/** Whether the author leaves a blank line between neighbours. */
function isSpacedOut(shape: TextShape, { item, previous, next }: Sibling): boolean {
  const [above, below] = [previous(), next()];
  if (above) return isBlankBetween(shape, above, item);
  return below !== null && isBlankBetween(shape, item, below);
}
