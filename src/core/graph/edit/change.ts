/** Changes of a text: parts of it replaced, all counted in the text as it was before any of them. */

/** `insert` comes in place of what stands from `from` up to, not including, `to`; both in UTF-16 units. */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** The text after all changes, which must be in order and apart from each other, as `orderChanges` leaves them. */
export function applyChanges(text: string, changes: readonly Change[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, insert } of changes) {
    parts.push(text.slice(at, from), insert);
    at = to;
  }
  return parts.join('') + text.slice(at);
}

/** The changes that lead from the text after these changes back to this text. */
export function invertChanges(text: string, changes: readonly Change[]): readonly Change[] {
  let shift = 0;
  return changes.map(({ from, to, insert }) => {
    const start = from + shift;
    shift += insert.length - (to - from);
    return { from: start, to: start + insert.length, insert: text.slice(from, to) };
  });
}

/** The changes by their place, each cut down to what differs, repeated ones once; null where two want the same part of the text. */
export function orderChanges(text: string, changes: readonly Change[]): readonly Change[] | null {
  const ordered = withoutRepeats(changes)
    .map((change) => shrink(text, change))
    .filter(({ from, to, insert }) => to > from || insert !== '')
    .toSorted((a, b) => a.from - b.from || a.to - b.to);
  const overlap = ordered.some(({ from }, index) => index > 0 && from < ordered[index - 1]!.to);
  return overlap ? null : ordered;
}

/** What is repeated by an alias is changed as often as it is mentioned; that something is put in twice is meant. */
function withoutRepeats(changes: readonly Change[]): readonly Change[] {
  const replacing = changes.filter(({ from, to }) => to > from);
  const unique = new Map(replacing.map((change) => [`${change.from} ${change.to} ${change.insert}`, change]));
  if (unique.size === replacing.length) return changes;
  return changes.filter(
    (change) =>
      change.to === change.from || unique.get(`${change.from} ${change.to} ${change.insert}`) === change,
  );
}

/** Leaves out what is the same at both ends, without cutting a character or a line break in two. */
function shrink(text: string, { from, to, insert }: Change): Change {
  const removed = text.slice(from, to);
  const most = Math.min(removed.length, insert.length);
  let head = 0;
  while (head < most && removed[head] === insert[head]) head += 1;
  if (isInside(removed, head) || isInside(insert, head)) head -= 1;
  let tail = 0;
  while (tail < most - head && removed.at(-1 - tail) === insert.at(-1 - tail)) tail += 1;
  if (isInside(removed, removed.length - tail) || isInside(insert, insert.length - tail)) tail -= 1;
  return { from: from + head, to: to - tail, insert: insert.slice(head, insert.length - tail) };
}

/** Between the halves of a surrogate pair, or of a carriage return with its line feed. */
function isInside(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return (before === 13 && after === 10) || (before >> 10 === 54 && after >> 10 === 55);
}
