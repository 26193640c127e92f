/** What a page that edits a resource does: which one its address names, and what follows when it is saved or discarded. */
import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { page } from '$app/state';
import type { ResourceKind } from '#core/resources/content.ts';
import { KINDS } from '#core/resources/kinds.ts';
import { Editing } from './editing.svelte.ts';
import { shell } from './shell.svelte.ts';

export interface EditPage<K extends ResourceKind> {
  readonly editing: Editing<K>;
  /** Saves, says so, and goes to the page of what was saved. */
  readonly onsave: (message: string) => Promise<void>;
  readonly ondiscard: () => Promise<void>;
}

/** The resource `id` or the draft `draft` of the page's address, or a new one. Called while a page is set up. */
export function editAddressed<K extends ResourceKind>(kind: K): Editing<K> {
  const asked = (word: string) => page.url.searchParams.get(word);
  return new Editing(kind, () => ({ id: asked('id'), draft: asked('draft') }), {
    onbegin: (draft) => {
      const address = new URL(page.url);
      address.searchParams.set('draft', draft);
      void goto(address, { replaceState: true, keepFocus: true, noScroll: true });
    },
  });
}

export function editPage<K extends ResourceKind>(kind: K): EditPage<K> {
  const editing = editAddressed(kind);
  return {
    editing,
    onsave: async (message) => {
      const made = await editing.save(message);
      if (!made) return;
      shell.say(`Saved as snapshot ${made.snapshot.number}.`);
      await goto(`${resolve('/')}${KINDS[kind].place}view/?id=${made.resource.id}`);
    },
    ondiscard: async () => {
      const again = await editing.discard();
      shell.say('The draft is discarded.', { label: 'Undo', run: again });
    },
  };
}
