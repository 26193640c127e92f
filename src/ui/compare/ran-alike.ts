/** Which jobs ran what another ran, so that a comparison with one stands for all that are like it. */
import type { FactRow } from '#core/job/compare/facts.ts';
import type { JobRecord } from '#core/job/record.ts';

/** Jobs that all ran the same graph and the same code. */
export interface Alike {
  readonly places: readonly number[];
  readonly jobs: readonly JobRecord[];
}

const RAN: readonly FactRow['group'][] = ['graph', 'code'];

/** Every set of jobs that are alike, in the order of their first; those whose code is not known yet stand apart from those whose code is. */
export function groupAlike(jobs: readonly JobRecord[], facts: readonly FactRow[]): readonly Alike[] {
  const rows = facts.filter(({ group }) => RAN.includes(group));
  const groups = new Map<string, number[]>();
  for (const place of jobs.keys()) {
    const key = rows.map(({ kinds }) => kinds[place]).join();
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups.values()].map((places) => ({ places, jobs: places.map((place) => jobs[place]!) }));
}
