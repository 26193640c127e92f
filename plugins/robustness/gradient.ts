/** The gradient that every attack here climbs. */
import * as tf from '@tensorflow/tfjs';
import type { Scores } from './logits.ts';

/**
 * The gradient of the cross entropy for the images, before the softmax: with probabilities near 0 or 1 the log of a
 * clipped probability would have none. Summed over the batch, so that no image's gradient depends on its neighbours.
 *
 * @param x images [n, h, w, c]
 * @param truth one-hot [n, classes]
 */
export function lossGradient({ logits }: Scores, x: tf.Tensor4D, truth: tf.Tensor2D): tf.Tensor4D {
  const loss = (images: tf.Tensor): tf.Scalar =>
    tf.losses.softmaxCrossEntropy(truth, logits(images as tf.Tensor4D), undefined, 0, tf.Reduction.SUM);
  return tf.tidy(() => tf.grad(loss)(x) as tf.Tensor4D);
}

/** x + ε · direction, kept in [0, 1]. */
export function shift(x: tf.Tensor4D, direction: tf.Tensor4D, epsilon: number): tf.Tensor4D {
  return tf.tidy(() => tf.clipByValue(tf.add(x, tf.mul(direction, epsilon)), 0, 1));
}
