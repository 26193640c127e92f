/** What finished jobs left, read once each, one after the other, by whoever judges them; the judgement alone is kept. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { JobRemains } from '#core/job/remains.ts';
import { readArtifact } from './alidade.ts';
import { store } from './store.ts';

/** Made while a page is set up, and ends with it. */
export class JudgedJobs<Judgement> {
  readonly #judged = new SvelteMap<string, Judgement>();
  readonly #asked = new Set<string>();
  readonly #waiting = new SvelteSet<string>();

  /** `finished` are ids of jobs that say nothing more. */
  constructor(finished: () => readonly string[], judge: (left: JobRemains) => Promise<Judgement>) {
    let open = true;
    let last = Promise.resolve();
    $effect(() => () => void (open = false));
    $effect(() => {
      for (const id of finished().filter((one) => !this.#asked.has(one))) {
        this.#asked.add(id);
        this.#waiting.add(id);
        const read = async (): Promise<void> => {
          if (open) this.#judged.set(id, await judge(remainsOf(id)));
        };
        last = last.then(read, read).finally(() => this.#waiting.delete(id));
      }
    });
  }

  /** Undefined until it is read. */
  of(id: string): Judgement | undefined {
    return this.#judged.get(id);
  }

  get reading(): boolean {
    return this.#waiting.size > 0;
  }
}

const remainsOf = (id: string): JobRemains => ({
  json: (task) => readJson(id, task),
  metrics: () => store.jobs.readMetrics(id),
  logs: async () => (await store.jobs.readLogs(id)).items,
});

/** The first file of the artifact that this task wrote, unchecked; null where there is none that can be read. */
export async function readJson(job: string, task: string): Promise<unknown> {
  const artifact = (await store.artifacts.listOfJob(job)).find(({ handler }) => handler.task === task);
  const path = artifact?.files[0]?.path;
  if (!artifact || path === undefined) return null;
  try {
    return JSON.parse(new TextDecoder().decode(await readArtifact(artifact.id, path)));
  } catch {
    return null;
  }
}
