// Steps that take away and give back: delete, undelete, purge; and tags, which come and go.
import fc from 'fast-check';
import { expect } from 'vitest';
import { needsOfContent } from '#core/bundle/needs.ts';
import type { BinRef } from '#store/bin.ts';
import { steps, weigh } from './command.ts';
import { place } from './contents.ts';
import { unchanged } from './invariants.ts';
import { binned, holderOf, living, pick, tried, type World } from './world.ts';

const refs = (ids: readonly string[]): BinRef[] => ids.map((id) => ({ table: 'resources', id }));
const places = fc.array(place, { minLength: 1, maxLength: 2 });

function idsAt<T extends { readonly id: string }>(from: readonly T[], at: readonly number[]): string[] {
  return [...new Set(at.flatMap((one) => pick(from, one)?.id ?? []))];
}

const remove = steps('remove', places, async (store, world, at) => {
  const ids = idsAt(living(world), at);
  const { code } = await tried(store.bin.remove(refs(ids)));
  const builtIn = ids.some((id) => world.rows.get(id)!.owner === 'alidade');
  expect(code).toBe(builtIn ? 'read-only' : undefined);
  if (builtIn) return unchanged(store, world);
  for (const id of ids) {
    const { kind, name } = world.rows.get(id)!;
    expect(await store.resources.find(kind, name), 'its name is free').toBeNull();
  }
});

const undelete = steps('undelete', places, async (store, world, at) => {
  const ids = idsAt(binned(world), at);
  const rows = ids.map((id) => world.rows.get(id)!);
  const names = rows.map(({ kind, name }) => `${kind} ${name}`);
  const taken =
    rows.some(({ kind, name }) => holderOf(world, kind, name)) || new Set(names).size < names.length;
  const { code } = await tried(store.bin.restore(refs(ids)));
  expect(code).toBe(taken ? 'name-taken' : undefined);
  if (taken) return unchanged(store, world);
  for (const row of rows)
    expect((await store.resources.find(row.kind, row.name))!.resource).toEqual({ ...row, deleted: null });
});

const purge = steps('purge', fc.record({ places, alive: fc.boolean() }), async (store, world, given) => {
  const ids = idsAt(binned(world), given.places);
  const alive = given.alive ? pick(living(world), given.places[0]!) : undefined;
  const told = await store.bin.holders(refs(ids));
  const { code } = await tried(store.bin.purge(refs(alive ? [...ids, alive.id] : ids)));
  expect(code).toBe(alive && 'not-deleted');
  if (code) return unchanged(store, world);
  const tell = (holder: { readonly id: string; readonly loses: string }) => `${holder.id} ${holder.loses}`;
  expect(new Set(told.filter(({ noun }) => noun !== 'job').map(tell)), 'who loses a pin is told').toEqual(
    new Set(losers(world, ids).map(tell)),
  );
  for (const id of ids) {
    world.purged.add(id);
    world.rows.delete(id);
    world.lines.delete(id);
  }
  for (const draft of world.drafts.values())
    if (draft.resource !== null && ids.includes(draft.resource))
      world.drafts.set(draft.id, { ...draft, resource: null, base: null });
});

/** Worked out anew: what stays and pins one that goes. */
function losers({ lines, drafts }: World, going: readonly string[]) {
  const holders = [
    ...[...lines].map(([id, { contents }]) => ({ id, contents })),
    ...[...drafts].map(([id, { content }]) => ({ id, contents: [content] })),
  ];
  return holders
    .filter(({ id }) => !going.includes(id))
    .flatMap(({ id, contents }) => {
      const pins = contents.flatMap((content) => needsOfContent(content).pins);
      return pins.map((pin) => ({ id, loses: pin.resource })).filter(({ loses }) => going.includes(loses));
    });
}

const tag = steps('tag', fc.record({ place, on: fc.boolean() }), async (store, world, given) => {
  const row = pick(world.rows.values(), given.place);
  if (!row) return;
  const named = pick(['One', 'Two'], given.place)!;
  const there = (await store.tags.list()).find((other) => other.name === named);
  const { id } = there ?? (await store.tags.create({ name: named, colour: 'teal' }));
  await store.tags.set('resources', [row.id], id, given.on);
  const after = await store.resources.get(row.kind, row.id);
  expect(after!.resource.tags.includes(id)).toBe(given.on);
  expect(after!.resource.latest).toEqual(row.latest);
});

const untag = steps('untag', fc.record({ place, back: fc.boolean() }), async (store, _world, given) => {
  const one = pick(await store.tags.list(), given.place);
  if (!one) return;
  const had = await store.tags.remove(one.id);
  if (given.back) await store.tags.putBack(one, had);
});

export const ENDS = weigh([remove, 1], [undelete, 2], [purge, 1], [tag, 1], [untag, 1]);
