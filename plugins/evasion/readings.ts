/** How often a classifier is read before an attack believes it: once, and often where it draws lots. */
import { ENOUGH_DRAWS, type Classifier, type Climbed } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { readAt } from './slopes.ts';

/** Whether two readings of one image may differ, so that one of them says little. */
export const drawsLots = ({ defence }: Pick<Classifier, 'defence'>): boolean => defence?.stochastic ?? false;

/** Readings that a change is judged on. */
export const readingsOf = (classifier: Pick<Classifier, 'defence'>): number =>
  drawsLots(classifier) ? ENOUGH_DRAWS : 1;

/**
 * `readingsOf` readings [n, classes] of `x`, all fresh where the classifier draws lots; else what was said on the way
 * there, where that was the classifier. The caller disposes of them.
 */
export function readOften(
  classifier: Classifier,
  x: tf.Tensor4D,
  climbed: Pick<Climbed, 'logits'> | null = null,
): tf.Tensor2D[] {
  if (climbed && !drawsLots(classifier)) return [readAt(classifier, x, climbed)];
  return Array.from({ length: readingsOf(classifier) }, () => tf.tidy(() => classifier.logits(x)));
}

/** One margin a row from all of `readOften`: their mean, or what `join` makes of them. */
export async function readMargins(
  classifier: Classifier,
  x: tf.Tensor4D,
  marginOf: (logits: tf.Tensor2D) => tf.Tensor1D,
  join: (margins: readonly tf.Tensor1D[]) => tf.Tensor1D = meanOf,
): Promise<Float32Array> {
  const margins = tf.tidy(() => join(readOften(classifier, x).map(marginOf)));
  const values = Float32Array.from(await margins.data());
  margins.dispose();
  return values;
}

/** The mean of tensors of one shape; of a single one itself. */
export function meanOf<T extends tf.Tensor>(all: readonly T[]): T {
  return all.length === 1 ? all[0]! : tf.div<T>(tf.addN([...all]), all.length);
}
