/** What the job page needs of a job that may still run. */
import type { Picture } from '#core/graph/plan-types.ts';
import type { LogRecord, MetricPoint } from '#core/job/events.ts';
import type { JobView } from '#core/job/fold.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import type { Tag, TagColour } from '#core/resources/tag.ts';
import type { ArtifactFolder } from '#ui/artifact/artifact-folder.ts';

/** `undefined` is still loading, `null` is that there is none. */
export interface LiveJobFace {
  readonly record: JobRecord | null | undefined;
  readonly view: JobView;
  readonly metrics: readonly MetricPoint[];
  readonly logs: readonly LogRecord[];
  readonly artifacts: readonly ArtifactRecord[];
  readonly picture: Picture | undefined;
  readonly entrypoint: Versioned<'entrypoint'> | null | undefined;
  /** Why it waits and what would run it. */
  readonly waits: string | null;
  /** All tags there are. */
  readonly tags: readonly Tag[];
  describe(description: string): Promise<unknown>;
  setTag(tag: string, on: boolean): Promise<unknown>;
  createTag(name: string, colour: TagColour): Promise<Tag | null>;
  remove(): Promise<unknown>;
  takeBack(): Promise<unknown>;
  cancel(): void;
  read(artifact: string, path: string): Promise<Uint8Array>;
  /** How all its artifacts lie in one folder, which a later run can take in. */
  folder(): ArtifactFolder;
}

export const hasEnded = (status: string): boolean => status !== 'queued' && status !== 'started';
