/** What an attack raises, image by image: each loss is greater the worse the true class (or the smaller, the nearer a target) is read. */
import * as tf from '@tensorflow/tfjs';

/** Logits [n, classes] and the truth, one-hot [n, classes] → one number an image [n]; differentiable by the logits. */
export type ImageLoss = (logits: tf.Tensor2D, truth: tf.Tensor2D) => tf.Tensor1D;

/**
 * The cross entropy of the softmax. In float32 its gradient becomes exactly 0 where logits lie some 50 apart: a model with
 * scaled logits masks it, and `marginLoss` does not care.
 *
 * @example
 * const { gradient } = inputGradient(classifier, images, truth, crossEntropy);
 */
export function crossEntropy(logits: tf.Tensor2D, truth: tf.Tensor2D): tf.Tensor1D {
  return tf.losses.softmaxCrossEntropy(truth, logits, undefined, 0, tf.Reduction.NONE) as tf.Tensor1D;
}

/**
 * By how much the best other class lies above the true one (Carlini and Wagner 2017, arXiv:1608.04644, without its
 * bound): above 0 where the image is read wrongly.
 *
 * @example
 * const wrong = tf.greater(marginLoss(logits, truth), 0);
 */
export function marginLoss(logits: tf.Tensor2D, truth: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => {
    const own = tf.sum(tf.mul(logits, truth), 1);
    return tf.sub(bestOther(logits, truth), own) as tf.Tensor1D;
  });
}

/**
 * The difference of logits ratio (Croce and Hein 2020, arXiv:2003.01690): the margin over the distance from the first to
 * the third logit, so that scaling the logits changes nothing. For the logits (3, 1, ½, −1): −0.8 where the first is true,
 * 0.8 where the second is.
 *
 * @throws where there are fewer than three classes
 *
 * @example
 * const { gradient } = inputGradient(classifier, images, truth, ratioLoss);
 */
export function ratioLoss(logits: tf.Tensor2D, truth: tf.Tensor2D): tf.Tensor1D {
  const classes = logits.shape[1];
  if (classes < 3) throw new RangeError(`The ratio of logits needs at least 3 classes, not ${classes}.`);
  return tf.tidy(() => {
    const spread = tf.sub(rankedLogit(logits, 0), rankedLogit(logits, 2));
    return tf.div(marginLoss(logits, truth), tf.add(spread, 1e-12)) as tf.Tensor1D;
  });
}

/** The greatest logit among the classes that are not true. */
function bestOther(logits: tf.Tensor2D, truth: tf.Tensor2D): tf.Tensor1D {
  return tf.max(tf.sub(logits, tf.mul(truth, 1e9)), 1) as tf.Tensor1D;
}

/**
 * The logit [n] at a place of the order, from 0, the greatest: those before it are pushed far down one by one, since
 * `tf.topk` has no gradient, not even of 0.
 *
 * @example
 * const lead = tf.sub(rankedLogit(logits, 0), rankedLogit(logits, 1));
 */
export function rankedLogit(logits: tf.Tensor2D, rank: number): tf.Tensor1D {
  return tf.tidy(() => {
    let rest = logits;
    for (let before = 0; before < rank; before++) {
      const first = tf.oneHot(tf.argMax(rest, 1) as tf.Tensor1D, logits.shape[1], 1, 0, 'float32');
      rest = tf.sub(rest, tf.mul(first, 1e9));
    }
    return tf.max(rest, 1) as tf.Tensor1D;
  });
}
