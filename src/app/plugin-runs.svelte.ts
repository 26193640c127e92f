/** Where each task of a plugin runs, for pages that only show it. */
import type { Runs } from '#core/plugin/study.ts';
import type { PluginFile } from '#core/resources/content.ts';
import { askAuthor } from './author.ts';

/** Made while a component is set up, and ends with it. */
export class PluginRuns {
  /** Undefined until it is known. */
  value = $state.raw<Runs | undefined>(undefined);

  constructor(files: () => readonly PluginFile[]) {
    $effect(() => {
      const now = files();
      let gone = false;
      void askAuthor('findRuns', now).then((runs) => {
        if (!gone) this.value = runs;
      });
      return () => {
        gone = true;
      };
    });
  }
}
