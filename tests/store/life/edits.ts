// Steps that edit: create, save, restore, and all that drafts can do.
import fc from 'fast-check';
import { expect } from 'vitest';
import { hashContent } from '#core/hash/content-hash.ts';
import { steps, weigh } from './command.ts';
import { contentOf, kind, place, seed } from './contents.ts';
import { unchanged } from './invariants.ts';
import { holderOf, living, pick, tried } from './world.ts';

const create = steps('create', fc.record({ kind, seed }), async (store, world, given) => {
  const content = await contentOf(store, world, given.kind, given.seed);
  const taken = holderOf(world, given.kind, content.name);
  const { value, code } = await tried(store.resources.create(given.kind, content));
  expect(code).toBe(taken && 'name-taken');
  if (!value) return unchanged(store, world);
  expect(value.snapshot).toMatchObject({ number: 1, previous: null });
});

const save = steps('save', fc.record({ place, seed, kept: fc.boolean() }), async (store, world, given) => {
  const row = pick(living(world), given.place);
  if (!row) return;
  const before = world.lines.get(row.id)!.contents.at(-1)!;
  const made = await contentOf(store, world, row.kind, given.seed, before);
  const content = given.kept ? before : made;
  const holder = holderOf(world, row.kind, content.name);
  const { value, code } = await tried(store.resources.save(row.kind, row.id, content));
  const taken = holder && holder.id !== row.id ? 'name-taken' : undefined;
  expect(code).toBe(row.owner === 'alidade' ? 'read-only' : taken);
  if (!value) return unchanged(store, world);
  const same = hashContent(value.content) === row.latest.hash;
  expect(value.snapshot.number).toBe(row.latest.number + (same ? 0 : 1));
});

const restore = steps('restore', fc.record({ place, number: place }), async (store, world, given) => {
  const row = pick(living(world), given.place);
  if (!row || row.owner === 'alidade') return;
  const { snapshots } = world.lines.get(row.id)!;
  const at = given.number % snapshots.length;
  const { value, code } = await tried(store.resources.restore(row.kind, row.id, at + 1));
  if (!value) {
    expect(['name-taken', 'version-lost']).toContain(code);
    return unchanged(store, world);
  }
  expect(value.snapshot.content).toBe(snapshots[at]!.content);
});

const type = steps('type', fc.record({ place, seed, kind }), async (store, world, given) => {
  const row = pick([...living(world), null], given.place) ?? null;
  const before = row ? world.lines.get(row.id)!.contents.at(-1)! : undefined;
  const content = await contentOf(store, world, row?.kind ?? given.kind, given.seed, before);
  const there = [...world.drafts.values()].find(({ resource }) => row && resource === row.id);
  const draft = row
    ? await store.drafts.keepOf(row.id, content)
    : await store.drafts.create(given.kind, content);
  expect(draft.content).toEqual(content);
  expect(draft.id === there?.id).toBe(there !== undefined);
  expect(draft.base).toEqual(row ? (there?.base ?? row.latest) : null);
  world.drafts.set(draft.id, draft);
});

const typeOn = steps('typeOn', fc.record({ place, seed }), async (store, world, given) => {
  const draft = pick(world.drafts.values(), given.place);
  if (!draft) return;
  const content = await contentOf(store, world, draft.kind, given.seed, draft.content);
  const row = draft.resource === null ? null : world.rows.get(draft.resource);
  world.drafts.set(draft.id, await store.drafts.keep(draft.id, content, row?.latest));
});

const saveDraft = steps('saveDraft', place, async (store, world, at) => {
  const draft = pick(world.drafts.values(), at);
  if (!draft) return;
  const row = draft.resource === null ? null : world.rows.get(draft.resource)!;
  const { value, code } = await tried(store.drafts.save(draft.id));
  if (!value) {
    expect(['name-taken', 'moved-on', 'not-found', 'read-only', 'version-lost']).toContain(code);
    expect(code === 'not-found').toBe(row !== null && row.deleted !== null);
    return unchanged(store, world);
  }
  expect(value.resource.id === draft.resource).toBe(row !== null);
  world.drafts.delete(draft.id);
});

const discard = steps('discard', place, async (store, world, at) => {
  const draft = pick(world.drafts.values(), at);
  if (!draft) return;
  expect(await store.drafts.discard(draft.id)).toEqual(draft);
  world.drafts.delete(draft.id);
  world.discarded.push(draft);
});

const putBack = steps('putBack', place, async (store, world, at) => {
  const draft = pick(world.discarded, at);
  if (!draft) return;
  const { code } = await tried(store.drafts.putBack(draft));
  if (code === undefined) world.drafts.set(draft.id, (await store.drafts.get(draft.id))!);
  else expect(code).toBe('draft-taken');
});

export const EDITS = weigh(
  [create, 3],
  [save, 4],
  [restore, 1],
  [type, 2],
  [typeOn, 1],
  [saveDraft, 2],
  [discard, 1],
  [putBack, 1],
);
