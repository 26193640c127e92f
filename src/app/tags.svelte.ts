/** All tags as they stand, with how many records carry each, and what can be done with them. */
import type { Tag, TagColour } from '#core/resources/tag.ts';
import { Live } from './live.svelte.ts';
import { sayRefusal } from './refusal.ts';
import { shell } from './shell.svelte.ts';
import { store } from './store.ts';

export class TagBook {
  readonly #live = new Live(async () => ({ tags: await store.tags.list(), uses: await store.tags.count() }));

  /** By name; undefined until they are read. */
  get rows(): readonly Tag[] | undefined {
    return this.#live.value?.tags;
  }

  /** How many records carry a tag. */
  usesOf(id: string): number {
    return this.#live.value?.uses.get(id) ?? 0;
  }

  create(tag: Pick<Tag, 'name' | 'colour'>): Promise<boolean> {
    return sayRefusal(() => store.tags.create(tag));
  }

  save(tag: Tag): Promise<boolean> {
    return sayRefusal(() => store.tags.save(tag));
  }

  remove(tag: Tag): Promise<boolean> {
    return sayRefusal(async () => {
      const had = await store.tags.remove(tag.id);
      const run = () => void sayRefusal(() => store.tags.putBack(tag, had));
      shell.say(`The tag “${tag.name}” is gone.`, { label: 'Undo', run });
    });
  }
}

/** Resolves with null where it was refused, and that was said. */
export async function createTag(name: string, colour: TagColour): Promise<Tag | null> {
  let tag: Tag | null = null;
  await sayRefusal(async () => (tag = await store.tags.create({ name, colour })));
  return tag;
}
