/** Saved views of each list: a setting `views.<noun>`, by name. */
import type { SavedView } from '#core/search/saved-view.ts';
import { attempt, Refusal } from './refusal.ts';
import type { Tables } from './tables.ts';

export class Views {
  readonly #db: Tables;

  constructor(db: Tables) {
    this.#db = db;
  }

  /** By name. */
  async list(noun: string): Promise<readonly SavedView[]> {
    const row = await this.#db.settings.get(keyOf(noun));
    return (row?.value as readonly SavedView[] | undefined) ?? [];
  }

  /** A view of the same name is replaced. Refuses a name of nothing but spaces. */
  async save(noun: string, { name: given, query }: SavedView): Promise<void> {
    const name = checkName(given);
    await this.#change(noun, (views) => [...views.filter((view) => !isCalled(view, name)), { name, query }]);
  }

  /** Refuses a name that another view has. */
  async rename(noun: string, from: string, to: string): Promise<void> {
    const name = checkName(to);
    await this.#change(noun, (views) => {
      if (views.some((view) => isCalled(view, name) && !isCalled(view, from)))
        throw new Refusal('name-taken', `There is already a view named “${name}”.`, 'Choose another name.');
      return views.map((view) => (isCalled(view, from) ? { ...view, name } : view));
    });
  }

  async remove(noun: string, name: string): Promise<void> {
    await this.#change(noun, (views) => views.filter((view) => !isCalled(view, name)));
  }

  #change(noun: string, work: (views: readonly SavedView[]) => readonly SavedView[]): Promise<void> {
    return attempt(() =>
      this.#db.transaction('rw', this.#db.settings, async () => {
        const value = work(await this.list(noun)).toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
        await this.#db.settings.put({ key: keyOf(noun), value });
      }),
    );
  }
}

const keyOf = (noun: string) => `views.${noun}`;

const isCalled = (view: SavedView, name: string) => view.name.toLowerCase() === name.toLowerCase();

function checkName(given: string): string {
  const name = given.trim();
  if (name === '') throw new Refusal('bad-name', 'A view needs a name.', 'Write a word or two.');
  return name;
}
