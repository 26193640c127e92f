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

export interface Climb {
  /** The radius in L∞. */
  readonly epsilon: number;
  /** How far each pixel moves in one step. */
  readonly step: number;
}

/**
 * One step of projected gradient descent (Madry et al. 2018, arXiv:1706.06083): from `point` along the gradient's sign,
 * then back within ε of `x` and into [0, 1]. The caller disposes of `point`.
 */
export function climbStep(
  scores: Scores,
  x: tf.Tensor4D,
  truth: tf.Tensor2D,
  point: tf.Tensor4D,
  { epsilon, step }: Climb,
): tf.Tensor4D {
  return tf.tidy(() => {
    const further = tf.add(point, tf.mul(tf.sign(lossGradient(scores, point, truth)), step));
    const near = tf.minimum(tf.maximum(further, tf.sub(x, epsilon)), tf.add(x, epsilon));
    return tf.clipByValue(near, 0, 1) as tf.Tensor4D;
  });
}

/** x + ε · direction, kept in [0, 1]. */
export function shift(x: tf.Tensor4D, direction: tf.Tensor4D, epsilon: number): tf.Tensor4D {
  return tf.tidy(() => tf.clipByValue(tf.add(x, tf.mul(direction, epsilon)), 0, 1));
}
