/** What finished jobs left, read once each, one after the other, by whoever judges them; the judgement alone is kept. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { JobRemains } from '#core/job/remains.ts';
import type { Pin } from '#core/resources/content.ts';
import { readArtifact } from './alidade.ts';
import { drawEntrypoint } from './draw.ts';
import { gatherSource } from './entrypoint-source.ts';
import { OneByOne } from './one-by-one.ts';
import { store } from './store.ts';

/** Made while a page is set up, and ends with it. */
export class JudgedJobs<Judgement> {
  readonly #judged = new SvelteMap<string, Judgement>();
  readonly #read = new OneByOne();
  readonly #waiting = new SvelteSet<string>();

  /** `finished` are ids of jobs that say nothing more. */
  constructor(finished: () => readonly string[], judge: (left: JobRemains) => Promise<Judgement>) {
    let open = true;
    const graphs = new GraphTasks();
    $effect(() => () => void (open = false));
    $effect(() => {
      // One that could not be read is asked again with the next change.
      for (const id of finished().filter((one) => !this.#read.has(one))) {
        this.#waiting.add(id);
        const read = async (): Promise<void> => {
          if (open) this.#judged.set(id, await judge(remainsOf(id, graphs)));
        };
        void this.#read.ask(id, read).then(() => this.#waiting.delete(id));
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

const remainsOf = (id: string, graphs: GraphTasks): JobRemains => ({
  json: (task) => readJson(id, task),
  metrics: () => store.jobs.readMetrics(id),
  logs: async () => (await store.jobs.readLogs(id)).items,
  tasks: async () => {
    const job = await store.jobs.get(id);
    return job ? graphs.of(job.entrypoint) : [];
  },
});

/** What pinned entrypoints run, each drawn once. */
class GraphTasks {
  readonly #drawn = new Map<string, Promise<readonly (string | null)[]>>();

  of(pin: Pin): Promise<readonly (string | null)[]> {
    const key = `${pin.resource} ${pin.hash}`;
    const known = this.#drawn.get(key);
    if (known) return known;
    const drawn = readTasks(pin);
    this.#drawn.set(key, drawn);
    drawn.catch(() => this.#drawn.delete(key));
    return drawn;
  }
}

async function readTasks(pin: Pin): Promise<readonly (string | null)[]> {
  const entrypoint = await store.resources.getByPin('entrypoint', pin);
  if (!entrypoint) return [];
  const { source } = await gatherSource(entrypoint.content);
  return (await drawEntrypoint(source)).picture.steps.map(({ task }) => task);
}

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
