/** Drafts: what is typed is kept at once, and becomes a snapshot when its author says so. */
import Dexie from 'dexie';
import type { ContentOf, Pin, ResourceKind } from '#core/resources/content.ts';
import { hasMovedOn, type Draft } from '#core/resources/draft.ts';
import { ALIDADE_USER, LOCAL_USER, PUBLIC_GROUP, type Versioned } from '#core/resources/snapshot.ts';
import { newId } from './ids.ts';
import { attempt, movedOn, notFound, readOnly, Refusal } from './refusal.ts';
import { addSnapshot, firstSnapshot } from './snapshots.ts';
import type { Authorship } from './resources.ts';
import type { DraftRow, Tables } from './tables.ts';
import { withTypePins } from './type-pins.ts';

export class Drafts {
  readonly #db: Tables;

  constructor(db: Tables) {
    this.#db = db;
  }

  /** Begins a draft of a new resource. */
  create<K extends ResourceKind>(kind: K, content: ContentOf[K]): Promise<Draft<K>> {
    return attempt(async () => {
      const now = Date.now();
      const row: DraftRow = { id: newId(), kind, base: null, content, created: now, modified: now };
      await this.#db.drafts.add(row);
      return draftOf<K>(row);
    });
  }

  /** Keeps what was typed: in the draft of this resource, which begins with it, on `base`, if there is none. */
  keepOf<K extends ResourceKind>(resource: string, content: ContentOf[K], base?: Pin): Promise<Draft<K>> {
    return this.#write(async () => {
      const [row, old] = await Promise.all([
        this.#db.resources.get(resource),
        this.#db.drafts.get({ resource }),
      ]);
      if (!row) throw notFound('resource', resource);
      const modified = Date.now();
      const next: DraftRow = old
        ? { ...old, content, modified }
        : {
            id: newId(),
            kind: row.kind,
            resource,
            base: base ?? row.latest,
            content,
            created: modified,
            modified,
          };
      await this.#db.drafts.put(next);
      return draftOf<K>(next);
    });
  }

  /** Keeps what was typed in a draft that is there; `base` moves with it where its author has taken in what was saved meanwhile. */
  keep<K extends ResourceKind>(id: string, content: ContentOf[K], base?: Draft['base']): Promise<Draft<K>> {
    return this.#write(async () => {
      const old = await this.#db.drafts.get(id);
      if (!old) throw notFound('draft', id);
      const next: DraftRow = { ...old, content, modified: Date.now(), ...(base && { base }) };
      await this.#db.drafts.put(next);
      return draftOf<K>(next);
    });
  }

  async get(id: string): Promise<Draft | null> {
    const row = await this.#db.drafts.get(id);
    return row ? draftOf(row) : null;
  }

  async ofResource(resource: string): Promise<Draft | null> {
    const row = await this.#db.drafts.get({ resource });
    return row ? draftOf(row) : null;
  }

  /** Of one kind, or of all; last typed in first. */
  async list(kind?: ResourceKind): Promise<Draft[]> {
    const { drafts } = this.#db;
    const rows = kind
      ? await drafts.where('[kind+modified]').between([kind, Dexie.minKey], [kind, Dexie.maxKey]).toArray()
      : await drafts.toArray();
    return rows.toSorted((a, b) => b.modified - a.modified).map((row) => draftOf(row));
  }

  /** Resolves with what it was, so that it can be kept again. */
  discard(id: string): Promise<Draft | null> {
    return this.#write(async () => {
      const row = await this.#db.drafts.get(id);
      await this.#db.drafts.delete(id);
      return row ? draftOf(row) : null;
    });
  }

  /** Puts a discarded draft back, unless its resource has another by now; where that was purged, as one of something new. */
  putBack({ resource, ...draft }: Draft): Promise<void> {
    return this.#write(async () => {
      if (resource === null || !(await this.#db.resources.get(resource)))
        return void (await this.#db.drafts.put({ ...draft, base: null }));
      if (await this.#db.drafts.get({ resource }))
        throw new Refusal(
          'draft-taken',
          'There is another draft of it by now.',
          'Save or discard that one first.',
        );
      await this.#db.drafts.put({ ...draft, resource });
    });
  }

  /**
   * Makes the draft the next snapshot, or a new resource, and ends it. Refuses a name that is taken, and a draft whose base is no
   * longer the latest.
   */
  save(id: string, { author = LOCAL_USER, message = '' }: Authorship = {}): Promise<Versioned> {
    return this.#write(async () => {
      const row = await this.#db.drafts.get(id);
      if (!row) throw notFound('draft', id);
      const saved = await this.#settle(draftOf(row), { author, message });
      await this.#db.drafts.delete(id);
      return saved;
    });
  }

  async #settle(draft: Draft, by: Required<Authorship>): Promise<Versioned> {
    const { kind, resource } = draft;
    const content = await withTypePins(this.#db, kind, draft.content);
    if (resource === null) return firstSnapshot(this.#db, kind, content, { ...by, group: PUBLIC_GROUP });
    const row = await this.#db.resources.get(resource);
    if (!row || row.live === undefined) throw notFound(kind, resource);
    if (row.owner === ALIDADE_USER && by.author !== ALIDADE_USER) throw readOnly(row.name);
    if (hasMovedOn(draft, row.latest)) throw movedOn(row.name);
    return addSnapshot(this.#db, row, content, by);
  }

  #write<T>(work: () => Promise<T>): Promise<T> {
    const { resources, snapshots, contents, drafts } = this.#db;
    return attempt(() => this.#db.transaction('rw', [resources, snapshots, contents, drafts], work));
  }
}

function draftOf<K extends ResourceKind>({ resource = undefined, ...row }: DraftRow): Draft<K> {
  return { ...row, resource: resource ?? null } as unknown as Draft<K>;
}
