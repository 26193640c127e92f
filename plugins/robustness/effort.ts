/** What a round of an attack reached and what it cost: success by its own definition, norms of the change, queries and gradients. */
import { wilsonBand, type AttackRound, type Examples, type NormTable } from 'alidade/sdk';

export const NORMS = ['l0', 'l1', 'l2', 'linf'] as const;
export type NormName = (typeof NORMS)[number];

export interface NormFacts {
  /** Over the images that gave way; null where none did. */
  readonly mean: number | null;
  /** Over all that could give way, those that did not counted as infinitely far; null: infinite. */
  readonly median: number | null;
}

export interface Effort {
  /** Null where the attack looked for the least change. */
  readonly epsilon: number | null;
  /** Images that gave way, of those that could: read right unchanged, or towards a target of another class. */
  readonly success: {
    readonly gave_way: number;
    readonly count: number;
    /** Shares of `count`, with Wilson's 95 % band; null where no image could give way. */
    readonly share: number | null;
    readonly low: number | null;
    readonly high: number | null;
  };
  readonly norms: Readonly<Record<NormName, NormFacts>>;
  /** Means over all images of the round; null where nobody counted. */
  readonly queries: number | null;
  readonly gradient_evaluations: number | null;
}

/** What is known of each image of a round, by the model that is measured. */
export interface RoundReading {
  readonly labels: Int32Array;
  /** Read in the images as they were, and as they are now. */
  readonly clean: Int32Array;
  readonly predictions: Int32Array;
}

/** Whether each image could give way, and did: over images read right, or towards a target over those of another class. @internal */
export function findSuccess(
  { labels, clean, predictions }: RoundReading,
  target: number | null,
): { could: boolean[]; did: boolean[] } {
  const could = Array.from(predictions, (_, i) =>
    target === null ? clean[i] === labels[i] : labels[i] !== target,
  );
  const did = could.map(
    (open, i) => open && (target === null ? predictions[i] !== labels[i] : predictions[i] === target),
  );
  return { could, did };
}

/** Success, norms and cost of one round. */
export function measureEffort(
  round: AttackRound,
  reading: RoundReading,
  { target }: Pick<Examples, 'target'>,
): Effort {
  const { could, did } = findSuccess(reading, target);
  const count = could.filter(Boolean).length;
  const gave_way = did.filter(Boolean).length;
  const band = count > 0 ? wilsonBand(gave_way, count) : { low: null, high: null };
  const success = { gave_way, count, share: count > 0 ? gave_way / count : null, ...band };
  const norms = Object.fromEntries(
    NORMS.map((name) => [name, measureNorm(round.norms[name], could, did)]),
  ) as Effort['norms'];
  const { epsilon, queries, gradient_evaluations } = round;
  return {
    epsilon,
    success,
    norms,
    queries: costOf(queries),
    gradient_evaluations: costOf(gradient_evaluations),
  };
}

function measureNorm(lengths: Float32Array, could: readonly boolean[], did: readonly boolean[]): NormFacts {
  const reached = [...lengths].filter((_, i) => did[i]);
  const median = medianOf(
    [...lengths].flatMap((length, i) => (could[i] ? [did[i] ? length : Infinity] : [])),
  );
  return {
    mean: reached.length > 0 ? meanOf(reached) : null,
    median: Number.isFinite(median) ? median : null,
  };
}

const costOf = (counts: Int32Array): number | null => (counts.some((one) => one < 0) ? null : meanOf(counts));

const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** The middle one, or the mean of the middle two; NaN where there is none. @internal */
export function medianOf(values: readonly number[]): number {
  const rising = values.toSorted((a, b) => a - b);
  const middle = rising.length / 2;
  if (rising.length % 2 === 1) return rising[Math.floor(middle)]!;
  return (rising[middle - 1]! + rising[middle]!) / 2;
}

/** How far each image had to be moved to be read wrongly: 0 where it was before, infinite where the attack failed. */
export function findDistances(
  { norms }: Pick<AttackRound, 'norms'>,
  { labels, clean, predictions }: RoundReading,
  norm: NonNullable<Examples['norm']>,
): Float64Array {
  const lengths: NormTable[NormName] = norms[norm.toLowerCase() as NormName];
  return Float64Array.from(lengths, (length, i) => {
    if (clean[i] !== labels[i]) return 0;
    return predictions[i] === labels[i] ? Infinity : length;
  });
}
