/** How attacks that look for the least change give it: once, or as rounds for several ε. */
import { checkEpsilons, type AttackRound, type Norm } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { closeRound, type Ending } from './rows.ts';
import type { Subjects } from './subjects.ts';
import { mostOf } from './threat.ts';

/** So near to ε counts as within it. */
const SLACK = 1e-6;

/**
 * One round without an ε, or for each ε one in which every image whose least change is longer stays as it is: what an
 * attacker held to ε would do. Takes hold of the images.
 */
export async function closeLeast(
  subjects: Subjects,
  ending: Ending,
  epsilons: readonly number[] | null,
  norm: Norm,
  target: number | null = null,
): Promise<AttackRound[]> {
  if (epsilons === null) return [await closeRound(subjects, null, ending, target)];
  const rising = checkEpsilons(epsilons, mostOf(norm, subjects.images.shape));
  const rounds: AttackRound[] = [];
  for (const epsilon of rising) {
    const images = keepWithin(subjects.images, ending.images, epsilon, norm);
    rounds.push(await closeRound(subjects, epsilon, { ...ending, images }, target));
  }
  ending.images.dispose();
  return rounds;
}

/** The changed images whose change is no longer than ε, and the others as they were. */
function keepWithin(before: tf.Tensor4D, after: tf.Tensor4D, epsilon: number, norm: Norm): tf.Tensor4D {
  return tf.tidy(() => {
    const sizes = tf.abs(tf.sub(after, before));
    const pixels = [1, 2, 3];
    const lengths =
      norm === 'inf'
        ? tf.max(sizes, pixels, true)
        : norm === 1
          ? tf.sum(sizes, pixels, true)
          : tf.sqrt(tf.sum(tf.square(sizes), pixels, true));
    return tf.where(tf.lessEqual(lengths, epsilon + SLACK), after, before) as tf.Tensor4D;
  });
}

/** Throws at once, and not after the work, where the ε of `closeLeast` make no sense. */
export function checkLeast(epsilons: readonly number[] | null, norm: Norm, shape: readonly number[]): void {
  if (epsilons !== null) checkEpsilons(epsilons, mostOf(norm, shape));
}
