/** The order of a list whose members come from three sides: one that agrees with all of them, or a choice between theirs. */
import { statusOf, type MergeStatus } from '#core/text/merge-lines.ts';

export type Side = 'base' | 'mine' | 'theirs';

type Ids = readonly string[];

/** The ids of a list's members as each side orders them. */
export interface Orders {
  readonly base: Ids;
  readonly mine: Ids;
  readonly theirs: Ids;
}

/** `same` where one order agrees with all three, so that there is nothing to choose. */
export function compareOrders({ base, mine, theirs }: Orders): MergeStatus {
  if (weave([base, mine, theirs])) return 'same';
  const status = statusOf(sameOrder(base, mine), sameOrder(base, theirs), sameOrder(mine, theirs));
  return status === 'same' ? 'conflict' : status;
}

/** All ids in the order of a side; what it lacks stands behind what it follows elsewhere. The ids of any side keep their order where they can. */
export function arrange(orders: Orders, side: Side): Ids {
  const { base, mine, theirs } = orders;
  const woven = weave([base, mine, theirs]);
  if (woven) return woven;
  if (side === 'base') return insert(insert(base, mine), theirs);
  const both = sameOrder(mine, theirs) ? weave([mine, theirs]) : null;
  const [own, other] = side === 'mine' ? [mine, theirs] : [theirs, mine];
  return insert(both ?? insert(own, other), base);
}

/** Whether what both have stands in one order. */
function sameOrder(a: Ids, b: Ids): boolean {
  const [inA, inB] = [new Set(a), new Set(b)];
  const [x, y] = [a.filter((id) => inB.has(id)), b.filter((id) => inA.has(id))];
  return x.every((id, index) => id === y[index]);
}

function insert(order: Ids, others: Ids): Ids {
  const all = [...order];
  for (const [index, id] of others.entries())
    if (!all.includes(id)) all.splice(index === 0 ? 0 : all.indexOf(others[index - 1]!) + 1, 0, id);
  return all;
}

/**
 * One order that keeps each of these, or null where they contradict each other. What one side added in a row stays in a row; of two
 * that may come next the smaller id does, so that it does not matter whose order is named first.
 */
function weave(orders: readonly Ids[]): Ids | null {
  const after = new Map<string, Set<string>>(orders.flat().map((id) => [id, new Set()]));
  for (const order of orders)
    for (const [index, id] of order.entries()) if (index > 0) after.get(order[index - 1]!)!.add(id);
  const waits = new Map([...after.keys()].map((id) => [id, 0]));
  for (const ids of after.values()) for (const id of ids) waits.set(id, waits.get(id)! + 1);
  const ready = new Set([...waits].flatMap(([id, count]) => (count === 0 ? [id] : [])));
  const woven: string[] = [];
  while (ready.size > 0) {
    const followers = [...(after.get(woven.at(-1) ?? '') ?? [])].filter((id) => ready.has(id));
    const next = (followers.length > 0 ? followers : [...ready]).reduce((a, b) => (b < a ? b : a));
    ready.delete(next);
    woven.push(next);
    for (const id of after.get(next)!) {
      waits.set(id, waits.get(id)! - 1);
      if (waits.get(id) === 0) ready.add(id);
    }
  }
  return woven.length === after.size ? woven : null;
}
