/** Tags, and the records that carry them: resources, jobs and artifacts alike. */
import { PUBLIC_GROUP } from '#core/resources/snapshot.ts';
import type { Tag } from '#core/resources/tag.ts';
import type { LineNoun } from '#core/search/line.ts';
import { changeRows } from './change-rows.ts';
import { newId } from './ids.ts';
import { attempt, notFound, Refusal } from './refusal.ts';
import type { Tables, TagRow } from './tables.ts';

/** The tables whose records carry tags. */
export type Tagged = 'resources' | 'jobs' | 'families' | 'artifacts';

/** The table that holds the records of a noun. */
export function tableOf(noun: LineNoun): Tagged {
  if (noun === 'job') return 'jobs';
  if (noun === 'family') return 'families';
  return noun === 'artifact' ? 'artifacts' : 'resources';
}

const TAGGED: readonly Tagged[] = ['resources', 'jobs', 'families', 'artifacts'];

export class Tags {
  readonly #db: Tables;

  constructor(db: Tables) {
    this.#db = db;
  }

  /** By name. */
  async list(): Promise<Tag[]> {
    const rows = await this.#db.tags.toArray();
    return rows.map(tagOf).toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  }

  async get(id: string): Promise<Tag | null> {
    const row = await this.#db.tags.get(id);
    return row ? tagOf(row) : null;
  }

  /** Refuses a name that is taken, whatever its case, and one of nothing but spaces. */
  create({
    name,
    colour,
    group = PUBLIC_GROUP,
  }: Pick<Tag, 'name' | 'colour'> & { group?: string }): Promise<Tag> {
    return this.#put({ id: newId(), name, colour, group });
  }

  save(tag: Tag): Promise<Tag> {
    return this.#put(tag);
  }

  /** Takes it off everything; resolves with who had it, so that it can be put back. */
  remove(id: string): Promise<Readonly<Record<Tagged, readonly string[]>>> {
    return this.#write(async () => {
      const had: [Tagged, string[]][] = [];
      for (const table of TAGGED) {
        const ids = (await this.#db[table].where('tags').equals(id).primaryKeys()) as string[];
        had.push([table, ids]);
        await this.#change(table, ids, id, false);
      }
      await this.#db.tags.delete(id);
      return Object.fromEntries(had) as Record<Tagged, string[]>;
    });
  }

  /** Makes a removed tag again, and puts it on those who had it. */
  putBack(tag: Tag, had: Readonly<Record<Tagged, readonly string[]>>): Promise<void> {
    return this.#write(async () => {
      await this.#put(tag);
      for (const table of TAGGED) await this.#change(table, had[table], tag.id, true);
    });
  }

  /** Puts a tag on these records, or takes it off. */
  set(table: Tagged, ids: readonly string[], tag: string, on: boolean): Promise<void> {
    return this.#write(async () => {
      if (!(await this.#db.tags.get(tag))) throw notFound('tag', tag);
      await this.#change(table, ids, tag, on);
    });
  }

  /** How many records carry each tag. */
  async count(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const table of TAGGED) {
      await this.#db[table]
        .where('tags')
        .notEqual('')
        .eachKey((key) => {
          counts.set(String(key), (counts.get(String(key)) ?? 0) + 1);
        });
    }
    return counts;
  }

  async #change(table: Tagged, ids: readonly string[], tag: string, on: boolean): Promise<void> {
    await changeRows<{ readonly tags: readonly string[] }>(this.#db[table], ids, (row) => {
      if (row.tags.includes(tag) === on) return null;
      return { ...row, tags: on ? [...row.tags, tag] : row.tags.filter((other) => other !== tag) };
    });
  }

  #put(tag: Tag): Promise<Tag> {
    return this.#write(async () => {
      const name = tag.name.trim();
      if (name === '') throw new Refusal('bad-name', 'A tag needs a name.', 'Write a word or two.');
      const row: TagRow = { ...tag, name, key: name.toLowerCase() };
      const other = await this.#db.tags.get({ group: row.group, key: row.key });
      if (other && other.id !== row.id)
        throw new Refusal(
          'name-taken',
          `There is already a tag named “${other.name}”.`,
          'Choose another name.',
        );
      await this.#db.tags.put(row);
      return tagOf(row);
    });
  }

  #write<T>(work: () => Promise<T>): Promise<T> {
    const { tags, resources, jobs, families, artifacts } = this.#db;
    return attempt(() => this.#db.transaction('rw', [tags, resources, jobs, families, artifacts], work));
  }
}

function tagOf({ key: _key, ...tag }: TagRow): Tag {
  return tag;
}
