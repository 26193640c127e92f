/** What the comments of plugins say of their tasks, read once for each file of each snapshot. */
import type { Versioned } from '#core/resources/snapshot.ts';
import { askAuthor } from './author.ts';
import type { TaskDoc } from './author.worker.ts';

export class TaskDocs {
  readonly #files = new Map<string, Promise<readonly TaskDoc[]>>();

  /** The task of that name in that file of one of the plugins; null where nothing is said of it. */
  async of(
    plugins: readonly Versioned<'plugin'>[],
    task: { readonly name: string; readonly plugin: string; readonly file: string },
  ): Promise<TaskDoc | null> {
    const plugin = plugins.findLast(({ content }) => content.name === task.plugin);
    if (!plugin) return null;
    const key = `${plugin.snapshot.content} ${task.file}`;
    const docs = this.#files.get(key) ?? askAuthor('readTaskDocs', task.file, plugin.content.files);
    this.#files.set(key, docs);
    // What failed is asked anew.
    docs.catch(() => this.#files.delete(key));
    return (await docs).find(({ name }) => name === task.name) ?? null;
  }
}
