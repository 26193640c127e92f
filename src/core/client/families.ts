/** Families from code: a sweep asked for, followed, stopped and read. Types only. */
import type { FamilyRecord } from '#core/family/record.ts';
import type { StopRule } from '#core/family/stop.ts';
import type { Axis } from '#core/family/sweep.ts';
import type { FamilyTable } from '#core/family/table.ts';
import type { Issue } from '#core/issues.ts';
import type { JobRecord } from '#core/job/record.ts';
import type { JobRequest } from './jobs.ts';
import type { RecordClient } from './records.ts';

/** As a request for a job; `values` are those that do not vary, and the description and tags are those of the family. */
export interface FamilyRequest extends JobRequest {
  readonly name?: string;
  /** What varies, by parameter; every combination is run. */
  readonly vary: Readonly<Record<string, Axis>>;
  /** How many points random search draws; 10 if nothing is said. */
  readonly draws?: number;
  /** Of random search, not of the jobs; else drawn anew. */
  readonly drawSeed?: number;
  /** How many seeds each combination runs with, counted up from `seed`; else 1. */
  readonly seeds?: number;
  readonly stop?: StopRule;
}

/** A request that cannot become a family says why; nothing is kept of it. */
export type FamilyReply =
  | { readonly family: FamilyRecord; readonly jobs: readonly JobRecord[]; readonly issues: readonly Issue[] }
  | { readonly family: null; readonly jobs: readonly []; readonly issues: readonly Issue[] };

/** What a family was asked for never changes. To remove one is to remove its jobs with it, and to undelete it brings them back. */
export interface FamilyClient extends RecordClient {
  /**
   * Queues a job for every combination of what varies. What is wrong with the request is told as issues, and nothing is thrown for it.
   *
   * ```js
   * const { family, jobs } = await alidade.families.run({
   *   entrypoint: 'Hello World',
   *   vary: { name: { kind: 'list', values: ['Ada', 'Alan'] } },
   *   seed: 1,
   *   seeds: 2,
   * });
   * family.varied; // → '2 name × 2 seeds'
   * jobs.map(({ values, seed }) => [values.name, seed]); // → [['Ada', 1], ['Ada', 2], ['Alan', 1], ['Alan', 2]]
   * await alidade.families.wait(family.id);
   * ```
   */
  run(request: FamilyRequest): Promise<FamilyReply>;
  /**
   * The record of a family, deleted or not; null where there is none.
   *
   * ```js
   * await alidade.families.get('nothing'); // → null
   * ```
   */
  get(id: string): Promise<FamilyRecord | null>;
  /**
   * Those not deleted, highest number first, 1000 at most or `limit`, with numbers below `before`.
   *
   * ```js
   * await alidade.families.list({ before: 1 }); // → []
   * ```
   */
  list(options?: { readonly limit?: number; readonly before?: number }): Promise<readonly FamilyRecord[]>;
  /**
   * Its jobs in the order of their places, of each place the last one; deleted ones are left out.
   *
   * ```js
   * await alidade.families.jobs('nothing'); // → []
   * ```
   */
  jobs(id: string): Promise<readonly JobRecord[]>;
  /**
   * A row for each job with what varies and what each of its metrics ended with; metrics that several steps record are named `step.metric`.
   *
   * ```js
   * const { family } = await alidade.families.run({
   *   entrypoint: 'Hello World',
   *   vary: { name: { kind: 'list', values: ['Ada', 'Alan'] } },
   * });
   * await alidade.families.wait(family.id);
   * const { parameters, rows } = await alidade.families.table(family.id);
   * parameters; // → ['name']
   * rows.map(({ values, status }) => [values.name, status]); // → [['Ada', 'finished'], ['Alan', 'finished']]
   * ```
   */
  table(id: string): Promise<FamilyTable>;
  /**
   * Resolves when none of its jobs is queued or runs. Throws an Error where there is none.
   *
   * ```js
   * const vary = { name: { kind: 'list', values: ['Ada', 'Alan'] } };
   * const { family } = await alidade.families.run({ entrypoint: 'Hello World', vary });
   * (await alidade.families.wait(family.id)).counts.finished; // → 2
   * ```
   */
  wait(id: string): Promise<FamilyRecord>;
  /**
   * Ends all of its jobs that are queued or run, and starts no other; each that never began says the reason. Throws a Refusal `not-found`.
   *
   * ```js
   * const vary = { name: { kind: 'list', values: ['Ada', 'Alan', 'Grace'] } };
   * const { family } = await alidade.families.run({ entrypoint: 'Hello World', vary });
   * await alidade.families.cancel(family.id, 'Seen enough.');
   * const { counts, stopped } = await alidade.families.wait(family.id);
   * [counts.queued + counts.started, stopped.reason]; // → [0, 'Seen enough.']
   * ```
   */
  cancel(id: string, reason?: string): Promise<void>;
  /**
   * Queues once more what failed or was interrupted (`failed`), or what was cancelled or left out too (`all`); a rule that stopped the family is not
   * asked again. The new jobs have the places and seeds of the old ones.
   *
   * ```js
   * const vary = { name: { kind: 'list', values: ['Ada', 'Alan'] } };
   * const { family } = await alidade.families.run({ entrypoint: 'Hello World', vary });
   * await alidade.families.cancel(family.id);
   * await alidade.families.wait(family.id);
   * await alidade.families.again(family.id, 'all');
   * (await alidade.families.wait(family.id)).counts.finished; // → 2
   * ```
   */
  again(id: string, which?: 'failed' | 'all'): Promise<readonly JobRecord[]>;
  /**
   * What people say of it; what is not given stays. Throws a Refusal `not-found`.
   *
   * ```js
   * const vary = { name: { kind: 'list', values: ['Ada'] } };
   * const { family } = await alidade.families.run({ entrypoint: 'Hello World', vary });
   * await alidade.families.wait(family.id);
   * await alidade.families.describe(family.id, { name: 'The first' });
   * (await alidade.families.get(family.id)).name; // → 'The first'
   * ```
   */
  describe(id: string, said: { readonly name?: string; readonly description?: string }): Promise<void>;
}
