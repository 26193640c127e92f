/** A resource and its line of snapshots: the only way in which anything here changes. */
import type { ContentOf, Pin, ResourceKind } from '#core/resources/content.ts';

export interface Resource {
  readonly id: string;
  readonly kind: ResourceKind;
  /** The name in its latest snapshot; unique among the resources of a kind and group that are not deleted. */
  readonly name: string;
  readonly description: string;
  readonly group: string;
  readonly owner: string;
  /** Milliseconds since 1970, as all times in records. */
  readonly created: number;
  readonly modified: number;
  readonly latest: Pin;
  readonly deleted: number | null;
  /** Ids of tags. */
  readonly tags: readonly string[];
  /** What the files that it came with group it under. No content: absent where they say nothing. */
  readonly topic?: string;
}

export interface Snapshot {
  readonly resource: string;
  /** Counts from 1 within its resource. */
  readonly number: number;
  /** The hash of its content. */
  readonly content: string;
  readonly previous: number | null;
  readonly author: string;
  readonly time: number;
  readonly message: string;
}

/** A resource with the content of one of its snapshots. */
export interface Versioned<K extends ResourceKind = ResourceKind> {
  readonly resource: Resource;
  readonly snapshot: Snapshot;
  readonly content: ContentOf[K];
}

/** The built-in user that owns what the app ships with, and the local one. */
export const ALIDADE_USER = 'alidade';
export const LOCAL_USER = 'you';
export const PUBLIC_GROUP = 'public';
