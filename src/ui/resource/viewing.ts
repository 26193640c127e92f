/** A resource that is looked at, as its page sees it: one of its snapshots, what stands around it, and what can be done with it. */
import type { ResourceKind } from '#core/resources/content.ts';
import type { Picture } from '#core/graph/plan-types.ts';
import type { Draft } from '#core/resources/draft.ts';
import type { User } from '#core/resources/people.ts';
import type { NameOf } from '#core/resources/place.ts';
import type { Resource, Snapshot, Versioned } from '#core/resources/snapshot.ts';
import type { Tag, TagColour } from '#core/resources/tag.ts';
import type { ExportedFile, ExportForm } from './exporting.ts';

export type UserOf = (id: string) => User | null;

export interface Compared<K extends ResourceKind> {
  readonly before: Versioned<K>;
  readonly after: Versioned<K>;
  /** The drawn graphs of an entrypoint. */
  readonly pictures: { readonly before: Picture; readonly after: Picture } | null;
}

export interface ViewingFace<K extends ResourceKind> {
  readonly kind: K;
  /** Undefined while it is read, null where there is none. */
  readonly value: Versioned<K> | null | undefined;
  /** Newest first. */
  readonly history: readonly Snapshot[];
  readonly draft: Draft<K> | null;
  /** Those whose latest snapshot pins it; undefined while they are read. */
  readonly holders: readonly Resource[] | undefined;
  /** All tags there are. */
  readonly tags: readonly Tag[];
  remove(): Promise<unknown>;
  takeBack(): Promise<unknown>;
  /** Makes a copy of one's own and goes there; to its editor where it is to be changed at once. */
  copy(toChange?: boolean): Promise<unknown>;
  /** Makes a snapshot with the content of an earlier one. */
  restore(snapshot: Snapshot): Promise<unknown>;
  /** The latest snapshot with what it pins as a file, or the whole line as a bundle. */
  export(form: ExportForm): Promise<ExportedFile>;
  discardDraft(): Promise<unknown>;
  setTag(tag: string, on: boolean): Promise<unknown>;
  createTag(name: string, colour: TagColour): Promise<Tag | null>;
  /** The two snapshots that the address asks to compare, once they are read. */
  readonly compared: Compared<K> | null;
  readonly nameOf: NameOf;
  /** Who a user is; null for one who is not known here. */
  readonly userOf: UserOf;
}
