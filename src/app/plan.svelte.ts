/** The plan of an entrypoint that a form is open for, to be looked at before anything runs. */
import { untrack } from 'svelte';
import type { Plan } from '#core/graph/plan-types.ts';
import type { EntrypointContent } from '#core/resources/content.ts';
import { askAuthor } from './author.ts';
import { gatherSource } from './entrypoint-source.ts';

/** Made while a page is set up, and ends with it. */
export class PlanOf {
  /** Null until it is known, and where the graph cannot be planned. */
  value = $state.raw<Plan | null>(null);

  /** `content` is planned anew where `key` changes, not with each object that says the same. */
  constructor(content: () => { readonly key: string; readonly content: EntrypointContent } | undefined) {
    const key = $derived(content()?.key);
    $effect(() => {
      this.value = null;
      if (key === undefined) return;
      let gone = false;
      void readPlan(untrack(content)!.content).then((plan) => {
        if (!gone) this.value = plan;
      });
      return () => (gone = true);
    });
  }
}

async function readPlan(content: EntrypointContent): Promise<Plan | null> {
  try {
    const { source } = await gatherSource(content);
    return (await askAuthor('compileEntrypoint', source)).plan;
  } catch {
    // What is wrong with the graph is said when it is asked to run.
    return null;
  }
}
