/** What the finished jobs of a family say of published figures: the one file of each comparison, read once. */
import type { FamilyTable } from '#core/family/table.ts';
import { readJson } from './judged-jobs.svelte.ts';

/** The artifact task that writes a comparison. */
const TASK = 'ReproductionArtifactTask';

export interface SaidOfPublished {
  readonly job: string;
  readonly seed: number;
  /** The file as it was parsed, not yet checked; null where the job left none that can be read. */
  readonly json: unknown;
}

/** Made while a page is set up, and ends with it. */
export class FamilyReproductions {
  #read = $state.raw<ReadonlyMap<string, unknown>>(new Map());
  readonly #asked = new Set<string>();
  readonly #table: () => FamilyTable | undefined;

  constructor(table: () => FamilyTable | undefined) {
    this.#table = table;
    $effect(() => {
      // What ended changes no more, so each is read once.
      for (const { id, status } of table()?.rows ?? []) {
        if (status !== 'finished' || this.#asked.has(id)) continue;
        this.#asked.add(id);
        void readJson(id, TASK).then((json) => (this.#read = new Map([...this.#read, [id, json]])));
      }
    });
  }

  /** Of jobs that differ in their seed alone, in their order; empty where anything else varies or none compares. */
  get said(): readonly SaidOfPublished[] {
    const table = this.#table();
    if (!table || table.parameters.length > 0) return [];
    return table.rows.flatMap(({ id, seed }) => {
      const json = this.#read.get(id);
      return json == null ? [] : [{ job: id, seed, json }];
    });
  }
}
