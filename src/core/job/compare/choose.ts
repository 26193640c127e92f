/** Which of many jobs a page compares, where more are asked for than it holds. */

/** Those of `asked` that are `chosen`, in their order, else the first ones; `most` at most. */
export function pickCompared(
  asked: readonly string[],
  chosen: readonly string[],
  most: number,
): readonly string[] {
  const wanted = new Set(chosen);
  const named = asked.filter((id) => wanted.has(id));
  return (named.length > 0 ? named : asked).slice(0, most);
}

/** `most` of them at even distances, with the first and the last; all where there are no more. */
export function spreadEvenly<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  if (most === 1) return items.slice(0, 1);
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);
}
