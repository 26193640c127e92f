/** The values that lines have in a field, for a search box to offer. */
import { localIso, textsOf, type Line, type LineField, type TagNames } from './line.ts';

const MOST = 8;
/** A value longer than this is no value to choose from a list. */
const LONGEST = 80;

/** The most frequent values that hold `part` in whatever case, each with how many lines have it; of times, the days as `2026-11-21*`. */
export function countValues(
  lines: Iterable<Line>,
  field: LineField,
  part: string,
  tags: TagNames,
): readonly (readonly [value: string, count: number])[] {
  const counts = new Map<string, number>();
  const note = (value: string) => counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const line of lines) {
    if (field.type === 'time') {
      const cell = line.cells[field.name];
      if (typeof cell === 'number') note(`${localIso(cell).slice(0, 10)}*`);
    } else if (field.type === 'tag') line.tags.forEach(note);
    else textsOf(line, field, tags).forEach(note);
  }
  const wanted = part.toLowerCase();
  return [...counts]
    .map(([value, count]) => [field.type === 'tag' ? (tags.get(value) ?? '') : value, count] as const)
    .filter(([value]) => value !== '' && value.length < LONGEST && value.toLowerCase().includes(wanted))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST);
}
