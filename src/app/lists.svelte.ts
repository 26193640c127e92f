/** Lists that follow their records: resources of one kind, and jobs. */
import type { FamilyRecord } from '#core/family/record.ts';
import type { JobRecord } from '#core/job/record.ts';
import type { ResourceKind } from '#core/resources/content.ts';
import type { Draft } from '#core/resources/draft.ts';
import type { Resource, Versioned } from '#core/resources/snapshot.ts';
import type { JobListOptions } from '#store/jobs.ts';
import { Live } from './live.svelte.ts';
import { opened } from './opening.ts';
import { store } from './store.ts';

export class ResourceList {
  readonly #live: Live<readonly Resource[]>;

  constructor(kind: ResourceKind) {
    void opened();
    this.#live = new Live(() => store.resources.list(kind));
  }

  /** Last modified first; undefined until they are read. */
  get rows(): readonly Resource[] | undefined {
    return this.#live.value;
  }
}

export class DraftList {
  readonly #live: Live<readonly Draft[]>;

  constructor(kind?: ResourceKind) {
    this.#live = new Live(() => store.drafts.list(kind));
  }

  /** Last typed in first. */
  get rows(): readonly Draft[] {
    return this.#live.value ?? [];
  }
}

/** All resources of one kind with their latest contents; for kinds of which there are few. */
export class LatestContents<K extends ResourceKind> {
  readonly #live: Live<readonly Versioned<K>[]>;

  constructor(kind: K) {
    void opened();
    this.#live = new Live(() => store.resources.listLatest(kind));
  }

  /** Last modified first; undefined until they are read. */
  get rows(): readonly Versioned<K>[] | undefined {
    return this.#live.value;
  }
}

export type JobFilter = Pick<JobListOptions, 'experiment' | 'entrypoint'>;

export class JobList {
  readonly #live: Live<readonly JobRecord[], JobFilter>;

  constructor(filter: () => JobFilter = () => ({})) {
    this.#live = new Live((now) => store.jobs.list(now), filter);
  }

  /** Newest first; undefined until they are read. */
  get rows(): readonly JobRecord[] | undefined {
    return this.#live.value;
  }
}

export class FamilyList {
  readonly #live: Live<readonly FamilyRecord[], JobFilter>;

  constructor(filter: () => JobFilter) {
    this.#live = new Live((now) => store.families.list(now), filter);
  }

  /** Newest first; undefined until they are read. */
  get rows(): readonly FamilyRecord[] | undefined {
    return this.#live.value;
  }
}

/** What runs in a queue, and what waits in it. */
export class BusyJobs {
  readonly #queue: () => string;
  readonly #running = new Live(() => store.jobs.listByStatus('started'));
  readonly #queued = new Live(() => store.jobs.listByStatus('queued'));

  constructor(queue: () => string) {
    this.#queue = queue;
  }

  get running(): readonly JobRecord[] {
    return this.#of(this.#running.value);
  }

  get queued(): readonly JobRecord[] {
    return this.#of(this.#queued.value);
  }

  #of(jobs: readonly JobRecord[] = []): readonly JobRecord[] {
    const queue = this.#queue();
    return jobs.filter((job) => job.queue.resource === queue);
  }
}
