/** Whether a step would wait for itself: by which steps one step already waits for another. */
import type { Description } from '#core/graph/description.ts';
import { stepsBefore } from '#core/graph/waiting.ts';
import { refuse, type Refusal } from './refusal.ts';

/** The steps from the later one back to the earlier one, both included; null where the later one does not wait for it. */
export function findWay(description: Description, later: string, earlier: string): readonly string[] | null {
  const cameFrom = new Map<string, string | null>([[later, null]]);
  const open = [later];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === earlier) return wayFrom(cameFrom, earlier).toReversed();
    const step = description.stepsByName.get(name);
    for (const before of step ? stepsBefore(step, description) : []) {
      if (cameFrom.has(before)) continue;
      cameFrom.set(before, name);
      open.push(before);
    }
  }
  return null;
}

function wayFrom(cameFrom: ReadonlyMap<string, string | null>, from: string): string[] {
  const way: string[] = [];
  for (let name: string | null = from; name !== null; name = cameFrom.get(name) ?? null) way.push(name);
  return way;
}

/** Refuses to let a step wait for another one that already waits for it. */
export function refuseCycle(description: Description, step: string, earlier: string): Refusal | null {
  const way = findWay(description, earlier, step);
  if (!way) return null;
  return way.length === 1
    ? refuse('cycle', `Step "${step}" cannot wait for itself.`)
    : refuse('cycle', `Step "${earlier}" already waits for "${step}": ${way.join(' → ')}.`);
}

/** For each step those that wait for it directly. */
export function findFollowers(description: Description): ReadonlyMap<string, readonly string[]> {
  const followers = new Map<string, string[]>();
  for (const step of description.steps) {
    for (const before of stepsBefore(step, description)) {
      const known = followers.get(before);
      if (known) known.push(step.name);
      else followers.set(before, [step.name]);
    }
  }
  return followers;
}

/** The steps that wait for a step, directly or not, and the step itself: those it may not refer to. */
export function stepsFrom(
  followers: ReadonlyMap<string, readonly string[]>,
  name: string,
): ReadonlySet<string> {
  const found = new Set([name]);
  for (const step of found) for (const next of followers.get(step) ?? []) found.add(next);
  return found;
}
