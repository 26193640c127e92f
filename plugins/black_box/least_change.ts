/** What attacks that look for the least change share: the best so far, the curve of the median, and the examples at the end. */
import { log, metric, type Examples, type Readable } from 'alidade/sdk';
import { measureReach, type Reach } from './approach.ts';
import type { Oracle } from './oracle.ts';
import type { Chase } from './starts.ts';
import { closeRound, readRight, type Subjects } from './subjects.ts';

/** A chase with the nearest misread image that it came by. */
export interface Found extends Chase {
  best: Float32Array;
  distance: number;
}

/** Keeps the current image where it is nearer than the best: so the distance never grows. */
export function keepBest(found: Found, norm: Reach): void {
  const distance = measureReach(found.image, found.current, norm);
  if (distance >= found.distance) return;
  found.distance = distance;
  found.best = found.current;
}

export const beginFound = (chase: Chase): Found => ({ ...chase, best: chase.current, distance: Infinity });

/** The median distance, images without any misread one counted as infinitely far, and the mean of queries. */
export function recordDistances(
  found: readonly Found[],
  { queries }: Oracle,
  subjects: Subjects,
  at: number,
): void {
  const right = readRight(subjects);
  const distances = new Map(found.map(({ owner, distance }) => [owner, distance]));
  const sorted = right.map((owner) => distances.get(owner) ?? Infinity).toSorted((a, b) => a - b);
  if (sorted.length === 0) return;
  const half = sorted.length / 2;
  const median = (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
  metric('median_distance', median, at);
  metric('mean_queries', right.reduce((sum, owner) => sum + queries[owner]!, 0) / right.length, at);
}

/** The images nearest to their originals as the one round of an attack without ε. */
export async function closeLeastChange(
  model: Readable,
  subjects: Subjects,
  { queries }: Oracle,
  found: readonly Found[],
  words: Pick<Examples, 'attack' | 'norm' | 'threat'>,
): Promise<Examples> {
  const images = subjects.images.slice();
  for (const { owner, best } of found) images[owner] = best;
  const round = await closeRound(model, subjects, images, { epsilon: null, queries });
  const fell = round.success.reduce((sum, one) => sum + one, 0);
  log(`${fell} of ${readRight(subjects).length} gave way`);
  return { ...words, role: 'adversarial', target: null, health: null, attacked: model, rounds: [round] };
}
