/** The numbers of a model's versions. */
import type { ModelContent } from './content.ts';

/** One above the highest that stands here. */
export function nextVersion({ versions }: Pick<ModelContent, 'versions'>): number {
  return versions.reduce((highest, { number }) => Math.max(highest, number), 0) + 1;
}
