/** Artifacts of all jobs as they stand, with the numbers of the jobs that made them. */
import type { ArtifactRecord } from '#core/job/record.ts';
import { Live } from './live.svelte.ts';
import { store } from './store.ts';

export class ArtifactList {
  readonly #live = new Live(async () => {
    const rows = await store.artifacts.list();
    const jobs = await Promise.all([...new Set(rows.map(({ job }) => job))].map((id) => store.jobs.get(id)));
    return { rows, numbers: new Map(jobs.flatMap((job) => (job ? [[job.id, job.number] as const] : []))) };
  });

  /** Newest first; undefined until they are read. */
  get rows(): readonly ArtifactRecord[] | undefined {
    return this.#live.value?.rows;
  }

  jobNumber(id: string): number | undefined {
    return this.#live.value?.numbers.get(id);
  }
}
