/** The client's face of tags, users and groups, over a store that is handed in. */
import type { BinClient, GroupClient, TagClient, UserClient } from '#core/client.ts';
import { LOCAL_USER } from '#core/resources/snapshot.ts';
import type { Store } from '#store/store.ts';
import { findTag, lookUpTag } from './records.ts';

export function tagClient(store: Store): TagClient {
  const { tags } = store;
  return {
    list: () => tags.list(),
    find: (nameOrId) => lookUpTag(store, nameOrId),
    create: (tag) => tags.create(tag),
    update: async (nameOrId, part) => tags.save({ ...(await findTag(store, nameOrId)), ...part }),
    remove: async (nameOrId) => void (await tags.remove((await findTag(store, nameOrId)).id)),
    count: () => tags.count(),
  };
}

export function userClient({ settings }: Store): UserClient {
  const self = async () => (await settings.users()).find(({ id }) => id === LOCAL_USER)!;
  return {
    list: () => settings.users(),
    self,
    update: async (part) => {
      await settings.saveUser({ ...(await self()), ...part });
      return self();
    },
  };
}

export const groupClient = ({ settings }: Store): GroupClient => ({ list: () => settings.groups() });

export const binClient = ({ bin }: Store): BinClient => ({ list: () => bin.list() });
