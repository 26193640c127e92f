/** The bin: what was deleted leaves every list and frees its name, and comes back whole, until it is purged. */
import Dexie from 'dexie';
import {
  needsOfArtifact,
  needsOfContent,
  needsOfFamily,
  needsOfJob,
  type Needs,
} from '#core/bundle/needs.ts';
import { hasEnded } from '#core/job/states.ts';
import type { LineNoun } from '#core/search/line.ts';
import { ALIDADE_USER } from '#core/resources/snapshot.ts';
import { changeRows } from './change-rows.ts';
import { countFamilies, countFamily } from './family-counts.ts';
import { jobsOfFamilies } from './family-jobs.ts';
import { callRow, findHolders, type Called, type PinHolder } from './pin-holders.ts';
import { attempt, notFound, readOnly, Refusal } from './refusal.ts';
import { refuseTakenName } from './snapshots.ts';
import type { JobRow, ResourceRow, Tables } from './tables.ts';
import type { Tagged } from './tags.ts';

/** A record of any table that can be deleted. */
export interface BinRef {
  readonly table: Tagged;
  readonly id: string;
}

/** One line of the bin. */
export interface BinEntry extends BinRef {
  readonly noun: LineNoun;
  readonly name: string;
  readonly deleted: number;
  /** How many jobs went with it and go with it, where it is a family; else 0. */
  readonly jobs: number;
}

export class Bin {
  readonly #db: Tables;

  constructor(db: Tables) {
    this.#db = db;
  }

  /** All of them or none, and with a family its jobs. Refuses what is built in, and jobs that have not ended. */
  remove(refs: readonly BinRef[]): Promise<void> {
    return this.#write(async () => {
      const all = [...refs, ...(await jobsOfFamilies(this.#db, refs, 'there'))];
      const now = Date.now();
      for (const table of TABLES) await this.#remove(table, idsOf(all, table), now);
      await this.#countAgain(all);
    });
  }

  /** All of them or none, and with a family the jobs that were deleted with it. Refuses a resource whose name another has taken meanwhile. */
  restore(refs: readonly BinRef[]): Promise<void> {
    return this.#write(async () => {
      const all = [...refs, ...(await jobsOfFamilies(this.#db, refs, 'gone together'))];
      for (const table of ['jobs', 'families', 'artifacts'] as const)
        await changeRows<Deletable>(
          this.#db[table],
          idsOf(all, table),
          (row) => (row.deleted === null ? null : { ...row, deleted: null }),
          missing,
        );
      await this.#countAgain(all);
      for (const id of idsOf(refs, 'resources')) {
        const row = await this.#row('resources', id);
        if (row.deleted !== null) await this.#revive(row as ResourceRow);
      }
    });
  }

  /** Last deleted first. */
  async list(): Promise<BinEntry[]> {
    const { resources, jobs, families, artifacts } = this.#db;
    const since = <T>(table: Dexie.Table<T, string>) => table.where('deleted').above(0).toArray();
    const goneJobs = await since(jobs);
    const gone = await since(families);
    const together = new Map(gone.map(({ id, deleted }) => [`${id} ${deleted}`, 0]));
    // What was deleted with its family comes back with it.
    const alone = goneJobs.filter((row) => {
      const key = `${row.family?.id} ${row.deleted}`;
      const count = together.get(key);
      if (count !== undefined) together.set(key, count + 1);
      return count === undefined;
    });
    const entries: BinEntry[] = [
      ...(await since(resources)).map((row) => entryOf('resources', row.kind, row)),
      ...gone.map((row) => entryOf('families', 'family', row, together.get(`${row.id} ${row.deleted}`))),
      ...alone.map((row) => entryOf('jobs', 'job', row)),
      ...(await since(artifacts)).map((row) => entryOf('artifacts', 'artifact', row)),
    ];
    return entries.toSorted((a, b) => b.deleted - a.deleted);
  }

  /** What is not purged with `refs` and pins one of them, or a job that goes with its family. */
  holders(refs: readonly BinRef[]): Promise<PinHolder[]> {
    return attempt(() => findHolders(this.#db, refs));
  }

  /**
   * Gone for good, with all their snapshots, events and bytes; what was typed and not yet saved stays, as a draft of something new.
   * Refuses what is not in the bin.
   */
  purge(refs: readonly BinRef[]): Promise<void> {
    const { snapshots, contents, events, logs, metrics, blobs, drafts } = this.#db;
    return this.#write(async () => {
      for (const { table, id } of [...refs, ...(await jobsOfFamilies(this.#db, refs, 'gone together'))]) {
        const row = await this.#row(table, id);
        if (row.deleted === null)
          throw new Refusal('not-deleted', 'Only what is in the bin can be purged.', 'Delete it first.');
        await this.#db[table].delete(id);
        const range = [
          [id, Dexie.minKey],
          [id, Dexie.maxKey],
        ] as const;
        if (table === 'resources') {
          await snapshots
            .where('[resource+number]')
            .between(...range)
            .delete();
          await drafts.where({ resource: id }).modify((draft: { resource?: string; base: unknown }) => {
            delete draft.resource;
            draft.base = null;
          });
        }
        if (table === 'jobs') {
          const { family } = row as JobRow;
          if (family) await countFamily(this.#db, family.id);
          for (const ledger of [events, logs])
            await ledger
              .where('[job+seq]')
              .between(...range)
              .delete();
          await metrics.where('[job+name+seq]').between([id], [id, Dexie.maxKey]).delete();
        }
      }
      await this.#sweep();
    }, [snapshots, contents, events, logs, metrics, blobs, drafts]);
  }

  /** Contents and bytes that nothing names any more. */
  async #sweep(): Promise<void> {
    const { snapshots, contents, artifacts, blobs } = this.#db;
    const named = new Set<string>();
    await snapshots.each(({ content }) => void named.add(content));
    await this.#namePinned(named);
    await contents.filter(({ hash }) => !named.has(hash)).delete();
    const kept = new Set<string>();
    await artifacts.each(({ files }) => files.forEach(({ hash }) => kept.add(hash)));
    const unused = (await blobs.toCollection().primaryKeys()).filter((hash) => !kept.has(hash));
    await blobs.bulkDelete(unused);
  }

  /** What a bundle brought beside the line of its resource is named by pins alone; and drafts pin too. */
  async #namePinned(named: Set<string>): Promise<void> {
    const { jobs, families, artifacts, contents, drafts } = this.#db;
    const note = ({ pins }: Needs) => pins.forEach(({ hash }) => named.add(hash));
    await jobs.each((job) => note(needsOfJob(job)));
    await families.each((family) => note(needsOfFamily(family)));
    await artifacts.each((artifact) => note(needsOfArtifact(artifact)));
    await drafts.each(({ base, content }) => {
      if (base) named.add(base.hash);
      note(needsOfContent(content));
    });
    const kept = new Map((await contents.toArray()).map((row) => [row.hash, row.content]));
    // A set that grows while it is walked hands out what was added.
    for (const hash of named) {
      const content = kept.get(hash);
      if (content) note(needsOfContent(content));
    }
  }

  async #remove(table: Tagged, ids: readonly string[], deleted: number): Promise<void> {
    const change = (row: Deletable): Deletable | null => {
      if (row.deleted !== null) return null;
      if (table === 'jobs') refuseRunning(row as JobRow);
      if (table !== 'resources') return { ...row, deleted };
      const { live: _live, ...rest } = row as ResourceRow;
      if (rest.owner === ALIDADE_USER) throw readOnly(rest.name);
      return { ...rest, deleted };
    };
    await changeRows(this.#db[table], ids, change, missing);
  }

  /** The families whose jobs came or went. */
  async #countAgain(refs: readonly BinRef[]): Promise<void> {
    const jobs = (await this.#db.jobs.bulkGet([...idsOf(refs, 'jobs')])) as JobRow[];
    await countFamilies(this.#db, [
      ...idsOf(refs, 'families'),
      ...jobs.flatMap(({ family }) => (family ? [family.id] : [])),
    ]);
  }

  async #revive(row: ResourceRow): Promise<void> {
    await refuseTakenName(this.#db, row.kind, row.group, row.name, row.id);
    await this.#db.resources.put({ ...row, deleted: null, live: 1 });
  }

  async #row(table: Tagged, id: string): Promise<Deletable> {
    const row = await (this.#db[table] as Dexie.Table<Deletable, string>).get(id);
    return row ?? missing(id);
  }

  #write<T>(work: () => Promise<T>, more: readonly Dexie.Table[] = []): Promise<T> {
    const { resources, jobs, families, artifacts } = this.#db;
    return attempt(() => this.#db.transaction('rw', [resources, jobs, families, artifacts, ...more], work));
  }
}

const TABLES: readonly Tagged[] = ['resources', 'jobs', 'families', 'artifacts'];

interface Deletable {
  readonly deleted: number | null;
}

function idsOf(refs: readonly BinRef[], table: Tagged): readonly string[] {
  return refs.filter((ref) => ref.table === table).map(({ id }) => id);
}

function missing(id: string): never {
  throw notFound('record', id);
}

function refuseRunning({ status, number }: JobRow): void {
  if (!hasEnded(status)) throw new Refusal('job-runs', `Job ${number} has not ended.`, 'Cancel it first.');
}

function entryOf(
  table: Tagged,
  noun: LineNoun,
  row: Called & { readonly id: string; readonly deleted: number | null },
  jobs = 0,
): BinEntry {
  return { table, id: row.id, noun, name: callRow(row), deleted: row.deleted ?? 0, jobs };
}
