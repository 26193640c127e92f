/** Lines: what a list shows of a record and what a search finds it by; small, so that a hundred thousand of them are at hand. */
import type { ResourceKind } from '#core/resources/content.ts';

/** What has a list of its own in the store. */
export type LineNoun = ResourceKind | 'job' | 'family' | 'artifact';

export type Cell = string | number | null;

export interface Line {
  readonly id: string;
  /** Field → what it says; times are milliseconds since 1970. What a record has nothing to say about is null or absent. */
  readonly cells: Readonly<Record<string, Cell>>;
  /** Ids of tags. */
  readonly tags: readonly string[];
  /** Field → texts that are searched and never shown. */
  readonly texts?: Readonly<Record<string, readonly string[]>>;
  /** Role → id of the one record that it belongs to, such as the experiment of a job. */
  readonly links: Readonly<Record<string, string>>;
  /** Ids of records that its cells tell about: when one of them changes, the line is read again. */
  readonly uses?: readonly string[];
  readonly deleted: boolean;
}

/** A field of the lines of a noun: what a search may name and a list may sort by. */
export interface LineField {
  readonly name: string;
  /** `tag` reads the tags; `amount` has a unit that nobody types, so that it only sorts. */
  readonly type: 'text' | 'number' | 'time' | 'amount' | 'tag';
  /** Whether words without a field are looked for here too. */
  readonly free: boolean;
  /** Other names that a search may call it by, such as those of the reference. */
  readonly also: readonly string[];
}

/** Id of a tag → its name. */
export type TagNames = ReadonlyMap<string, string>;

/** The texts by which a search finds a field: the names of tags, a time as `2026-11-21T14:05:09` on this device's clock. */
export function textsOf(line: Line, { name, type }: LineField, tags: TagNames): readonly string[] {
  if (type === 'tag') return line.tags.map((id) => tags.get(id) ?? '');
  const cell = line.cells[name] ?? null;
  if (cell === null) return line.texts?.[name] ?? [];
  return [type === 'time' && typeof cell === 'number' ? localIso(cell) : String(cell)];
}

/** Milliseconds since 1970 as local time without a zone, such as `2026-11-21T14:05:09`. */
export function localIso(time: number): string {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

/** Whether a list shows and finds both alike. */
export function sameLine(a: Line, b: Line): boolean {
  return (
    a.deleted === b.deleted &&
    sameTexts(a.tags, b.tags) &&
    sameTexts(a.uses ?? [], b.uses ?? []) &&
    sameValues(a.links, b.links, Object.is) &&
    sameValues(a.cells, b.cells, Object.is) &&
    sameValues(a.texts ?? {}, b.texts ?? {}, sameTexts)
  );
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, place) => text === b[place]);
}

function sameValues<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  same: (one: T, other: T) => boolean,
): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && same(a[name]!, b[name]!))
  );
}
