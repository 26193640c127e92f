/** The client's face of the drafts of one kind, over a store that is handed in. */
import type { DraftClient } from '#core/client.ts';
import type { ContentOf, ResourceKind } from '#core/resources/content.ts';
import type { Draft } from '#core/resources/draft.ts';
import { KINDS } from '#core/resources/kinds.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import { notFound } from '#store/refusal.ts';
import { fill, refuseFaults } from './content.ts';
import type { Ground } from './records.ts';

export function draftClient<K extends ResourceKind>({ store, ready }: Ground, kind: K): DraftClient<K> {
  const { drafts, resources } = store;
  const find = async (id: string): Promise<Draft<K> | null> => {
    await ready();
    const draft = await drafts.get(id);
    return draft?.kind === kind ? (draft as Draft<K>) : null;
  };
  const read = async (id: string): Promise<Draft<K>> => {
    const draft = await find(id);
    if (draft) return draft;
    throw notFound('draft', id);
  };
  const of = async (resource: string): Promise<Draft<K> | null> => {
    await ready();
    const draft = await drafts.ofResource(resource);
    return draft?.kind === kind ? (draft as Draft<K>) : null;
  };
  return {
    list: async () => {
      await ready();
      return (await drafts.list(kind)) as Draft<K>[];
    },
    get: find,
    of,
    begin: async (content) => {
      await ready();
      return drafts.create(
        kind,
        fill<K>(KINDS[kind].empty as ContentOf[K], content as Partial<ContentOf[K]>),
      );
    },
    keep: async (id, part) => {
      const before = (await of(id))?.content ?? (await resources.get(kind, id))?.content;
      if (!before) throw notFound(KINDS[kind].noun, id);
      return drafts.keepOf<K>(id, fill<K>(before, part));
    },
    change: async (id, part, { onLatest = false } = {}) => {
      const { content, resource } = await read(id);
      const latest = onLatest && resource !== null ? await resources.get(kind, resource) : null;
      return drafts.keep(id, fill<K>(content, part), latest?.resource.latest);
    },
    save: async (id, message = '') => {
      refuseFaults(kind, (await read(id)).content);
      return (await drafts.save(id, { message })) as Versioned<K>;
    },
    discard: async (id) => ((await find(id)) ? ((await drafts.discard(id)) as Draft<K> | null) : null),
    putBack: async (draft) => {
      await ready();
      await drafts.putBack(draft as unknown as Draft);
    },
  };
}
