/** The line of a family: what varies in it, and how far it is. */
import { callFamily, stateOfFamily, type FamilyRecord } from '#core/family/record.ts';
import { sayOwner } from './owner.ts';
import type { Line } from './line.ts';

/** Fields as in `LINE_FIELDS.family`; `done` counts the jobs that finished, `failed` those that failed or were interrupted. Links are experiment, entrypoint and queue. */
export function lineOfFamily(family: FamilyRecord): Line {
  const { names, counts } = family;
  return {
    id: family.id,
    cells: {
      number: family.number,
      name: callFamily(family),
      entrypoint: names.entrypoint,
      experiment: names.experiment,
      queue: names.queue,
      status: stateOfFamily(counts),
      varied: family.varied || null,
      description: family.description || null,
      jobs: family.size,
      done: counts.finished,
      failed: counts.failed + counts.interrupted,
      by: sayOwner(family.owner),
      created: family.created,
    },
    texts: { parameter: family.sweep.vary.map(({ parameter }) => parameter) },
    tags: family.tags,
    links: {
      experiment: family.experiment.resource,
      entrypoint: family.entrypoint.resource,
      queue: family.queue.resource,
    },
    deleted: family.deleted !== null,
  };
}
