/** Resources and their snapshots: content is never changed, only followed by other content. */
import Dexie from 'dexie';
import type { ContentOf, Pin, ResourceKind } from '#core/resources/content.ts';
import { hasMovedOn } from '#core/resources/draft.ts';
import { pinnedIds } from '#core/resources/pinned-ids.ts';
import type { Resource, Snapshot, Versioned } from '#core/resources/snapshot.ts';
import { ALIDADE_USER, LOCAL_USER, PUBLIC_GROUP } from '#core/resources/snapshot.ts';
import { namedId } from './ids.ts';
import { attempt, movedOn, notFound, readOnly } from './refusal.ts';
import { addSnapshot, firstSnapshot, recordOf } from './snapshots.ts';
import type { ResourceRow, Tables } from './tables.ts';
import { withTypePins } from './type-pins.ts';

/** Who makes a snapshot, and why. */
export interface Authorship {
  readonly author?: string;
  readonly message?: string;
}

export interface ListOptions {
  readonly limit?: number;
  readonly after?: { readonly modified: number; readonly id: string };
}

export class Resources {
  readonly #db: Tables;

  constructor(db: Tables) {
    this.#db = db;
  }

  /**
   * A new resource with its first snapshot, owned by its author. Refuses a name that is taken. `named`: with the id that follows from its
   * name, as what every device has from the start should have, so that pins to it mean the same everywhere.
   */
  create<K extends ResourceKind>(
    kind: K,
    content: ContentOf[K],
    by: Authorship & { readonly group?: string; readonly named?: boolean } = {},
  ) {
    const { author = LOCAL_USER, message = '', group = PUBLIC_GROUP, named = false } = by;
    return this.#write(async () => {
      const pinned = await withTypePins(this.#db, kind, content);
      const id = namedId(kind, group, content.name);
      const free = named && !(await this.#db.resources.get(id));
      return firstSnapshot(this.#db, kind, pinned, { author, message, group, ...(free && { id }) });
    });
  }

  /**
   * The next snapshot; content equal to the latest makes none. Refuses what is not there, read-only, or a name that is taken, and with
   * `base` also where that is no longer the latest.
   */
  save<K extends ResourceKind>(
    kind: K,
    id: string,
    content: ContentOf[K],
    by: Authorship & { readonly base?: Pin } = {},
  ) {
    const { author = LOCAL_USER, message = '', base = null } = by;
    return this.#write(async () => {
      const row = await this.#mine(kind, id, author);
      if (hasMovedOn({ base }, row.latest)) throw movedOn(row.name);
      return addSnapshot(this.#db, row, await withTypePins(this.#db, kind, content), { author, message });
    });
  }

  /** A next snapshot with the very content of an earlier one, pins and all. Refuses as a save does. */
  restore<K extends ResourceKind>(kind: K, id: string, number: number, by: Authorship = {}) {
    const { author = LOCAL_USER, message = `Restored snapshot ${number}` } = by;
    return this.#write(async () => {
      const row = await this.#mine(kind, id, author);
      const old = await this.#load<K>(row, number);
      if (!old) throw notFound('snapshot', `${number} of “${row.name}”`);
      return addSnapshot(this.#db, row, old.content, { author, message });
    });
  }

  /** The latest snapshot, or the one with this number; deleted resources too, since jobs may pin them. */
  async get<K extends ResourceKind>(kind: K, id: string, number?: number): Promise<Versioned<K> | null> {
    const row = await this.#db.resources.get(id);
    return row?.kind === kind ? this.#load(recordOf(row), number ?? row.latest.number) : null;
  }

  /**
   * What the pin names, or null where it is not here. A bundle may bring content of a resource that has another history here: such a pin
   * is found by its hash, and its snapshot says no more than the pin.
   */
  async getByPin<K extends ResourceKind>(kind: K, pin: Pin): Promise<Versioned<K> | null> {
    const { resource: id, number, hash } = pin;
    const found = await this.get(kind, id, number);
    if (found?.snapshot.content === hash) return found;
    const [row, kept] = [await this.#db.resources.get(id), await this.#db.contents.get(hash)];
    if (row?.kind !== kind || !kept) return null;
    const snapshot = {
      resource: id,
      number,
      content: hash,
      previous: null,
      author: '',
      time: 0,
      message: '',
    };
    return { resource: recordOf(row), snapshot, content: kept.content as ContentOf[K] };
  }

  /** The latest snapshot of the resource of this name that is not deleted. */
  async find<K extends ResourceKind>(
    kind: K,
    name: string,
    group = PUBLIC_GROUP,
  ): Promise<Versioned<K> | null> {
    const row = await this.#db.resources.get({ live: 1, kind, group, name });
    return row ? this.#load(recordOf(row), row.latest.number) : null;
  }

  /** Those not deleted, last modified first. */
  async list(kind: ResourceKind, { limit = 1000, after }: ListOptions = {}): Promise<Resource[]> {
    const end = after ? [1, kind, after.modified, after.id] : [1, kind, Dexie.maxKey];
    const rows = this.#db.resources.where('[live+kind+modified+id]').between([1, kind], end, true, false);
    return (await rows.reverse().limit(limit).toArray()).map(recordOf);
  }

  /** The same with their latest snapshots. */
  async listLatest<K extends ResourceKind>(kind: K): Promise<Versioned<K>[]> {
    const rows = await this.list(kind);
    const found = await Promise.all(rows.map((row) => this.#load<K>(row, row.latest.number)));
    return found.filter((one) => one !== null);
  }

  /** Those not deleted whose latest content pins this one; last modified first. */
  async holders(id: string): Promise<Resource[]> {
    const rows = await this.#db.resources.where('[live+kind+modified+id]').between([1], [2]).toArray();
    const contents = await this.#db.contents.bulkGet(rows.map((row) => row.latest.hash));
    const held = rows.filter((row, index) =>
      [...pinnedIds(contents[index]?.content)].some((other) => other === id && row.id !== id),
    );
    return held.toSorted((a, b) => b.modified - a.modified).map(recordOf);
  }

  /** What every resource is called, deleted ones too, by id. */
  async names(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#db.resources.toArray();
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** All snapshots, newest first. */
  history(id: string): Promise<Snapshot[]> {
    const range = this.#db.snapshots.where('[resource+number]').between([id], [id, Dexie.maxKey]);
    return range.reverse().toArray();
  }

  /** The row of one that the author may change. */
  async #mine(kind: ResourceKind, id: string, author: string): Promise<ResourceRow> {
    const row = await this.#db.resources.get(id);
    if (!row || row.kind !== kind || row.live === undefined) throw notFound(kind, id);
    if (row.owner === ALIDADE_USER && author !== ALIDADE_USER) throw readOnly(row.name);
    return row;
  }

  async #load<K extends ResourceKind>(resource: Resource, number: number): Promise<Versioned<K> | null> {
    const snapshot = await this.#db.snapshots.get([resource.id, number]);
    const row = snapshot && (await this.#db.contents.get(snapshot.content));
    return snapshot && row ? { resource, snapshot, content: row.content as ContentOf[K] } : null;
  }

  #write<T>(work: () => Promise<T>): Promise<T> {
    const { resources, snapshots, contents } = this.#db;
    return attempt(() => this.#db.transaction('rw', [resources, snapshots, contents], work));
  }
}
