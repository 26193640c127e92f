/** What the address of the job form names, as it stands in the store, and what could be chosen instead. */
import { page } from '$app/state';
import type { JobRecord } from '#core/job/record.ts';
import type { BackendChoice } from '#core/resources/content.ts';
import type { Resource, Snapshot, Versioned } from '#core/resources/snapshot.ts';
import type { Tag } from '#core/resources/tag.ts';
import { ArtifactChoices } from './artifact-choices.svelte.ts';
import { ResourceList } from './lists.svelte.ts';
import { Live } from './live.svelte.ts';
import { opened } from './opening.ts';
import { findEither, lastExperiment, readOwnQueues } from './request-choice.ts';
import { PlanOf, type StudiedPlan } from './plan.svelte.ts';
import { store } from './store.ts';

/** The words of the address; empty where it says nothing. */
export interface Asked {
  /** Name or id, as the next two. */
  readonly entrypoint: string;
  readonly experiment: string;
  readonly queue: string;
  /** Number of a snapshot of the entrypoint. */
  readonly snapshot: string;
  /** Id of the job that is to run again. */
  readonly from: string;
}

export interface Chosen {
  /** What this answers. */
  readonly asked: Asked;
  /** Deleted ones too, so that it can be said; null where nothing of that name is there. */
  readonly entrypoint: Versioned<'entrypoint'> | null;
  /** Newest first. */
  readonly history: readonly Snapshot[];
  /** What a job takes where the address names none: the experiment used last, the first queue of the entrypoint. */
  readonly experiment: Resource | null;
  readonly queue: Resource | null;
  /** The queues that the entrypoint names. */
  readonly ownQueues: readonly Resource[];
  readonly from: JobRecord | null;
  /** The backend that the queue of that job chooses by itself. */
  readonly usual: BackendChoice;
}

/** Made while a page is set up, and ends with it. */
export class JobChoice {
  /** Whether what ships with the app is in the store, to be chosen from. */
  #ready = $state(false);
  readonly #chosen = new Live(
    async (asked) => (asked ? readChosen(asked) : undefined),
    () => (this.#ready ? this.asked : null),
  );
  readonly #entrypoints = new ResourceList('entrypoint');
  readonly #experiments = new ResourceList('experiment');
  readonly #queues = new ResourceList('queue');
  readonly #tags = new Live<readonly Tag[]>(() => store.tags.list());
  readonly artifacts = new ArtifactChoices(() => this.#chosen.value?.entrypoint?.content);

  readonly #plan = new PlanOf(() => {
    const entrypoint = this.#chosen.value?.entrypoint;
    return entrypoint ? { key: entrypoint.snapshot.content, content: entrypoint.content } : undefined;
  });

  constructor() {
    const done = () => (this.#ready = true);
    opened().then(done, done);
  }

  get asked(): Asked {
    const word = (key: string) => page.url.searchParams.get(key) ?? '';
    return {
      entrypoint: word('entrypoint'),
      experiment: word('experiment'),
      queue: word('queue'),
      snapshot: word('snapshot'),
      from: word('from'),
    };
  }

  /** Undefined until it is read. */
  get chosen(): Chosen | undefined {
    return this.#chosen.value;
  }

  /** Of the entrypoint; null until it is known. */
  get plan(): StudiedPlan | null {
    return this.#plan.value;
  }

  get entrypoints(): readonly Resource[] {
    return this.#entrypoints.rows ?? [];
  }

  get experiments(): readonly Resource[] {
    return this.#experiments.rows ?? [];
  }

  get queues(): readonly Resource[] {
    return this.#queues.rows ?? [];
  }

  get tags(): readonly Tag[] {
    return this.#tags.value ?? [];
  }
}

async function readChosen(asked: Asked): Promise<Chosen> {
  const entrypoint = await readEntrypoint(asked);
  const ownQueues = entrypoint ? (await readOwnQueues(entrypoint)).map(({ resource }) => resource) : [];
  const last = await lastExperiment();
  const from = asked.from === '' ? null : await store.jobs.get(asked.from);
  const pinned = from && (await store.resources.getByPin('queue', from.queue));
  const named = async (kind: 'experiment' | 'queue') =>
    (await findEither(kind, asked[kind]))?.resource ?? null;
  return {
    asked,
    entrypoint,
    history: entrypoint ? await store.resources.history(entrypoint.resource.id) : [],
    experiment:
      asked.experiment === '' ? ('resource' in last ? last.resource : null) : await named('experiment'),
    queue:
      asked.queue === ''
        ? (ownQueues[0] ?? (await findEither('queue', 'auto'))?.resource ?? null)
        : await named('queue'),
    ownQueues,
    from,
    usual: pinned?.content.backend ?? 'auto',
  };
}

async function readEntrypoint({ entrypoint, snapshot }: Asked): Promise<Versioned<'entrypoint'> | null> {
  if (entrypoint === '') return null;
  const latest =
    (await findEither('entrypoint', entrypoint)) ?? (await store.resources.get('entrypoint', entrypoint));
  if (!latest || snapshot === '') return latest;
  return (await store.resources.get('entrypoint', latest.resource.id, Number(snapshot))) ?? latest;
}
