/** Which of the known names was probably meant. */

/** No more names are looked at: with many faults in a large graph the time would be felt while typing. */
const MOST_NAMES = 500;

/** The known name that differs least from the word, if it differs by no more than a third of its letters; case is no difference. */
export function nearestName(word: string, names: Iterable<string>): string | null {
  let best: string | null = null;
  let limit = Math.floor(word.length / 3) + 1;
  let seen = 0;
  for (const name of names) {
    if ((seen += 1) > MOST_NAMES) break;
    if (Math.abs(name.length - word.length) >= limit) continue;
    const distance = countEdits(word.toLowerCase(), name.toLowerCase());
    if (distance >= limit || name === word) continue;
    best = name;
    limit = distance;
  }
  return best;
}

/** A question for the author, with a space after it, or nothing. */
export function didYouMean(word: string, names: Iterable<string>): string {
  const name = nearestName(word, names);
  return name === null ? '' : `Did you mean "${name}"? `;
}

/** Letters put in, left out, replaced or exchanged with their neighbour. */
function countEdits(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity;
      next.push(Math.min(replaced, exchanged, row[j]! + 1, next[j - 1]! + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
