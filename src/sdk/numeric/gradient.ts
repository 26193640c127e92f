/** The gradient that every white-box attack climbs, and whether it can be trusted. */
import * as tf from '@tensorflow/tfjs';
import type { Classifier } from './classifier.ts';
import { crossEntropy, type ImageLoss } from './losses.ts';

export interface Climbed {
  /** The loss's slope for each pixel, in the shape of the images. */
  readonly gradient: tf.Tensor4D;
  /** The loss of each image [n]. */
  readonly losses: tf.Tensor1D;
  /** What was read on the way [n, classes]. */
  readonly logits: tf.Tensor2D;
}

/**
 * The gradient of a loss for the images [n, height, width, channels], with the losses and logits that it came from: one
 * pass forward, one back. Losses are summed over the batch, so that no image's gradient depends on its neighbours. It
 * goes through `surrogate` where the classifier has one. The caller disposes of the three, or works in `tf.tidy`.
 *
 * @param truth one-hot [n, classes]
 * @param loss of each image; default: the cross entropy
 *
 * @example
 * const step = tf.tidy(() => steepest(inputGradient(classifier, images, truth).gradient, 'inf'));
 */
export function inputGradient(
  { logits: read, surrogate }: Pick<Classifier, 'logits' | 'surrogate'>,
  x: tf.Tensor4D,
  truth: tf.Tensor2D,
  loss: ImageLoss = crossEntropy,
): Climbed {
  return tf.tidy(() => {
    let said: tf.Tensor[] = [];
    const total = (images: tf.Tensor): tf.Scalar => {
      const logits = (surrogate ?? read)(images as tf.Tensor4D);
      const losses = loss(logits, truth);
      said = [tf.keep(logits), tf.keep(losses)];
      return tf.sum(losses);
    };
    const gradient = tf.grad(total)(x) as tf.Tensor4D;
    const [logits, losses] = said.map((tensor) => tf.clone(tensor));
    tf.dispose(said);
    return { gradient, losses: losses as tf.Tensor1D, logits: logits as tf.Tensor2D };
  });
}

/** Whether a gradient can be climbed: shares of the images, 0 to 1. */
export interface GradientHealth {
  /** Images whose whole gradient is 0; single zero pixels are normal. Above 0.05 the gradient is masked. */
  readonly zero_gradient_share: number;
  /** Images whose gradient holds a NaN or an infinity. */
  readonly nan_gradient_share: number;
}

/**
 * The health of a gradient [n, height, width, channels]. `steepest` in L∞ makes 0 of NaN, so it has to be asked before.
 *
 * @example
 * const { zero_gradient_share } = await measureHealth(gradient);
 */
export async function measureHealth(gradient: tf.Tensor4D): Promise<GradientHealth> {
  const [count, ...rest] = gradient.shape;
  const size = rest.reduce((product, length) => product * length, 1);
  const values = await gradient.data();
  let zeros = 0;
  let broken = 0;
  for (let i = 0; i < count; i++) {
    const one = values.subarray(i * size, (i + 1) * size);
    if (one.some((value) => !Number.isFinite(value))) broken++;
    else if (one.every((value) => value === 0)) zeros++;
  }
  return { zero_gradient_share: zeros / count, nan_gradient_share: broken / count };
}
