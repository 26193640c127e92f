/** A family as it is kept: the sweep that was asked for, what its jobs share, and how it was stopped. */
import type { JobStatus } from '#core/job/events.ts';
import type { BackendChoice, Pin } from '#core/resources/content.ts';
import type { StopRule } from './stop.ts';
import type { Sweep } from './sweep.ts';

/** What was asked for never changes; its name, description, tags, counts and stop do. */
export interface FamilyRecord {
  readonly id: string;
  /** Counts from 1 on this device; what people say. */
  readonly number: number;
  /** What people call it; may be empty. */
  readonly name: string;
  readonly description: string;
  readonly group: string;
  readonly owner: string;
  readonly created: number;
  readonly experiment: Pin;
  readonly entrypoint: Pin;
  readonly queue: Pin;
  /** Names at the time of the run. */
  readonly names: { readonly experiment: string; readonly entrypoint: string; readonly queue: string };
  /** What all jobs are given, by parameter, as texts; what varies is not among them. */
  readonly values: Readonly<Record<string, string | null>>;
  readonly artifactValues: Readonly<Record<string, string>>;
  readonly backend: BackendChoice;
  /** Seconds for each job; null for no limit. */
  readonly timeout: number | null;
  readonly sweep: Sweep;
  /** How many jobs the sweep asks for. */
  readonly size: number;
  /** What varies, in words, such as `4 eps × 3 seeds`. */
  readonly varied: string;
  /** When it ends before all is run; null for never. */
  readonly stop: StopRule | null;
  /** That it was stopped, by its rule or by a person. */
  readonly stopped: Stopped | null;
  /** How many places stand in each state, each by the last job that was made for it. */
  readonly counts: Readonly<Record<JobStatus, number>>;
  readonly deleted: number | null;
  /** Ids of tags. */
  readonly tags: readonly string[];
}

/** Why no further job of a family starts. */
export interface Stopped {
  readonly time: number;
  /** A sentence; the jobs that are left out say it too. */
  readonly reason: string;
  /** That a person had the rest run all the same; the rule is then not asked again. */
  readonly overruled: boolean;
}

/** No place in any state. */
export const NO_COUNTS: FamilyRecord['counts'] = {
  queued: 0,
  started: 0,
  finished: 0,
  failed: 0,
  cancelled: 0,
  interrupted: 0,
};

/** What people call a family: its name, else its number. */
export function callFamily({ name, number }: Pick<FamilyRecord, 'name' | 'number'>): string {
  return name === '' ? `Family ${number}` : name;
}

/** The state of a family in one word: *failed* where any job failed or was interrupted and none is left, *cancelled* where some did not run. */
export function stateOfFamily(counts: FamilyRecord['counts']): JobStatus {
  const { queued, started, finished, failed, cancelled, interrupted } = counts;
  if (started > 0 || (queued > 0 && finished + failed + cancelled + interrupted > 0)) return 'started';
  if (queued > 0) return 'queued';
  if (failed + interrupted > 0) return 'failed';
  return cancelled > 0 ? 'cancelled' : 'finished';
}
