/** The jobs that are compared, each followed as it runs: its record, what it recorded and what it kept. */
import { untrack } from 'svelte';
import type { Picture } from '#core/graph/plan-types.ts';
import type { ComparedJob } from '#core/job/compare/compare.ts';
import type { MetricPoint } from '#core/job/events.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import type { Pin } from '#core/resources/content.ts';
import type { NameOf } from '#core/resources/place.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import { readArtifact } from './alidade.ts';
import { drawEntrypoint } from './draw.ts';
import { gatherSource } from './entrypoint-source.ts';
import { Live } from './live.svelte.ts';
import { store } from './store.ts';

/** One job. Its parts change one by one, so that a batch of one job reads nothing of another. */
class Followed {
  record = $state.raw<JobRecord | null | undefined>(undefined);
  metrics = $state.raw<readonly MetricPoint[] | undefined>(undefined);
  artifacts = $state.raw<readonly ArtifactRecord[] | undefined>(undefined);
  readonly #stops: readonly (() => void)[];

  constructor(id: string) {
    this.#stops = [
      store.observe(() => store.jobs.get(id)).subscribe((record) => (this.record = record)),
      store.observe(() => store.jobs.readMetrics(id)).subscribe((metrics) => (this.metrics = metrics)),
      store.observe(() => store.artifacts.listOfJob(id)).subscribe((kept) => (this.artifacts = kept)),
    ];
  }

  /** Undefined until all of it is read, null where there is no such job. */
  get whole(): ComparedJob | null | undefined {
    const { record, metrics, artifacts } = this;
    if (record === null) return null;
    return record && metrics && artifacts ? { record, metrics, artifacts } : undefined;
  }

  stop(): void {
    this.#stops.forEach((stop) => stop());
  }
}

/** What two jobs ran; a side is null where it is not on this device. */
export interface RanPair {
  readonly entrypoint: readonly [Versioned<'entrypoint'> | null, Versioned<'entrypoint'> | null];
  readonly pictures: { readonly before: Picture; readonly after: Picture } | null;
}

/** Made while a page is set up, and ends with it. */
export class ComparedJobs {
  #followed = $state.raw<ReadonlyMap<string, Followed>>(new Map());
  readonly #recent = new Live(() => store.jobs.list({ limit: 200 }));
  readonly #names = new Live(() => store.resources.names());

  constructor(ids: () => readonly string[]) {
    const asked = $derived(ids().join());
    $effect(() => {
      const now = asked === '' ? [] : asked.split(',');
      untrack(() => this.#follow(now));
    });
    $effect(() => () => this.#followed.forEach((job) => job.stop()));
  }

  /** Undefined until it is read, null where there is none. */
  job(id: string): ComparedJob | null | undefined {
    return this.#followed.get(id)?.whole;
  }

  /** The last jobs, newest first, to choose from. */
  get recent(): readonly JobRecord[] {
    return this.#recent.value ?? [];
  }

  /** The records of these, as far as they are here, in this order. */
  async records(ids: readonly string[]): Promise<readonly JobRecord[]> {
    const found = await Promise.all(ids.map((id) => store.jobs.get(id)));
    return found.filter((record) => record !== null);
  }

  /** How a resource is called now, deleted ones too. */
  readonly nameOf: NameOf = (resource) => this.#names.value?.get(resource);

  read(artifact: string, path: string): Promise<Uint8Array> {
    return readArtifact(artifact, path);
  }

  /** The pinned entrypoints of two jobs, drawn. */
  async ran(before: Pin, after: Pin): Promise<RanPair> {
    const entrypoint = await Promise.all([
      store.resources.getByPin('entrypoint', before),
      store.resources.getByPin('entrypoint', after),
    ]);
    const [one, other] = entrypoint;
    if (!one || !other) return { entrypoint, pictures: null };
    const [first, second] = [await draw(one), await draw(other)];
    return { entrypoint, pictures: { before: first, after: second } };
  }

  /** What a pin of code names; null where it is not on this device. */
  code<K extends 'plugin' | 'type'>(kind: K, pin: Pin): Promise<Versioned<K> | null> {
    return store.resources.getByPin(kind, pin);
  }

  #follow(ids: readonly string[]): void {
    const old = this.#followed;
    this.#followed = new Map(ids.map((id) => [id, old.get(id) ?? new Followed(id)]));
    for (const [id, job] of old) if (!this.#followed.has(id)) job.stop();
  }
}

async function draw({ content }: Versioned<'entrypoint'>): Promise<Picture> {
  const { source } = await gatherSource(content);
  return (await drawEntrypoint(source)).picture;
}
