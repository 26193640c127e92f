/** What every record can be asked and told, whatever its noun: found, tagged, deleted, taken back, purged. Types only. */
import type { LineOrder } from '#core/search/find-lines.ts';
import type { LineFilter } from '#core/search/line-question.ts';
import type { Line, LineNoun } from '#core/search/line.ts';
import type { SearchFault } from '#core/search/parse.ts';

/** One id, or several that are treated alike: all of them or none. */
export type Ids = string | readonly string[];

export interface SearchOptions {
  /** A field and whether it falls; else the noun's usual order: newest first, and of entrypoints your own before those that came with the app. */
  readonly order?: LineOrder;
  /** What the records must belong to, before anything is searched. */
  readonly filter?: LineFilter;
  /** Place of the first row among those found, from 0. */
  readonly from?: number;
  /** How many rows at most; else 100. */
  readonly limit?: number;
}

export interface Found {
  /** How many there are at all, and how many of these are found. */
  readonly total: number;
  readonly found: number;
  /** What tables show of each: its id, its fields as `cells`, its tags. */
  readonly rows: readonly Line[];
  /** Why the text could not be read; it was then looked for as it stands. */
  readonly fault: SearchFault | null;
}

/** Something that pins what is to be purged. */
export interface PinHolder {
  /** A kind of resource, `draft`, `job`, `family` or `artifact`. */
  readonly noun: string;
  readonly id: string;
  readonly name: string;
  /** Id of the record that it would lose, and what people call that. */
  readonly loses: string;
  readonly lost: string;
}

/** One record in the bin. */
export interface BinEntry {
  readonly noun: LineNoun;
  readonly id: string;
  readonly name: string;
  /** When it was deleted, in milliseconds since 1970. */
  readonly deleted: number;
  /** Of a family: how many jobs went with it, come back with it and are purged with it; else 0. */
  readonly jobs: number;
}

/** Each call throws a Refusal `not-found` for an id that is not here, and then does nothing at all. */
export interface RecordClient {
  /**
   * Finds records by the search language, as the tables do: `field:value`, quotes, `*` for anything, several parted by commas; words
   * without a field are looked for in several. Never throws for what is typed: see `fault`.
   *
   * ```js
   * await alidade.queues.create({ name: 'search slow', backend: 'cpu' });
   * await alidade.queues.create({ name: 'search fast', backend: 'webgpu' });
   * const { found, rows } = await alidade.queues.search('name:"search *"', {
   *   order: { field: 'name', falling: true },
   * });
   * found; // → 2
   * rows.map(({ cells }) => cells.name); // → ['search slow', 'search fast']
   * (await alidade.queues.search('colour:red')).fault.message; // → 'There is no field “colour” to search.'
   * ```
   */
  search(text: string, options?: SearchOptions): Promise<Found>;
  /**
   * Puts them into the bin; their names are free again, and what pins them still finds them. Throws a Refusal `read-only` for what came
   * with the app, `job-runs` for a job that has not ended.
   *
   * ```js
   * const { resource } = await alidade.types.create({ name: 'removed' });
   * await alidade.types.remove(resource.id);
   * (await alidade.types.find('removed')); // → null
   * ```
   */
  remove(ids: Ids): Promise<void>;
  /**
   * Takes them out of the bin. Throws a Refusal `name-taken` where another has the name by now.
   *
   * ```js
   * const { resource } = await alidade.types.create({ name: 'undeleted' });
   * await alidade.types.remove(resource.id);
   * await alidade.types.undelete(resource.id);
   * (await alidade.types.find('undeleted')).resource.id === resource.id; // → true
   * ```
   */
  undelete(ids: Ids): Promise<void>;
  /**
   * What pins them, or a job that goes with its family, and would lose its pin by a purge.
   *
   * ```js
   * const plugin = await alidade.plugins.create({ name: 'held' });
   * await alidade.entrypoints.create({ name: 'Holder', plugins: [plugin.resource.latest] });
   * (await alidade.plugins.holders(plugin.resource.id)).map(({ name }) => name); // → ['Holder']
   * ```
   */
  holders(ids: Ids): Promise<readonly PinHolder[]>;
  /**
   * Takes them out of the bin for good, with all their snapshots, events and bytes. Throws a Refusal `not-deleted` for what is not in it.
   *
   * ```js
   * const { resource } = await alidade.types.create({ name: 'purged' });
   * await alidade.types.remove(resource.id);
   * await alidade.types.purge(resource.id);
   * await alidade.types.get(resource.id); // → null
   * ```
   */
  purge(ids: Ids): Promise<void>;
  /**
   * Puts a tag on them, by its name or id. Throws a Refusal `not-found` where there is no such tag.
   *
   * ```js
   * await alidade.tags.create({ name: 'to read', colour: 'teal' });
   * const { resource } = await alidade.queues.create({ name: 'tagged' });
   * await alidade.queues.tag(resource.id, 'to read');
   * (await alidade.queues.search('tag:"to read"')).found; // → 1
   * ```
   */
  tag(ids: Ids, tag: string): Promise<void>;
  /**
   * Takes a tag off them.
   *
   * ```js
   * await alidade.tags.create({ name: 'passing', colour: 'grey' });
   * const { resource } = await alidade.queues.create({ name: 'untagged' });
   * await alidade.queues.tag(resource.id, 'passing');
   * await alidade.queues.untag(resource.id, 'passing');
   * (await alidade.queues.search('tag:passing')).found; // → 0
   * ```
   */
  untag(ids: Ids, tag: string): Promise<void>;
}

export interface BinClient {
  /**
   * All that was deleted and not yet purged, last deleted first. Each noun takes its own out again (`undelete`) or away (`purge`).
   *
   * ```js
   * const { resource } = await alidade.queues.create({ name: 'binned' });
   * await alidade.queues.remove(resource.id);
   * (await alidade.bin.list()).find(({ id }) => id === resource.id).noun; // → 'queue'
   * ```
   */
  list(): Promise<readonly BinEntry[]>;
}
