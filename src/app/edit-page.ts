/** What a page that edits a resource does: which one its address names, and what follows when it is saved or discarded. */
import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { page } from '$app/state';
import type { ResourceKind } from '#core/resources/content.ts';
import { KINDS } from '#core/resources/kinds.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import { freeCopyName } from './copy-name.ts';
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

/** With `stay`, who saves goes on editing, as in an editor of texts. */
export function editPage<K extends ResourceKind>(kind: K, { stay = false } = {}): EditPage<K> {
  const editing = editAddressed(kind);
  return {
    editing,
    onsave: async (message) => {
      const { builtIn } = editing;
      const made = await (builtIn ? saveCopy(editing, message) : editing.save(message));
      if (!made) return;
      shell.say(
        builtIn
          ? `Saved as “${made.content.name}”. It is yours to change.`
          : `Saved as snapshot ${made.snapshot.number}.`,
      );
      const place = stay ? KINDS[kind].editor : `${KINDS[kind].place}view/`;
      const address = `${resolve('/')}${place}?id=${made.resource.id}`;
      await goto(address, stay ? { replaceState: true, keepFocus: true, noScroll: true } : {});
    },
    ondiscard: async () => {
      const again = await editing.discard();
      shell.say('The draft is discarded.', { label: 'Undo', run: again });
    },
  };
}

/** Under the name that was typed, or a free one. */
async function saveCopy<K extends ResourceKind>(
  editing: Editing<K>,
  message: string,
): Promise<Versioned<K> | null> {
  const { content, saved, kind } = editing;
  if (!content || !saved) return null;
  const renamed = content.name !== saved.content.name;
  const name = renamed ? content.name : await freeCopyName(kind, content.name);
  return editing.saveCopy(name, message || `Copy of ${saved.content.name}`);
}
