/** Changed images as the attacks hand them on: for each ε the first images of a data set, each moved by at most ε. */
import type * as tf from '@tensorflow/tfjs';

export interface Examples {
  /** `FGSM`, `PGD` or `noise`; its lower-case form begins the names of the metrics. */
  readonly attack: string;
  readonly role: 'adversarial' | 'noise';
  readonly norm: 'Linf';
  /** Rising, each more than 0 and at most 1. */
  readonly epsilons: readonly number[];
  /** For each ε [n, height, width, channels]. */
  readonly images: readonly tf.Tensor4D[];
  readonly threat: Threat;
}

/** What the attacker may do, in words that stand beside every figure. */
export interface Threat {
  readonly sees: string;
  readonly may_change: string;
  readonly tries: string;
}

/** The ε in rising order. Throws where one is not a share of black to white. */
export function checkEpsilons(epsilons: readonly number[]): number[] {
  for (const epsilon of epsilons) {
    if (epsilon > 0 && epsilon <= 1) continue;
    const hint = epsilon > 1 ? ` Did you mean ${epsilon}/255 = ${(epsilon / 255).toFixed(4)}?` : '';
    throw new RangeError(`An epsilon is more than 0 and at most 1, not ${epsilon}.${hint}`);
  }
  if (epsilons.length === 0) throw new RangeError('At least one epsilon is needed.');
  return [...new Set(epsilons)].sort((a, b) => a - b);
}

export const EVERY_PIXEL = 'every pixel by at most ε (L∞, pixels from 0 to 1)';
