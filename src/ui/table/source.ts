/** What a table needs of whoever holds its lines: a worker with a hundred thousand, or a short list in the page. */
import type { Tag, TagColour } from '#core/resources/tag.ts';
import type { LineOrder } from '#core/search/find-lines.ts';
import type { Reading } from '#core/search/line-question.ts';
import type { Line, LineField } from '#core/search/line.ts';
import type { SearchFault } from '#core/search/parse.ts';
import type { SavedView } from '#core/search/saved-view.ts';
import type { Component } from 'svelte';
import type { ExportedFile, ExportForm } from '#ui/resource/exporting.ts';

/** Its fields are reactive. */
export interface RecordSource {
  /** What a search may name. */
  readonly fields: readonly LineField[];
  /** The order until a person chooses one. */
  readonly usual: LineOrder;
  /** How many there are without a search; undefined until that is known. */
  readonly total: number | undefined;
  /** How many the search finds. */
  readonly found: number;
  readonly fault: SearchFault | null;
  /** How far it has read; null once it has read everything. */
  readonly reading: Reading | null;
  /** Why it cannot be read. */
  readonly trouble: string | null;
  /** Asks for lines; null stands for the usual order. `deleted`: with those in the bin, where it knows of any. */
  ask(search: string, order: LineOrder | null, deleted?: boolean): void;
  /** Says which lines are in sight, so that they are fetched. */
  see(from: number, to: number): void;
  /** One of those found, in order; undefined while it is fetched. */
  row(index: number): Line | undefined;
  /** The most frequent values of a field that hold `part`, with how many lines have each. */
  values(field: string, part: string): Promise<readonly (readonly [value: string, count: number])[]>;
  /** The ids of all that is found, or from one place up to another. */
  ids(from?: number, to?: number): Promise<readonly string[]>;
  /** How many of these records carry each tag. */
  countTags(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** Something that can be done to the records that are selected. */
export interface RecordAction {
  readonly id: string;
  readonly label: string;
  readonly icon?: Component<{ size?: number | string }>;
  /** Leaves nothing selected once it is done, as a deletion does. */
  readonly ends?: boolean;
  /** Needs as many at least. */
  readonly least?: number;
  /** Null or false where it was not done. */
  run(ids: readonly string[]): unknown;
}

/** Tags, and what can be done with them; without `setTag` they are only shown. */
export interface TagShelf {
  /** All there are, by name. */
  readonly tags: readonly Tag[];
  setTag?(ids: readonly string[], tag: string, on: boolean): Promise<unknown>;
  /** Null where it could not be made. */
  createTag?(name: string, colour: TagColour): Promise<Tag | null>;
}

/** The saved views of a list, by name. */
export interface ViewShelf {
  readonly views: readonly SavedView[];
  saveView(view: SavedView): Promise<unknown>;
  renameView(from: string, to: string): Promise<unknown>;
  removeView(name: string): Promise<unknown>;
}

/** A list with all that can be done to it, as the app makes it. */
export interface RecordShelf extends TagShelf, ViewShelf {
  readonly source: RecordSource;
  remove?(ids: readonly string[]): Promise<unknown>;
  /** Out of the bin again. */
  restore?(ids: readonly string[]): Promise<unknown>;
  export?(ids: readonly string[], form: ExportForm): Promise<ExportedFile>;
}
