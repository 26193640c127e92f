/** The plan of an entrypoint that a form is open for, to be looked at before anything runs. */
import { untrack } from 'svelte';
import type { Plan } from '#core/graph/plan-types.ts';
import { domainKey, type Domains } from '#core/job/check-domains.ts';
import { readDomain } from '#core/plugin/domain.ts';
import type { EntrypointContent } from '#core/resources/content.ts';
import { askAuthor } from './author.ts';
import { gatherSource, type Gathered } from './entrypoint-source.ts';
import { TaskDocs } from './task-docs.ts';

/** What its tasks say of their inputs is known a moment after it. */
export interface StudiedPlan extends Plan {
  readonly domains?: Domains;
}

/** Made while a page is set up, and ends with it. */
export class PlanOf {
  /** Null until it is known, and where the graph cannot be planned. */
  value = $state.raw<StudiedPlan | null>(null);
  readonly #docs = new TaskDocs();

  /** `content` is planned anew where `key` changes, not with each object that says the same. */
  constructor(content: () => { readonly key: string; readonly content: EntrypointContent } | undefined) {
    const key = $derived(content()?.key);
    $effect(() => {
      this.value = null;
      if (key === undefined) return;
      let gone = false;
      void this.#read(untrack(content)!.content, (plan) => {
        if (!gone) this.value = plan;
      });
      return () => (gone = true);
    });
  }

  async #read(content: EntrypointContent, tell: (plan: StudiedPlan) => void): Promise<void> {
    try {
      const { source, plugins } = await gatherSource(content);
      const { plan } = await askAuthor('compileEntrypoint', source);
      if (!plan) return;
      tell(plan);
      tell({ ...plan, domains: await this.#domainsOf(plan, plugins) });
    } catch {
      // What is wrong with the graph is said when it is asked to run.
    }
  }

  async #domainsOf({ steps }: Plan, plugins: Gathered['plugins']): Promise<Domains> {
    const tasks = [...new Map(steps.map(({ task }) => [domainKey(task, ''), task])).values()];
    const docs = await Promise.all(tasks.map((task) => this.#docs.of(plugins, task)));
    return new Map(
      tasks.flatMap((task, i) =>
        Object.entries(docs[i]?.inputs ?? {}).flatMap(([input, description]) => {
          const domain = readDomain(description);
          return domain ? [[domainKey(task, input), domain] as const] : [];
        }),
      ),
    );
  }
}
