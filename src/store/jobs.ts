/** Jobs: their rows, their state machine, and the batches that they say; each batch is one transaction. */
import Dexie from 'dexie';
import { invariant } from '#core/invariant.ts';
import type { JobEvent, JobStatus, LogRecord, MetricPoint } from '#core/job/events.ts';
import type { JobRecord, Manifest } from '#core/job/record.ts';
import { hasEnded } from '#core/job/states.ts';
import { LOCAL_USER, PUBLIC_GROUP } from '#core/resources/snapshot.ts';
import { countFamily } from './family-counts.ts';
import { newId } from './ids.ts';
import { interrupt } from './interrupt.ts';
import { foldRow } from './job-row.ts';
import { append, readAfter, type Page } from './ledger.ts';
import { appendMetrics, readMetrics, readSeries, type MetricSeries } from './metrics.ts';
import { attempt, notFound } from './refusal.ts';
import type { JobRow, Tables } from './tables.ts';

type Given = Pick<
  JobRecord,
  | 'experiment'
  | 'entrypoint'
  | 'queue'
  | 'names'
  | 'values'
  | 'artifactValues'
  | 'backend'
  | 'seed'
  | 'timeout'
>;

/** A job before it has an id and a number. */
export type JobDraft = Given &
  Partial<Pick<JobRecord, 'description' | 'manifest' | 'group' | 'owner' | 'tags' | 'family'>>;

export interface JobListOptions {
  readonly limit?: number;
  /** Only those with a lower number. */
  readonly before?: number;
  /** Ids of resources. */
  readonly experiment?: string;
  readonly entrypoint?: string;
}

export class Jobs {
  readonly #db: Tables;

  constructor(db: Tables) {
    this.#db = db;
  }

  /** Queues a job and gives it the next number. */
  create(draft: JobDraft): Promise<JobRecord> {
    const { jobs, settings } = this.#db;
    return attempt(() =>
      this.#db.transaction('rw', [jobs, settings], async () => (await addJobs(this.#db, [draft]))[0]!),
    );
  }

  async get(id: string): Promise<JobRecord | null> {
    const row = await this.#db.jobs.get(id);
    return row ? recordOf(row) : null;
  }

  /** Highest number first. */
  async list({ limit = 1000, before = Infinity, experiment, entrypoint }: JobListOptions = {}): Promise<
    JobRecord[]
  > {
    const keys = [experiment && 'experiment.resource', entrypoint && 'entrypoint.resource', 'number'].filter(
      Boolean,
    );
    const prefix = [experiment, entrypoint].filter((id) => id !== undefined);
    const rows =
      prefix.length === 0
        ? this.#db.jobs.where('number').below(before)
        : this.#db.jobs
            .where(`[${keys.join('+')}]`)
            .between([...prefix, 0], [...prefix, before], true, false);
    const there = rows.reverse().filter((row) => row.deleted === null);
    return (await there.limit(limit).toArray()).map(recordOf);
  }

  /** Those that were fed this artifact, highest number first. Looks through all jobs. */
  async listFedBy(artifact: string, limit = 100): Promise<JobRecord[]> {
    const fed = this.#db.jobs
      .orderBy('number')
      .reverse()
      .filter((row) => row.deleted === null && Object.values(row.artifactValues).includes(artifact));
    return (await fed.limit(limit).toArray()).map(recordOf);
  }

  /** In the order in which they were made. */
  async listByStatus(status: JobStatus): Promise<JobRecord[]> {
    const range = this.#db.jobs.where('[status+number]').between([status], [status, Dexie.maxKey]);
    return (await range.toArray()).map(recordOf);
  }

  /** The evidence, as far as it is known when the job starts; backend and times are filled in as they are said. */
  async saveManifest(id: string, manifest: Manifest): Promise<void> {
    await this.#change(id, [], async (row) => {
      invariant(!hasEnded(row.status), `job ${row.number} has ended, and its manifest stands`);
      return { ...row, manifest };
    });
  }

  /** What people say of it; a job's own content never changes. */
  describe(id: string, description: string): Promise<void> {
    return this.#change(id, [], async (row) => ({ ...row, description }));
  }

  /** An event of its own. Throws an InvariantError where the state machine has no such way. */
  setStatus(id: string, status: JobStatus, reason: string | null = null): Promise<void> {
    return this.record(id, [{ kind: 'status', time: Date.now(), status, reason }]);
  }

  /** Keeps a batch whole or not at all: events, logs, metrics, and the job's row brought up to them. */
  async record(id: string, batch: readonly JobEvent[]): Promise<void> {
    const { events, logs, metrics } = this.#db;
    await this.#change(id, [events, logs, metrics], (row) => this.#append(row, batch));
  }

  async readEvents(id: string, after = 0): Promise<Page<JobEvent>> {
    return readAfter(this.#db.events, id, after);
  }

  async readLogs(id: string, { after = 0, limit = Infinity } = {}): Promise<Page<LogRecord>> {
    return readAfter(this.#db.logs, id, after, limit);
  }

  /** Points by name, then `at`. */
  readMetrics(id: string): Promise<MetricPoint[]> {
    return readMetrics(this.#db, id);
  }

  /** The same, packed for charts. */
  readSeries(id: string): Promise<MetricSeries[]> {
    return readSeries(this.#db, id);
  }

  /** Ends every started job that nobody runs any more; resolves with their ids. */
  async interruptOrphans(isHeld: (job: string) => Promise<boolean>): Promise<string[]> {
    const ended: string[] = [];
    for (const { id } of await this.listByStatus('started')) {
      if (!(await isHeld(id)) && (await this.#interrupt(id))) ended.push(id);
    }
    return ended;
  }

  async #interrupt(id: string): Promise<boolean> {
    const { events, logs, metrics } = this.#db;
    let done = false;
    await this.#change(id, [events, logs, metrics], async (row) => {
      if (row.status !== 'started') return row;
      done = true;
      return this.#append(row, interrupt((await this.readEvents(id)).items, Date.now()));
    });
    return done;
  }

  async #append(row: JobRow, batch: readonly JobEvent[]): Promise<JobRow> {
    invariant(!hasEnded(row.status), `job ${row.number} has ended as ${row.status} and takes no more events`);
    const { events, logs, metrics } = split(batch);
    await appendMetrics(this.#db, row.id, metrics);
    const counts = {
      events: await append(this.#db.events, row.id, row.counts.events, events),
      logs: await append(this.#db.logs, row.id, row.counts.logs, logs),
    };
    return { ...foldRow(row, events), counts };
  }

  #change(id: string, tables: Dexie.Table[], work: (row: JobRow) => Promise<JobRow>): Promise<void> {
    return attempt(() =>
      this.#db.transaction('rw', [this.#db.jobs, this.#db.families, ...tables], async () => {
        const row = await this.#db.jobs.get(id);
        if (!row) throw notFound('job', id);
        const next = await work(row);
        await this.#db.jobs.put(next);
        if (next.family && next.status !== row.status) await countFamily(this.#db, next.family.id);
      }),
    );
  }
}

/** Inside a transaction over jobs and settings: queues jobs in this order, with the next numbers. */
export async function addJobs(
  { jobs, settings }: Tables,
  drafts: readonly JobDraft[],
): Promise<readonly JobRecord[]> {
  const last = ((await settings.get('job-number'))?.value as number | undefined) ?? 0;
  await settings.put({ key: 'job-number', value: last + drafts.length });
  const rows = drafts.map((draft, i): JobRow => ({
    description: '',
    manifest: null,
    group: PUBLIC_GROUP,
    owner: LOCAL_USER,
    tags: [],
    family: null,
    ...draft,
    id: newId(),
    number: last + 1 + i,
    created: Date.now(),
    started: null,
    ended: null,
    status: 'queued',
    reason: null,
    fault: null,
    deleted: null,
    counts: { events: 0, logs: 0 },
  }));
  await jobs.bulkAdd(rows);
  return rows.map(recordOf);
}

/** The record without what only the store needs. */
export function recordOf(row: JobRow): JobRecord {
  const { counts: _counts, ...job } = row;
  return job;
}

/** Logs and metrics have tables of their own; the rest is the story of the job. */
function split(batch: readonly JobEvent[]) {
  const events: JobEvent[] = [];
  const logs: LogRecord[] = [];
  const metrics: MetricPoint[] = [];
  for (const event of batch) {
    const { kind, ...said } = event;
    if (kind === 'log') logs.push(said as LogRecord);
    else if (kind === 'metric') metrics.push(said as MetricPoint);
    else events.push(event);
  }
  return { events, logs, metrics };
}
