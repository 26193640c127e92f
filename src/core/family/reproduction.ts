/** Which entrypoints reproduce published figures, and how they are run for it: as one family over seeds. */
import type { FamilyRequest } from '#core/client.ts';
import type { Picture } from '#core/graph/plan-types.ts';

/** The task that compares what was measured with what was published: a graph that has a step of it can be reproduced. */
export const COMPARING_TASK = 'compare_with_published';

/** Of a graph as it is drawn. */
export function comparesWithPublished({ steps }: Pick<Picture, 'steps'>): boolean {
  return steps.some(({ task }) => task === COMPARING_TASK);
}

/** Of a graph's text, for lists that draw none: whether it names the task outside of comments. */
export function namesPublished(taskGraph: string): boolean {
  return taskGraph
    .split('\n')
    .some((line) => new RegExp(String.raw`\b${COMPARING_TASK}\b`).test(line.replace(/(^|\s)#.*$/, '')));
}

/** Seeds 1, 2, 3 unless another first one is asked for: everyone who presses the button gets the same figures. */
const SEEDS = { first: 1, count: 3 };

/** The request of a reproduction, with what is asked of each of its jobs. */
export function reproductionOf<Asked extends { readonly seed?: number }>(
  asked: Asked,
): Asked & Required<Pick<FamilyRequest, 'vary' | 'seed' | 'seeds'>> {
  return { ...asked, vary: {}, seed: asked.seed ?? SEEDS.first, seeds: SEEDS.count };
}
