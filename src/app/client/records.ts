/** What the client offers for the records of any noun, over a store that is handed in. */
import type { Ids, RecordClient } from '#core/client.ts';
import type { Tag } from '#core/resources/tag.ts';
import type { LineNoun } from '#core/search/line.ts';
import type { BinRef } from '#store/bin.ts';
import { notFound } from '#store/refusal.ts';
import type { Store } from '#store/store.ts';
import { tableOf } from '#store/tags.ts';

/** What the faces stand on: the store, and what must have happened before it is used. */
export interface Ground {
  readonly store: Store;
  readonly ready: () => Promise<void>;
}

const listOf = (ids: Ids): readonly string[] => (typeof ids === 'string' ? [ids] : ids);

/** Everything that a record can be asked and told, whatever its noun. */
export function recordClient({ store, ready }: Ground, noun: LineNoun): RecordClient {
  const table = tableOf(noun);
  const { bin } = store;
  /** Ids of another noun are as good as none. */
  const refsOf = async (ids: Ids): Promise<BinRef[]> => {
    await ready();
    for (const id of listOf(ids)) if (!(await isThere(store, noun, id))) throw notFound(noun, id);
    return listOf(ids).map((id) => ({ table, id }));
  };
  const setTag = async (ids: Ids, tag: string, on: boolean) => {
    const refs = await refsOf(ids);
    const { id } = await findTag(store, tag);
    await store.tags.set(
      table,
      refs.map((ref) => ref.id),
      id,
      on,
    );
  };
  return {
    search: async (search, { order = null, filter = {}, from = 0, limit = 100 } = {}) => {
      await ready();
      return store.search(noun, { filter, search, order }, from, from + limit);
    },
    remove: async (ids) => bin.remove(await refsOf(ids)),
    undelete: async (ids) => bin.restore(await refsOf(ids)),
    holders: async (ids) => bin.holders(await refsOf(ids)),
    purge: async (ids) => bin.purge(await refsOf(ids)),
    tag: (ids, tag) => setTag(ids, tag, true),
    untag: (ids, tag) => setTag(ids, tag, false),
  };
}

async function isThere(store: Store, noun: LineNoun, id: string): Promise<boolean> {
  if (noun === 'job') return (await store.jobs.get(id)) !== null;
  if (noun === 'family') return (await store.families.get(id)) !== null;
  if (noun === 'artifact') return (await store.artifacts.get(id)) !== null;
  return (await store.resources.get(noun, id)) !== null;
}

/** By id, else by name, whatever its case. */
export async function lookUpTag(store: Store, nameOrId: string): Promise<Tag | null> {
  const word = nameOrId.trim().toLowerCase();
  const all = await store.tags.list();
  const named = () => all.find(({ name }) => name.toLowerCase() === word);
  return all.find(({ id }) => id === nameOrId) ?? named() ?? null;
}

/** The same; refuses what is not there. */
export async function findTag(store: Store, nameOrId: string): Promise<Tag> {
  const tag = await lookUpTag(store, nameOrId);
  if (!tag) throw notFound('tag', `“${nameOrId}”`);
  return tag;
}
