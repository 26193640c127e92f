// What a random life of a store has seen so far: it is believed only as far as it was read, and what was read must stay so.
import { expect } from 'vitest';
import type { BundleRecords } from '#core/bundle/records.ts';
import type { ContentOf, ResourceKind } from '#core/resources/content.ts';
import type { Draft } from '#core/resources/draft.ts';
import type { ImportPlan } from '#core/resources/import-plan.ts';
import { RESOURCE_KINDS } from '#core/resources/kinds.ts';
import type { Resource, Snapshot } from '#core/resources/snapshot.ts';
import type { Store } from '#store/store.ts';

/** What went out once, and may come in again at any time. */
export type Archive =
  | { readonly is: 'files'; readonly plan: ImportPlan }
  | { readonly is: 'bundle'; readonly bytes: Blob; readonly records: BundleRecords };

export interface Line {
  readonly kind: ResourceKind;
  readonly snapshots: readonly Snapshot[];
  readonly contents: readonly ContentOf[ResourceKind][];
}

export interface World {
  /** Every resource that is there, by id, in the bin or not. */
  rows: Map<string, Resource>;
  lines: Map<string, Line>;
  drafts: Map<string, Draft>;
  /** Drafts that were discarded, to be put back. */
  readonly discarded: Draft[];
  /** Resources and artifacts that were ever purged. */
  readonly purged: Set<string>;
  readonly archives: Archive[];
}

export function emptyWorld(): World {
  return {
    rows: new Map(),
    lines: new Map(),
    drafts: new Map(),
    discarded: [],
    purged: new Set(),
    archives: [],
  };
}

/** One of those that are there, chosen by a number; undefined where there are none. */
export function pick<T>(from: Iterable<T>, place: number): T | undefined {
  const all = [...from];
  return all[place % all.length];
}

export const living = ({ rows }: World, kind?: ResourceKind): Resource[] =>
  [...rows.values()].filter((row) => row.deleted === null && (kind ?? row.kind) === row.kind);

export const binned = ({ rows }: World): Resource[] =>
  [...rows.values()].filter((row) => row.deleted !== null);

/** Who has the name, and is not deleted. */
export const holderOf = (world: World, kind: ResourceKind, name: string): Resource | undefined =>
  living(world, kind).find((row) => row.name === name);

export async function readRows(store: Store): Promise<Map<string, Resource>> {
  const rows = (await Promise.all(RESOURCE_KINDS.map((kind) => store.resources.list(kind)))).flat();
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const { table, id, noun } of await store.bin.list())
    if (table === 'resources') found.set(id, (await store.resources.get(noun as ResourceKind, id))!.resource);
  return found;
}

export async function readLine(store: Store, { id, kind }: Resource): Promise<Line> {
  const snapshots = (await store.resources.history(id)).toReversed();
  const contents = [];
  for (const { number } of snapshots)
    contents.push((await store.resources.get(kind, id, number))!.content as ContentOf[ResourceKind]);
  return { kind, snapshots, contents };
}

export async function readDrafts(store: Store): Promise<Map<string, Draft>> {
  return new Map((await store.drafts.list()).map((draft) => [draft.id, draft]));
}

/** What became of an attempt: a value, or the code of its refusal. */
export async function tried<T>(work: Promise<T>): Promise<{ readonly value?: T; readonly code?: string }> {
  try {
    return { value: await work };
  } catch (error) {
    expect(error).toMatchObject({ name: 'Refusal' });
    return { code: (error as { code: string }).code };
  }
}
