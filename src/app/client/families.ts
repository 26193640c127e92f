/** The client's face of families as far as a store alone can serve it; the page adds what needs its workers. */
import type { FamilyClient } from '#core/client.ts';
import { lastFigures, lastOfPlaces, tableOfFamily, type Figure } from '#core/family/table.ts';
import { notFound } from '#store/refusal.ts';
import { recordClient, type Ground } from './records.ts';

export function familyClient(ground: Ground): Omit<FamilyClient, 'run' | 'wait' | 'cancel' | 'again'> {
  const { families, jobs } = ground.store;
  return {
    ...recordClient(ground, 'family'),
    get: (id) => families.get(id),
    list: (options) => families.list(options),
    jobs: async (id) => lastOfPlaces(await families.jobsOf(id)),
    describe: (id, said) => families.describe(id, said),
    table: async (id) => {
      const family = await families.get(id);
      if (!family) throw notFound('family', id);
      const all = await families.jobsOf(id);
      const figures = new Map<string, readonly Figure[]>();
      for (const job of lastOfPlaces(all, family.deleted))
        figures.set(job.id, lastFigures(await jobs.readMetrics(job.id)));
      return tableOfFamily(family, all, (job) => figures.get(job) ?? []);
    },
  };
}
