/** Which members of three lists are the same thing, where two were made from one. */
import { alignMembers, type Member, type Pair } from './align.ts';
import type { ListShape } from './anatomy.ts';

/** The same thing in all lists, or null where one lacks it. */
export interface Row {
  /** Unique among the rows: its id in the base, else in the others. */
  readonly id: string;
  readonly base: Member | null;
  readonly mine: Member | null;
  readonly theirs: Member | null;
}

/** The rows of what the base has, in its order, then of what was added on either side. */
export function alignThree(
  shape: ListShape,
  base: readonly Member[],
  mine: readonly Member[],
  theirs: readonly Member[],
): readonly Row[] {
  const [inMine, inTheirs] = [match(shape, base, mine), match(shape, base, theirs)];
  const [ofMine, ofTheirs] = [sureMatches(inMine, inTheirs, theirs), sureMatches(inTheirs, inMine, mine)];
  const rows = base.map((member) => ({
    id: member.id,
    base: member,
    mine: ofMine.get(member) ?? null,
    theirs: ofTheirs.get(member) ?? null,
  }));
  return [...rows, ...pairAdded(without(mine, ofMine), without(theirs, ofTheirs))];
}

type Matches = ReadonlyMap<Member, Member>;

function match(shape: ListShape, base: readonly Member[], other: readonly Member[]): Matches {
  const isBoth = (pair: Pair): pair is { before: Member; after: Member } => !!pair.before && !!pair.after;
  const pairs = alignMembers(shape, base, other).filter(isBoth);
  return new Map(pairs.map(({ before, after }) => [before, after]));
}

/** A renaming to a name that the other side gave to something else counts as two things, or both would end up with one name. */
function sureMatches(matches: Matches, rivals: Matches, others: readonly Member[]): Matches {
  const taken = new Set(others.map(({ id }) => id));
  const isSure = ([base, own]: readonly [Member, Member]) =>
    base.id === own.id || !taken.has(own.id) || rivals.get(base)?.id === own.id;
  return new Map([...matches].filter(isSure));
}

function without(members: readonly Member[], matches: Matches): readonly Member[] {
  const matched = new Set(matches.values());
  return members.filter((member) => !matched.has(member));
}

function pairAdded(mine: readonly Member[], theirs: readonly Member[]): readonly Row[] {
  const byId = new Map(theirs.map((member) => [member.id, member]));
  const own = new Set(mine.map(({ id }) => id));
  return [
    ...mine.map((member) => ({
      id: member.id,
      base: null,
      mine: member,
      theirs: byId.get(member.id) ?? null,
    })),
    ...theirs
      .filter(({ id }) => !own.has(id))
      .map((member) => ({ id: member.id, base: null, mine: null, theirs: member })),
  ];
}
