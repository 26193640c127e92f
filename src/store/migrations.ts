/** Every version of the tables, oldest first. A published entry is never edited: what changes is a new entry, with a frozen sample in the tests. */
import type { Transaction } from 'dexie';
import { ALIDADE_USER, LOCAL_USER, PUBLIC_GROUP } from '#core/resources/snapshot.ts';
import type { TagColour } from '#core/resources/tag.ts';

export interface Migration {
  readonly version: number;
  /** Primary key, then indexes, in Dexie's notation; a table that is not named stays as it was, null drops it. */
  readonly stores: Readonly<Record<string, string | null>>;
  readonly upgrade?: (transaction: Transaction) => PromiseLike<unknown>;
}

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    stores: {
      resources: 'id, &[live+kind+group+name], [live+kind+modified+id]',
      snapshots: '[resource+number]',
      contents: 'hash',
      jobs: 'id, &number, [status+number], [experiment.resource+number], [entrypoint.resource+number], [experiment.resource+entrypoint.resource+number]',
      events: '[job+seq]',
      logs: '[job+seq]',
      metrics: '[job+name+seq]',
      artifacts: 'id, [job+name], [created+id], hash',
      blobs: 'hash',
      users: 'id',
      groups: 'id',
      settings: 'key',
    },
  },
  {
    version: 2,
    stores: {
      resources: 'id, &[live+kind+group+name], [live+kind+modified+id], deleted, *tags',
      jobs: 'id, &number, [status+number], [experiment.resource+number], [entrypoint.resource+number], [experiment.resource+entrypoint.resource+number], deleted, *tags',
      artifacts: 'id, [job+name], [created+id], hash, deleted, *tags',
      drafts: 'id, &resource, [kind+modified]',
      tags: 'id, &[group+key]',
    },
    upgrade: async (transaction) => {
      const untagged = { tags: [] };
      const colours: Readonly<Record<string, TagColour>> = { [LOCAL_USER]: 'blue', [ALIDADE_USER]: 'grey' };
      const unkept = { description: '', group: PUBLIC_GROUP, owner: LOCAL_USER, deleted: null };
      await transaction.table('resources').toCollection().modify(untagged);
      await transaction
        .table('jobs')
        .toCollection()
        .modify({ ...untagged, deleted: null });
      await transaction
        .table('artifacts')
        .toCollection()
        .modify({ ...untagged, ...unkept });
      await transaction
        .table('users')
        .toCollection()
        .modify((user: { id: string; colour: string }) => void (user.colour = colours[user.id] ?? 'grey'));
    },
  },
  {
    version: 3,
    stores: {
      families: 'id, &number, deleted, *tags',
      jobs: 'id, &number, [status+number], [experiment.resource+number], [entrypoint.resource+number], [experiment.resource+entrypoint.resource+number], [family.id+family.place+number+status], deleted, *tags',
    },
    upgrade: (transaction) => transaction.table('jobs').toCollection().modify({ family: null }),
  },
];
