/** The bin: what was deleted leaves every list and frees its name, and comes back whole, until it is purged. */
import Dexie from 'dexie';
import { needsOfArtifact, needsOfContent, needsOfJob, type Needs } from '#core/bundle/needs.ts';
import { hasEnded } from '#core/job/states.ts';
import { pinnedIds } from '#core/resources/pinned-ids.ts';
import { ALIDADE_USER } from '#core/resources/snapshot.ts';
import { attempt, notFound, readOnly, Refusal } from './refusal.ts';
import { refuseTakenName } from './snapshots.ts';
import type { ResourceRow, Tables } from './tables.ts';
import type { Tagged } from './tags.ts';

/** A record of any table that can be deleted. */
export interface BinRef {
  readonly table: Tagged;
  readonly id: string;
}

/** One line of the bin. */
export interface BinEntry extends BinRef {
  /** What it is, in a word: a kind of resource, `job` or `artifact`. */
  readonly noun: string;
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

  /** All of them or none. Refuses what is built in, and jobs that have not ended. */
  remove(refs: readonly BinRef[]): Promise<void> {
    return this.#write(async () => {
      for (const ref of refs) await this.#remove(ref);
    });
  }

  /** All of them or none. Refuses a resource whose name another has taken meanwhile. */
  restore(refs: readonly BinRef[]): Promise<void> {
    return this.#write(async () => {
      for (const { table, id } of refs) {
        const row = await this.#row(table, id);
        if (row.deleted === null) continue;
        if (table === 'resources') await this.#revive(row as ResourceRow);
        else await this.#db[table].update(id, { deleted: null });
      }
    });
  }

  /** Last deleted first. */
  async list(): Promise<BinEntry[]> {
    const { resources, jobs, artifacts } = this.#db;
    const since = <T>(table: Dexie.Table<T, string>) => table.where('deleted').above(0).toArray();
    const entries: BinEntry[] = [
      ...(await since(resources)).map((row) => entryOf('resources', row.kind, row)),
      ...(await since(jobs)).map((row) =>
        entryOf('jobs', 'job', { ...row, name: `Job ${row.number}, ${row.names.entrypoint}` }),
      ),
      ...(await since(artifacts)).map((row) => entryOf('artifacts', 'artifact', row)),
    ];
    return entries.toSorted((a, b) => b.deleted - a.deleted);
  }

  /** What is not itself among `refs` and pins one of them: other resources in any of their snapshots, jobs, and models. */
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
    await this.#db.jobs.each((job) => {
      for (const loses of [
        ...pinnedIds([job.experiment, job.entrypoint, job.queue, job.manifest?.pins]),
        ...Object.values(job.artifactValues),
      ])
        if (going.has(loses)) note({ noun: 'job', id: job.id, name: `Job ${job.number}`, loses });
    });
    return [...found.values()];
  }

  /** Gone for good, with all their snapshots, events and bytes. Refuses what is not in the bin. */
  purge(refs: readonly BinRef[]): Promise<void> {
    const { snapshots, contents, events, logs, metrics, blobs, drafts } = this.#db;
    return this.#write(async () => {
      for (const { table, id } of refs) {
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
          await drafts.where({ resource: id }).delete();
        }
        if (table === 'jobs') {
          for (const ledger of [events, logs])
            await ledger
              .where('[job+seq]')
              .between(...range)
              .delete();
          await metrics
            .where('[job+name+seq]')
            .between([id, Dexie.minKey, Dexie.minKey], [id, Dexie.maxKey, Dexie.maxKey])
            .delete();
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

  /** What a bundle brought beside the line of its resource is named by pins alone. */
  async #namePinned(named: Set<string>): Promise<void> {
    const { jobs, artifacts, contents } = this.#db;
    const note = ({ pins }: Needs) => pins.forEach(({ hash }) => named.add(hash));
    await jobs.each((job) => note(needsOfJob(job)));
    await artifacts.each((artifact) => note(needsOfArtifact(artifact)));
    const kept = new Map((await contents.toArray()).map((row) => [row.hash, row.content]));
    // A set that grows while it is walked hands out what was added.
    for (const hash of named) {
      const content = kept.get(hash);
      if (content) note(needsOfContent(content));
    }
  }

  async #remove({ table, id }: BinRef): Promise<void> {
    const row = await this.#row(table, id);
    if (row.deleted !== null) return;
    const deleted = Date.now();
    if (table === 'jobs') {
      const job = (await this.#db.jobs.get(id))!;
      if (!hasEnded(job.status))
        throw new Refusal('job-runs', `Job ${job.number} has not ended.`, 'Cancel it first.');
    }
    if (table !== 'resources') return void (await this.#db[table].update(id, { deleted }));
    const { live: _live, ...rest } = row as ResourceRow;
    if (rest.owner === ALIDADE_USER) throw readOnly(rest.name);
    await this.#db.resources.put({ ...rest, deleted });
  }

  async #revive(row: ResourceRow): Promise<void> {
    await refuseTakenName(this.#db, row.kind, row.group, row.name, row.id);
    await this.#db.resources.put({ ...row, deleted: null, live: 1 });
  }

  async #row(table: Tagged, id: string): Promise<{ readonly deleted: number | null }> {
    const row = await (this.#db[table] as Dexie.Table<{ deleted: number | null }, string>).get(id);
    if (!row) throw notFound('record', id);
    return row;
  }

  #write<T>(work: () => Promise<T>, more: readonly Dexie.Table[] = []): Promise<T> {
    const { resources, jobs, artifacts } = this.#db;
    return attempt(() => this.#db.transaction('rw', [resources, jobs, artifacts, ...more], work));
  }
}

function entryOf(
  table: Tagged,
  noun: string,
  { id, name, deleted }: { readonly id: string; readonly name: string; readonly deleted: number | null },
): BinEntry {
  return { table, id, noun, name, deleted: deleted ?? 0 };
}
