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
  {
    version: 4,
    stores: {
      jobs: 'id, &number, [status+number], [experiment.resource+number], [entrypoint.resource+number], [experiment.resource+entrypoint.resource+number], [family.id+family.place+number+status], [family.id+deleted+number], deleted, *tags',
    },
    upgrade: countAnew,
  },
];

interface Counted {
  readonly status: string;
  readonly number: number;
  readonly deleted: number | null;
  readonly family: { readonly id: string; readonly place: number } | null;
}

/** Until version 4 the counts of a family had its deleted jobs among them. */
async function countAnew(transaction: Transaction): Promise<void> {
  const jobs = (await transaction.table('jobs').orderBy('number').toArray()) as Counted[];
  await transaction
    .table('families')
    .toCollection()
    .modify((family: { id: string; deleted: number | null; counts: Record<string, number> }) => {
      const own = jobs.filter((job) => job.family?.id === family.id && job.deleted === family.deleted);
      const last = new Map(own.map((job) => [job.family!.place, job.status]));
      const states = [...last.values()];
      for (const state of Object.keys(family.counts))
        family.counts[state] = states.filter((one) => one === state).length;
    });
}
