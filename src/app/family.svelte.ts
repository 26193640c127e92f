/** One family as it is lived: its record, its jobs, and what their metrics ended with so far. */
import { measureFamily, type FamilyProgress } from '#core/family/progress.ts';
import { callFamily, type FamilyRecord } from '#core/family/record.ts';
import {
  lastFigures,
  lastOfPlaces,
  tableOfFamily,
  type FamilyTable,
  type Figure,
} from '#core/family/table.ts';
import type { JobRecord } from '#core/job/record.ts';
import { hasEnded } from '#core/job/states.ts';
import { exportBundle, type ExportedFile } from './export.ts';
import { cancelFamily, runFamilyAgain } from './family-run.ts';
import { Live } from './live.svelte.ts';
import { RecordPage, type ShownRecord } from './record-page.svelte.ts';
import { sayRefusal } from './refusal.ts';
import { store } from './store.ts';

type Figures = ReadonlyMap<string, readonly Figure[]>;

/** Made while a page is set up, and ends with it. */
export class LiveFamily extends RecordPage {
  readonly #id: () => string;
  readonly #record: Live<FamilyRecord | null, string>;
  readonly #jobs: Live<readonly JobRecord[], string>;
  readonly #running: Live<Figures, readonly string[]>;
  readonly #atOnce: Live<number, string | undefined>;
  /** Of jobs that have ended, whose metrics change no more. */
  #ended = $state.raw<Figures>(new Map());
  /** Jobs whose figures are read, or were. */
  readonly #asked = new Set<string>();
  readonly #last = $derived.by(() =>
    lastOfPlaces(this.#jobs.value ?? [], this.#record.value?.deleted ?? null),
  );
  readonly #table = $derived.by((): FamilyTable | undefined => {
    const record = this.#record.value;
    if (!record || this.#jobs.value === undefined) return undefined;
    const running = this.#running.value;
    return tableOfFamily(record, this.#last, (job) => this.#ended.get(job) ?? running?.get(job) ?? []);
  });

  constructor(id: () => string) {
    super();
    this.#id = id;
    this.#record = new Live((now) => store.families.get(now), id);
    this.#jobs = new Live((now) => store.families.jobsOf(now), id);
    // As text, so that a job that says something more is no other question.
    const started = $derived(
      this.#last
        .filter(({ status }) => status === 'started')
        .map((job) => job.id)
        .join(' '),
    );
    this.#running = new Live(readFigures, () => started.split(' ').filter(Boolean));
    const queue = $derived(this.#record.value?.queue.resource);
    this.#atOnce = new Live(
      async (resource) => {
        const found = resource === undefined ? null : await store.resources.get('queue', resource);
        return found?.content.concurrency ?? 1;
      },
      () => queue,
    );
    $effect(() => {
      const fresh = this.#last.filter(({ id, status }) => hasEnded(status) && !this.#asked.has(id));
      if (fresh.length === 0) return;
      for (const { id } of fresh) this.#asked.add(id);
      // What ended changes no more, so a reading under way is never begun anew.
      void readFigures(fresh.map(({ id }) => id)).then((read) => {
        this.#ended = new Map([...this.#ended, ...read]);
      });
    });
  }

  /** Undefined while it is read, null where there is none. */
  get record(): FamilyRecord | null | undefined {
    return this.#record.value;
  }

  get table(): FamilyTable | undefined {
    return this.#table;
  }

  /** `now` in milliseconds since 1970. */
  progress(now: number): FamilyProgress {
    return measureFamily(this.#last, this.#atOnce.value ?? 1, now);
  }

  describe(said: Partial<Pick<FamilyRecord, 'name' | 'description'>>): Promise<boolean> {
    return sayRefusal(() => store.families.describe(this.#id(), said));
  }

  cancel(): Promise<boolean> {
    return sayRefusal(() => cancelFamily(this.#id()));
  }

  again(which: 'failed' | 'all'): Promise<boolean> {
    return sayRefusal(async () => void (await runFamilyAgain(this.#id(), which)));
  }

  export(): Promise<ExportedFile> {
    return exportBundle([{ table: 'families', id: this.#id() }], `family-${this.#record.value?.number}`);
  }

  protected get shown(): ShownRecord {
    const record = this.#record.value!;
    return { table: 'families', id: record.id, called: `“${callFamily(record)}”`, place: 'families/' };
  }
}

async function readFigures(jobs: readonly string[]): Promise<Figures> {
  const read = jobs.map(async (id) => [id, lastFigures(await store.jobs.readMetrics(id))] as const);
  return new Map(await Promise.all(read));
}
