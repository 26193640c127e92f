/** The numbers of a model's versions. */
import type { ModelContent, ModelVersion } from './content.ts';

/** One above the highest that stands here. */
export function nextVersion({ versions }: Pick<ModelContent, 'versions'>): number {
  return versions.reduce((highest, { number }) => Math.max(highest, number), 0) + 1;
}

type Versions = readonly Pick<ModelVersion, 'number' | 'artifact' | 'hash'>[];

/** The numbers that stood before and no longer do, or name another artifact now: a number that was given once stays given. */
export function lostVersions(before: Versions, after: Versions): readonly number[] {
  const stays = ({ number, artifact, hash }: Versions[number]) =>
    after.some((now) => now.number === number && now.artifact === artifact && now.hash === hash);
  return before.filter((version) => !stays(version)).map(({ number }) => number);
}
