/** What the jobs of a family run: the entrypoint as it was pinned, and its plan. */
import type { FamilyRecord } from '#core/family/record.ts';
import type { EntrypointContent } from '#core/resources/content.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import { Live } from './live.svelte.ts';
import { PlanOf, type StudiedPlan } from './plan.svelte.ts';
import { store } from './store.ts';

/** Made while a page is set up, and ends with it. */
export class FamilyPlan {
  readonly #pinned: Live<Versioned<'entrypoint'> | null, FamilyRecord['entrypoint'] | undefined>;
  readonly #plan: PlanOf;

  constructor(family: () => FamilyRecord | null | undefined) {
    this.#pinned = new Live(
      async (pin) => (pin ? store.resources.getByPin('entrypoint', pin) : null),
      () => family()?.entrypoint,
    );
    this.#plan = new PlanOf(() => {
      const pinned = this.#pinned.value;
      return pinned ? { key: pinned.snapshot.content, content: pinned.content } : undefined;
    });
  }

  /** Null until it is known, and where the graph cannot be planned. */
  get value(): { readonly plan: StudiedPlan; readonly content: EntrypointContent } | null {
    const [plan, pinned] = [this.#plan.value, this.#pinned.value];
    return plan && pinned ? { plan, content: pinned.content } : null;
  }
}
