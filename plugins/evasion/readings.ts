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
