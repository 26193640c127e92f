/** What can be done with the record of a page, whatever it is: tags put on and taken off, deleted, taken back. */
import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { Tag } from '#core/resources/tag.ts';
import { Live } from './live.svelte.ts';
import { sayRefusal } from './refusal.ts';
import { removeRecords, restoreRecords } from './remove.ts';
import { store } from './store.ts';
import { createTag } from './tags.svelte.ts';

export interface ShownRecord {
  readonly table: 'resources' | 'jobs' | 'families' | 'artifacts';
  readonly id: string;
  /** How a toast says it. */
  readonly called: string;
  /** The folder of its list, where one goes when it is deleted. */
  readonly place: string;
}

/** Made while a page is set up, and ends with it. */
export abstract class RecordPage {
  readonly #tags = new Live<readonly Tag[]>(() => store.tags.list());

  /** Asked only once it is there. */
  protected abstract get shown(): ShownRecord;

  /** All tags, by name. */
  get tags(): readonly Tag[] {
    return this.#tags.value ?? [];
  }

  async remove(): Promise<void> {
    const { table, id, called, place } = this.shown;
    if (await removeRecords([{ table, id }], called)) await goto(resolve('/') + place);
  }

  takeBack(): Promise<boolean> {
    const { table, id, called } = this.shown;
    return restoreRecords([{ table, id }], called);
  }

  setTag(tag: string, on: boolean): Promise<boolean> {
    const { table, id } = this.shown;
    return sayRefusal(() => store.tags.set(table, [id], tag, on));
  }

  /** Null where it was refused, and that was said. */
  readonly createTag = createTag;
}
