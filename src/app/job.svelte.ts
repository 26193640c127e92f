/** One job as it is lived: its record, all that it says, and the drawing of the graph that it runs. */
import { untrack } from 'svelte';
import type { Picture } from '#core/graph/plan-types.ts';
import type { JobEvent, LogRecord, MetricPoint } from '#core/job/events.ts';
import { EMPTY_VIEW, foldEvents, type JobView } from '#core/job/fold.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import { readArtifact } from './alidade.ts';
import { drawEntrypoint } from './draw.ts';
import { gatherSource } from './entrypoint-source.ts';
import { layJobFolder, type LaidFolder } from './job-folder.ts';
import { Live } from './live.svelte.ts';
import { RecordPage, type ShownRecord } from './record-page.svelte.ts';
import { sayRefusal } from './refusal.ts';
import { cancelJob } from './scheduler.ts';
import { store } from './store.ts';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly seq: number;
}

/** Reads only what is new of a ledger, as it grows. */
class Tail<Item> {
  items = $state.raw<readonly Item[]>([]);
  #seq = 0;

  constructor(
    read: (id: string, after: number) => Promise<Page<Item>>,
    id: () => string,
    take?: (fresh: readonly Item[]) => void,
  ) {
    $effect(() => {
      const now = id();
      this.items = [];
      this.#seq = 0;
      return store
        .observe(() => read(now, this.#seq))
        .subscribe(({ items, seq }) => {
          if (seq <= this.#seq) return;
          this.#seq = seq;
          if (take) take(items);
          else this.items = [...this.items, ...items];
        });
    });
  }
}

export class LiveJob extends RecordPage {
  view = $state.raw<JobView>(EMPTY_VIEW);
  picture = $state.raw<Picture | undefined>(undefined);
  entrypoint = $state.raw<Versioned<'entrypoint'> | null | undefined>(undefined);
  readonly #id: () => string;
  readonly #record: Live<JobRecord | null, string>;
  readonly #metrics: Live<readonly MetricPoint[], string>;
  readonly #artifacts: Live<readonly ArtifactRecord[], string>;
  readonly #logs: Tail<LogRecord>;
  readonly #ahead: Live<string | null, JobRecord | null | undefined>;

  constructor(id: () => string) {
    super();
    this.#id = id;
    this.#record = new Live((now) => store.jobs.get(now), id);
    this.#metrics = new Live((now) => store.jobs.readMetrics(now), id);
    this.#artifacts = new Live((now) => store.artifacts.listOfJob(now), id);
    this.#logs = new Tail((now, after) => store.jobs.readLogs(now, { after }), id);
    this.#ahead = new Live(sayWait, () => this.#record.value);
    $effect(() => {
      id();
      this.view = EMPTY_VIEW;
    });
    new Tail<JobEvent>(
      (now, after) => store.jobs.readEvents(now, after),
      id,
      (fresh) => (this.view = foldEvents(this.view, fresh)),
    );
    const pinned = $derived(
      this.#record.value === undefined ? undefined : (this.#record.value?.entrypoint.hash ?? null),
    );
    $effect(() => {
      // Once for each graph: the record itself changes with all that the job says.
      if (pinned !== undefined) untrack(() => void this.#draw());
    });
  }

  get record() {
    return this.#record.value;
  }

  get metrics() {
    return this.#metrics.value ?? [];
  }

  get artifacts() {
    return this.#artifacts.value ?? [];
  }

  get logs() {
    return this.#logs.items;
  }

  /** Why a queued job waits and what would run it. */
  get waits(): string | null {
    return this.#ahead.value ?? null;
  }

  protected get shown(): ShownRecord {
    const { id, number } = this.#record.value!;
    return { table: 'jobs', id, called: `Job ${number}`, place: 'jobs/' };
  }

  describe(description: string): Promise<boolean> {
    return sayRefusal(() => store.jobs.describe(this.#id(), description));
  }

  cancel(): void {
    cancelJob(this.#id());
  }

  read(artifact: string, path: string): Promise<Uint8Array> {
    return readArtifact(artifact, path);
  }

  /** As it would be saved whole: every artifact, and `job.json`. */
  folder(): LaidFolder {
    const job = this.#record.value;
    if (!job) throw new Error('There is no job to save.');
    return layJobFolder(job, this.artifacts);
  }

  /** The graph of the pinned entrypoint, not of its latest. */
  async #draw(): Promise<void> {
    const job = this.#record.value;
    this.entrypoint = job ? await store.resources.getByPin('entrypoint', job.entrypoint) : null;
    if (!this.entrypoint) return;
    const { source } = await gatherSource(this.entrypoint.content);
    this.picture = (await drawEntrypoint(source)).picture;
  }
}

async function sayWait(job: JobRecord | null | undefined): Promise<string | null> {
  if (job?.status !== 'queued') return null;
  const started = (await store.jobs.listByStatus('started')).filter(
    (other) => other.queue.resource === job.queue.resource,
  );
  const queued = await store.jobs.listByStatus('queued');
  const ahead = queued.filter(
    (other) => other.queue.resource === job.queue.resource && other.number < job.number,
  );
  const [first] = started;
  if (!first) return 'It starts as soon as its worker is ready.';
  const behind = ahead.length > 0 ? ` and ${ahead.length} more` : '';
  return `It waits for job ${first.number}${behind} on the queue ${job.names.queue}. When that ends, or is cancelled, this one starts.`;
}
