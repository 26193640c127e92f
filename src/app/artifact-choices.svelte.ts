/** What can feed an entrypoint: the artifacts whose types fit, by artifact parameter, with the numbers of the jobs that made them. */
import { typesOf } from '#core/job/check-request.ts';
import type { ArtifactRecord } from '#core/job/record.ts';
import type { EntrypointContent } from '#core/resources/content.ts';
import { Live } from './live.svelte.ts';
import { store } from './store.ts';

interface Fits {
  readonly choices: Readonly<Record<string, readonly ArtifactRecord[]>>;
  readonly numbers: ReadonlyMap<string, number>;
}

export class ArtifactChoices {
  readonly #live: Live<Fits, EntrypointContent | undefined>;

  constructor(content: () => EntrypointContent | undefined) {
    this.#live = new Live(readFits, content);
  }

  /** Newest first. */
  get choices(): Fits['choices'] {
    return this.#live.value?.choices ?? {};
  }

  jobNumber(id: string): number | undefined {
    return this.#live.value?.numbers.get(id);
  }
}

async function readFits(content: EntrypointContent | undefined): Promise<Fits> {
  const parameters = content?.artifactParameters ?? [];
  const all = parameters.length > 0 ? await store.artifacts.list() : [];
  const choices = parameters.map(({ name, outputs }) => {
    const wanted = typesOf(outputs);
    return [name, all.filter(({ handler }) => typesOf(handler.outputs) === wanted)] as const;
  });
  const makers = [...new Set(choices.flatMap(([, artifacts]) => artifacts.map(({ job }) => job)))];
  const jobs = await Promise.all(makers.map((id) => store.jobs.get(id)));
  return {
    choices: Object.fromEntries(choices),
    numbers: new Map(jobs.flatMap((job) => (job ? [[job.id, job.number] as const] : []))),
  };
}
