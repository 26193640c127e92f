/** The bin: what was deleted leaves every list and frees its name, and comes back whole, until it is purged. */
import Dexie from 'dexie';
import {
  needsOfArtifact,
  needsOfContent,
  needsOfFamily,
  needsOfJob,
  type Needs,
} from '#core/bundle/needs.ts';
import { callFamily } from '#core/family/record.ts';
import { hasEnded } from '#core/job/states.ts';
import { pinnedIds } from '#core/resources/pinned-ids.ts';
import type { LineNoun } from '#core/search/line.ts';
import { ALIDADE_USER } from '#core/resources/snapshot.ts';
import { changeRows } from './change-rows.ts';
import { countFamily } from './family-counts.ts';
import { jobsOfFamilies } from './family-jobs.ts';
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
}

/** Something that pins what is to be purged, and what of it. */
export interface PinHolder {
  readonly noun: string;
  readonly id: string;
  readonly name: string;
  /** Id of the resource or artifact that it would lose. */
  readonly loses: string;
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
    const gone = await since(families);
    const together = new Set(gone.map(({ id, deleted }) => `${id} ${deleted}`));
    const entries: BinEntry[] = [
      ...(await since(resources)).map((row) => entryOf('resources', row.kind, row)),
      ...gone.map((row) => entryOf('families', 'family', { ...row, name: callFamily(row) })),
      // What was deleted with its family comes back with it.
      ...(await since(jobs)).flatMap((row) =>
        together.has(`${row.family?.id} ${row.deleted}`)
          ? []
          : [entryOf('jobs', 'job', { ...row, name: `Job ${row.number}, ${row.names.entrypoint}` })],
      ),
      ...(await since(artifacts)).map((row) => entryOf('artifacts', 'artifact', row)),
    ];
    return entries.toSorted((a, b) => b.deleted - a.deleted);
  }

  /** What is not itself among `refs` and pins one of them: other resources in any of their snapshots, drafts, and jobs. */
  async holders(refs: readonly BinRef[]): Promise<PinHolder[]> {
    const going = new Set(refs.map(({ id }) => id));
    const found = new Map<string, PinHolder>();
    const note = (holder: PinHolder) => {
      if (!going.has(holder.id)) found.set(`${holder.id}\n${holder.loses}`, holder);
    };
    const named = new Map((await this.#db.resources.toArray()).map((row) => [row.id, row]));
    const contents = new Map((await this.#db.contents.toArray()).map((row) => [row.hash, row.content]));
    await this.#db.snapshots.each(({ resource, content }) => {
      const holder = named.get(resource);
      if (!holder) return;
      for (const loses of pinnedIds(contents.get(content)))
        if (going.has(loses)) note({ noun: holder.kind, id: holder.id, name: holder.name, loses });
    });
    await this.#db.drafts.each(({ id, content }) => {
      for (const loses of pinnedIds(content))
        if (going.has(loses)) note({ noun: 'draft', id, name: content.name, loses });
    });
    await this.#db.jobs.each((job) => {
      for (const loses of [
        ...pinnedIds([job.experiment, job.entrypoint, job.queue, job.manifest?.pins]),
        ...Object.values(job.artifactValues),
      ])
        if (going.has(loses)) note({ noun: 'job', id: job.id, name: `Job ${job.number}`, loses });
    });
    await this.#db.families.each((family) => {
      const { id, experiment, entrypoint, queue, artifactValues } = family;
      for (const loses of [...pinnedIds([experiment, entrypoint, queue]), ...Object.values(artifactValues)])
        if (going.has(loses)) note({ noun: 'family', id, name: callFamily(family), loses });
    });
    await this.#db.artifacts.each(({ id, name, job, handler }) => {
      for (const loses of [job, ...pinnedIds(handler)])
        if (going.has(loses)) note({ noun: 'artifact', id, name, loses });
    });
    return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
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
  { id, name, deleted }: { readonly id: string; readonly name: string; readonly deleted: number | null },
): BinEntry {
  return { table, id, noun, name, deleted: deleted ?? 0 };
}
