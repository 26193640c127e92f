/** Jobs from code: asked for, waited for, and read. Types only. */
import type { JobComparison } from '#core/job/compare/compare.ts';
import type { Issue } from '#core/issues.ts';
import type { LogRecord, MetricPoint } from '#core/job/events.ts';
import type { JobView } from '#core/job/fold.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import type { BackendChoice } from '#core/resources/content.ts';
import type { RecordClient } from './records.ts';

export interface JobRequest {
  /** Name or id. */
  readonly entrypoint: string;
  /** Number of one of its snapshots; else the latest. */
  readonly entrypointSnapshot?: number;
  /** Parameter values as texts; absent ones take their default. */
  readonly values?: Readonly<Record<string, string>>;
  /** Artifact parameter → id of an artifact. */
  readonly artifacts?: Readonly<Record<string, string>>;
  /** Name or id; the one used last, else *Scratch*. */
  readonly experiment?: string;
  /** Makes an experiment of this name where there is none. */
  readonly newExperiment?: boolean;
  /** Name or id; else the first that the entrypoint names, else `auto`. One that names queues runs on these alone. */
  readonly queue?: string;
  readonly backend?: BackendChoice;
  /** Whole number, 0 to 2^32 − 1; else drawn anew. */
  readonly seed?: number;
  readonly description?: string;
  /** Seconds; else a day. */
  readonly timeout?: number;
  /** Names or ids of tags. */
  readonly tags?: readonly string[];
}

/** A request that cannot become a job says why; nothing is kept of it. */
export type JobReply =
  | { readonly job: JobRecord; readonly issues: readonly Issue[] }
  | { readonly job: null; readonly issues: readonly Issue[] };

/** A job's own content never changes; what it made stays when it is removed. */
export interface JobClient extends RecordClient {
  /**
   * Queues a job; it starts when its queue has room. What is wrong with the request is told as issues, and nothing is thrown for it.
   *
   * ```js
   * const { job } = await alidade.jobs.run({ entrypoint: 'Hello World', seed: 7, description: 'From code' });
   * job.seed; // → 7
   * const { issues } = await alidade.jobs.run({ entrypoint: 'No such thing' });
   * issues[0].message; // → 'There is no entrypoint “No such thing”.'
   * await alidade.jobs.wait(job.id);
   * ```
   */
  run(request: JobRequest): Promise<JobReply>;
  /**
   * The record of a job, deleted or not; null where there is none.
   *
   * ```js
   * await alidade.jobs.get('nothing'); // → null
   * ```
   */
  get(id: string): Promise<JobRecord | null>;
  /**
   * Those not deleted, highest number first, 1000 at most or `limit`, with numbers below `before`, of one experiment or entrypoint by id.
   *
   * ```js
   * const { resource } = await alidade.entrypoints.create({ name: 'Never run' });
   * await alidade.jobs.list({ entrypoint: resource.id }); // → []
   * ```
   */
  list(options?: {
    readonly limit?: number;
    readonly before?: number;
    readonly experiment?: string;
    readonly entrypoint?: string;
  }): Promise<readonly JobRecord[]>;
  /**
   * Resolves when the job has ended, in whatever way. Throws an Error where there is none.
   *
   * ```js
   * const { job } = await alidade.jobs.run({ entrypoint: 'Hello World' });
   * (await alidade.jobs.wait(job.id)).status; // → 'finished'
   * ```
   */
  wait(id: string): Promise<JobRecord>;
  /**
   * Ends a job that is queued or runs; one that has ended stays as it is.
   *
   * ```js
   * const { job } = await alidade.jobs.run({ entrypoint: 'Hello World' });
   * await alidade.jobs.cancel(job.id);
   * ['cancelled', 'finished'].includes((await alidade.jobs.wait(job.id)).status); // → true
   * ```
   */
  cancel(id: string): Promise<void>;
  /**
   * What people say of it. Throws a Refusal `not-found`.
   *
   * ```js
   * const [job] = await alidade.jobs.list();
   * await alidade.jobs.describe(job.id, 'The one to show.');
   * (await alidade.jobs.get(job.id)).description; // → 'The one to show.'
   * ```
   */
  describe(id: string, description: string): Promise<void>;
  /**
   * All that it said, folded: each step with its state, its progress and its last preview.
   *
   * ```js
   * const [{ id }] = await alidade.jobs.list();
   * const { status } = await alidade.jobs.view(id);
   * typeof status; // → 'string'
   * ```
   */
  view(id: string): Promise<JobView>;
  /**
   * Its metrics, by name, then by `at`; none where there is no such job.
   *
   * ```js
   * await alidade.jobs.metrics('nothing'); // → []
   * ```
   */
  metrics(id: string): Promise<readonly MetricPoint[]>;
  /**
   * What it logged, in order.
   *
   * ```js
   * const { job } = await alidade.jobs.run({ entrypoint: 'Hello World' });
   * await alidade.jobs.wait(job.id);
   * (await alidade.jobs.logs(job.id)).some(({ message }) => message.includes('Hello')); // → true
   * ```
   */
  logs(id: string): Promise<readonly LogRecord[]>;
  /**
   * What it saved, by name.
   *
   * ```js
   * await alidade.jobs.artifacts('nothing'); // → []
   * ```
   */
  artifacts(id: string): Promise<readonly ArtifactRecord[]>;
  /**
   * Several jobs side by side by what differs: facts, last figures and artifacts, each with one entry a job, in the order of the ids, and all of
   * it in a sentence. Jobs that run are told as they stand. Ids of which there is no job are `missing`; nothing is thrown for them.
   *
   * ```js
   * const ask = { entrypoint: 'Hello World', seed: 7 };
   * const { job: one } = await alidade.jobs.run({ ...ask, values: { name: 'Ada' } });
   * const { job: other } = await alidade.jobs.run({ ...ask, values: { name: 'Grace' } });
   * await alidade.jobs.wait(one.id);
   * await alidade.jobs.wait(other.id);
   * const { facts, missing } = await alidade.jobs.compare([one.id, other.id, 'nothing']);
   * missing; // → ['nothing']
   * const parameters = facts.filter(({ group, differs }) => group === 'parameters' && differs);
   * parameters.map(({ name, texts }) => [name, ...texts]); // → [['name', 'Ada', 'Grace']]
   * ```
   */
  compare(ids: readonly string[]): Promise<JobComparison>;
}
