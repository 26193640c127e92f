/** A list of records with all that can be done to it: its lines, the tags, the views, and what is done to many at once. */
import type { Tag } from '#core/resources/tag.ts';
import type { LineFilter } from '#core/search/line-question.ts';
import type { LineNoun } from '#core/search/line.ts';
import { pluralOf } from '#core/text/plural.ts';
import type { SavedView } from '#core/search/saved-view.ts';
import { tableOf } from '#store/tags.ts';
import { exportBundle, exportResources, type ExportedFile } from './export.ts';
import { Lines } from './lines.svelte.ts';
import { writeLines } from './lines-worker.ts';
import { Live } from './live.svelte.ts';
import { packIds } from './pack-ids.ts';
import { sayRefusal } from './refusal.ts';
import { shell } from './shell.svelte.ts';
import { store } from './store.ts';
import { createTag } from './tags.svelte.ts';

/** Made while a component is set up, and ends with it. */
export class Records {
  readonly source: Lines;
  readonly #noun: LineNoun;
  readonly #tags = new Live(() => store.tags.list());
  readonly #views: Live<readonly SavedView[]>;

  constructor(noun: LineNoun, filter?: () => LineFilter) {
    this.#noun = noun;
    this.source = new Lines(noun, filter);
    this.#views = new Live(() => store.views.list(noun));
  }

  /** All there are, by name. */
  get tags(): readonly Tag[] {
    return this.#tags.value ?? [];
  }

  /** Puts a tag on these records, or takes it off. */
  readonly setTag = (ids: readonly string[], tag: string, on: boolean) =>
    sayRefusal(() => writeLines('setTag', tableOf(this.#noun), packIds(ids), tag, on));

  /** Null where it cannot be, and then it is said why. */
  readonly createTag = createTag;

  get views(): readonly SavedView[] {
    return this.#views.value ?? [];
  }

  readonly saveView = (view: SavedView) => sayRefusal(() => store.views.save(this.#noun, view));
  readonly renameView = (from: string, to: string) =>
    sayRefusal(() => store.views.rename(this.#noun, from, to));
  readonly removeView = (name: string) => sayRefusal(() => store.views.remove(this.#noun, name));

  /** Out as one file: a resource file with what they name, or a bundle with all that they need. */
  readonly export = (ids: readonly string[], form: 'files' | 'bundle'): Promise<ExportedFile> => {
    const [noun, table] = [this.#noun, tableOf(this.#noun)];
    const name = ids.length === 1 ? noun : pluralOf(noun);
    if (form === 'files')
      return exportResources(
        ids.map((id) => ({ id })),
        name,
      );
    return exportBundle(
      ids.map((id) => ({ table, id })),
      name,
    );
  };

  /** Into the bin, with a way back. */
  readonly remove = (ids: readonly string[]): Promise<boolean> => {
    const [table, packed] = [tableOf(this.#noun), packIds(ids)];
    const run = () => void sayRefusal(() => writeLines('restore', table, packed));
    return sayRefusal(async () => {
      await writeLines('remove', table, packed);
      shell.say(
        ids.length === 1
          ? `The ${this.#noun} is deleted.`
          : `${ids.length} ${pluralOf(this.#noun)} are deleted.`,
        { label: 'Undo', run },
      );
    });
  };

  /** Out of the bin again; refused where a name is taken meanwhile. */
  readonly restore = (ids: readonly string[]): Promise<boolean> =>
    sayRefusal(async () => {
      await writeLines('restore', tableOf(this.#noun), packIds(ids));
      shell.say(
        ids.length === 1 ? `The ${this.#noun} is back.` : `${ids.length} ${pluralOf(this.#noun)} are back.`,
      );
    });
}
