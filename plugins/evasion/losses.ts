/** The losses that an attack may raise, by the names that graphs call them. */
import { crossEntropy, marginLoss, rankedLogit, ratioLoss, type ImageLoss } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

const LOSSES: Record<string, ImageLoss> = {
  cross_entropy: crossEntropy,
  margin: marginLoss,
  dlr: ratioLoss,
};

/** `cross_entropy`, `margin` or `dlr`. @throws where it is none of these, or there are too few classes for it */
export function parseLoss(name: string, classes: number): ImageLoss {
  const loss = Object.hasOwn(LOSSES, name) ? LOSSES[name] : undefined;
  if (!loss) throw new Error(`The losses known here are ${Object.keys(LOSSES).join(', ')}, not ${name}.`);
  if (name === 'dlr' && classes < 3) {
    throw new RangeError(`The ratio of logits needs at least 3 classes, not ${classes}: take margin.`);
  }
  return loss;
}

/**
 * The targeted difference of logits ratio (Croce and Hein 2020, arXiv:2003.01690, equation 8): by how much the target's
 * logit lies above the true one, over the distance from the first logit to the mean of the third and fourth.
 *
 * @param target one-hot [n, classes], of at least 4 classes
 */
export function targetedRatio(target: tf.Tensor2D): ImageLoss {
  return (logits, truth) =>
    tf.tidy(() => {
      const middle = tf.mul(tf.add(rankedLogit(logits, 2), rankedLogit(logits, 3)), 0.5);
      const gain = tf.sum(tf.mul(logits, tf.sub(target, truth)), 1);
      return tf.div(gain, tf.add(tf.sub(rankedLogit(logits, 0), middle), 1e-12)) as tf.Tensor1D;
    });
}
