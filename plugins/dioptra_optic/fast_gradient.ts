/**
 * The fast gradient method (Goodfellow, Shlens, Szegedy 2015, arXiv:1412.6572) on tensors: one step of length ε along
 * the loss's gradient, or against it towards a target.
 */
import * as tf from '@tensorflow/tfjs';

export type Norm = 'inf' | 1 | 2;

/** Keeps a gradient of zeros from becoming a division by zero, as in IBM's toolbox. */
const TINY = 1e-7;

/**
 * The step of length 1 in `norm` that raises the cross-entropy of `truth` most: the gradient's sign (L∞), or the
 * gradient over its own norm (L1, L2). Zero where the gradient is.
 *
 * @param logits differentiable, [n, classes]
 * @param x images [n, h, w, c]
 * @param truth one-hot [n, classes]
 */
export function steepestStep(
  logits: (x: tf.Tensor4D) => tf.Tensor2D,
  x: tf.Tensor4D,
  truth: tf.Tensor2D,
  norm: Norm,
): tf.Tensor4D {
  return tf.tidy(() => {
    // Summed, so that one image's gradient does not depend on how many stand beside it.
    const loss = (images: tf.Tensor): tf.Scalar =>
      tf.losses.softmaxCrossEntropy(truth, logits(images as tf.Tensor4D), undefined, 0, tf.Reduction.SUM);
    return scaleStep(tf.grad(loss)(x) as tf.Tensor4D, norm);
  });
}

/** A gradient brought to length 1 in `norm`, image by image. */
export function scaleStep(gradient: tf.Tensor4D, norm: Norm): tf.Tensor4D {
  return tf.tidy(() => {
    if (norm === 'inf') return tf.sign(gradient);
    const axes = [1, 2, 3];
    const length =
      norm === 1 ? tf.sum(tf.abs(gradient), axes, true) : tf.sqrt(tf.sum(tf.square(gradient), axes, true));
    return tf.div(gradient, tf.add(length, TINY));
  });
}

/** `inf`, 1 or 2, as the entrypoints write them. */
export function parseNorm(norm: string | number): Norm {
  if (norm === Infinity || norm === 'inf') return 'inf';
  if (norm === 1 || norm === '1') return 1;
  if (norm === 2 || norm === '2') return 2;
  throw new Error(`The fast gradient method knows the norms inf, 1 and 2, not ${String(norm)}.`);
}
