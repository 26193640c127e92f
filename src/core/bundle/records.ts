/** What a bundle carries: whole records, as plain data. Bytes of artifacts stand beside them, by hash. */
import type { FamilyRecord } from '#core/family/record.ts';
import type { JobEvent, LogRecord, MetricPoint } from '#core/job/events.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import type { ContentOf, ResourceKind } from '#core/resources/content.ts';
import type { Group, User } from '#core/resources/people.ts';
import type { Resource, Snapshot } from '#core/resources/snapshot.ts';
import type { Tag } from '#core/resources/tag.ts';

/** A resource with the whole line of its snapshots, oldest first. */
export interface BundledResource {
  readonly resource: Resource;
  readonly snapshots: readonly Snapshot[];
}

/** Logs and metrics are no part of the story. */
export type StoryEvent = Exclude<JobEvent, { readonly kind: 'log' | 'metric' }>;

/** A job that has ended, with all that it said. */
export interface BundledJob {
  readonly job: JobRecord;
  readonly events: readonly StoryEvent[];
  readonly logs: readonly LogRecord[];
  /** One point for each name and `at`, ordered by both. */
  readonly metrics: readonly MetricPoint[];
}

export interface BundledContent {
  readonly hash: string;
  readonly content: ContentOf[ResourceKind];
}

/** Each list in the order of its ids or hashes. */
export interface BundleRecords {
  readonly resources: readonly BundledResource[];
  /** Of every snapshot, and of every pin whose content is not that of a snapshot here. */
  readonly contents: readonly BundledContent[];
  readonly jobs: readonly BundledJob[];
  /** Each with those of its jobs that are here; a job may be here without its family. */
  readonly families: readonly FamilyRecord[];
  readonly artifacts: readonly ArtifactRecord[];
  /** Those that the records carry. */
  readonly tags: readonly Tag[];
  /** Those whom the records name. */
  readonly users: readonly User[];
  readonly groups: readonly Group[];
}

/** Bytes by their hash. */
export interface BundledBlob {
  readonly hash: string;
  readonly blob: Blob;
}
