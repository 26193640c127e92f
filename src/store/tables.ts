/** The tables and their rows. What is null in a record cannot be indexed, so a row says by its own keys what a list asks for. */
import Dexie, { type Table } from 'dexie';
import type { JobEvent, LogRecord } from '#core/job/events.ts';
import type { FamilyRecord } from '#core/family/record.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import type { ContentOf, ResourceKind } from '#core/resources/content.ts';
import type { Draft } from '#core/resources/draft.ts';
import type { Group, User } from '#core/resources/people.ts';
import type { Resource, Snapshot } from '#core/resources/snapshot.ts';
import type { Tag } from '#core/resources/tag.ts';
import { MIGRATIONS } from './migrations.ts';

/** `live` is there while the resource is not deleted, and so are its entries in the indexes that begin with it. */
export interface ResourceRow extends Resource {
  readonly live?: 1;
}

export interface ContentRow {
  readonly hash: string;
  readonly content: ContentOf[ResourceKind];
}

/** `counts`: how many events and log records there are, so that the next batch knows where it begins. */
export interface JobRow extends JobRecord {
  readonly counts: { readonly events: number; readonly logs: number };
}

/** A batch of a ledger: `seq` is the place of its last item, counted from 1 within the job. */
export interface LedgerRow<Item> {
  readonly job: string;
  readonly seq: number;
  readonly items: readonly Item[];
}

/** At most CHUNK points of one metric, in the order in which they were said; `step` indexes `steps`. */
export interface MetricRow {
  readonly job: string;
  readonly name: string;
  readonly seq: number;
  readonly at: Float64Array;
  readonly value: Float64Array;
  readonly time: Float64Array;
  readonly step: Uint16Array;
  readonly steps: readonly (string | null)[];
}

export interface BlobRow {
  readonly hash: string;
  readonly blob: Blob;
}

/** Without `resource` it is of a new one: what is null cannot be indexed. */
export interface DraftRow extends Omit<Draft, 'resource'> {
  readonly resource?: string;
}

/** `key` is the name as it is compared. */
export interface TagRow extends Tag {
  readonly key: string;
}

export interface Tables extends Dexie {
  readonly resources: Table<ResourceRow, string>;
  readonly snapshots: Table<Snapshot, [string, number]>;
  readonly contents: Table<ContentRow, string>;
  readonly jobs: Table<JobRow, string>;
  readonly families: Table<FamilyRecord, string>;
  readonly events: Table<LedgerRow<JobEvent>, [string, number]>;
  readonly logs: Table<LedgerRow<LogRecord>, [string, number]>;
  readonly metrics: Table<MetricRow, [string, string, number]>;
  readonly artifacts: Table<ArtifactRecord, string>;
  readonly blobs: Table<BlobRow, string>;
  readonly drafts: Table<DraftRow, string>;
  readonly tags: Table<TagRow, string>;
  readonly users: Table<User, string>;
  readonly groups: Table<Group, string>;
  readonly settings: Table<{ readonly key: string; readonly value: unknown }, string>;
}

/** The database with every version that it ever had; it opens at its first use. */
export function openTables(name: string): Tables {
  const db = new Dexie(name) as Tables;
  for (const { version, stores, upgrade } of MIGRATIONS) {
    const declared = db.version(version).stores(stores);
    if (upgrade) declared.upgrade(upgrade);
  }
  return db;
}
