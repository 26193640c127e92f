/** Which members of two lists are the same thing: by what they are known by, and what was only renamed by all the rest of it. */
import { canonicalJson } from '#core/hash/canonical-json.ts';
import type { ListShape } from './anatomy.ts';
import type { Json } from './content.ts';
import { pieceAt, type Piece } from './unfold.ts';

/** A member of a list with what it is known by; where a draft has a name twice, the second of them is another. */
export interface Member {
  /** Unique in its list. */
  readonly id: string;
  /** As a person knows it. */
  readonly name: string;
  readonly value: Json;
}

/** The same thing in both lists, or null where one lacks it. */
export interface Pair {
  readonly before: Member | null;
  readonly after: Member | null;
}

/** The members of a list in order; what is no list has none. */
export function membersOf({ key }: ListShape, list: Piece): readonly Member[] {
  const seen = new Map<string, number>();
  if (!Array.isArray(list)) return [];
  return (list as readonly Json[]).map((value) => {
    const name = String(pieceAt(value, key));
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return { id: times === 0 ? name : `${name}\u0000${times}`, name, value };
  });
}

/** Pairs the members of both lists: those of the second in order, then those that only the first has. */
export function alignMembers(
  shape: ListShape,
  before: readonly Member[],
  after: readonly Member[],
): readonly Pair[] {
  const old = new Map(before.map((member) => [member.id, member]));
  const now = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !now.has(id));
  const renames = findRenames(
    shape,
    gone,
    after.filter(({ id }) => !old.has(id)),
  );
  const taken = new Set(renames.values());
  return [
    ...after.map((member) => ({ before: old.get(member.id) ?? renames.get(member) ?? null, after: member })),
    ...gone.filter((member) => !taken.has(member)).map((member) => ({ before: member, after: null })),
  ];
}

/** From a new member to the one that went and was the same but for its name; where several were, none is sure. */
function findRenames(
  shape: ListShape,
  gone: readonly Member[],
  come: readonly Member[],
): ReadonlyMap<Member, Member> {
  if (shape.by !== 'name' || gone.length === 0 || come.length === 0) return new Map();
  const rest = (member: Member) => canonicalJson({ ...(member.value as object), [shape.key]: null });
  const [old, now] = [groupBy(gone, rest), groupBy(come, rest)];
  const renames = new Map<Member, Member>();
  for (const [content, members] of now) {
    const candidates = old.get(content) ?? [];
    if (members.length === 1 && candidates.length === 1) renames.set(members[0]!, candidates[0]!);
  }
  return renames;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** The members, of those that both lists have, that stand in another order: the fewest whose move explains it. */
export function movedPairs(before: readonly Member[], pairs: readonly Pair[]): ReadonlySet<Pair> {
  const place = new Map(before.map((member, index) => [member, index]));
  const kept = pairs.filter((pair) => pair.before && pair.after);
  const still = longestRise(kept.map((pair) => place.get(pair.before!)!));
  return new Set(kept.filter((_, index) => !still.has(index)));
}

/** The indexes of a longest rising subsequence of distinct numbers: for each length, the chain with the smallest end is kept. */
function longestRise(places: readonly number[]): ReadonlySet<number> {
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, place] of places.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[ends[middle]!]! < place) low = middle + 1;
      else high = middle;
    }
    before.push(low === 0 ? -1 : ends[low - 1]!);
    ends[low] = index;
  }
  const kept = new Set<number>();
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i]!) kept.add(i);
  return kept;
}
