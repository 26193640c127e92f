/** One step of projected gradient descent. */
import { inputGradient, type Classifier } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

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
  classifier: Pick<Classifier, 'logits' | 'surrogate'>,
  x: tf.Tensor4D,
  truth: tf.Tensor2D,
  point: tf.Tensor4D,
  { epsilon, step }: Climb,
): tf.Tensor4D {
  return tf.tidy(() => {
    const { gradient } = inputGradient(classifier, point, truth);
    const further = tf.add(point, tf.mul(tf.sign(gradient), step));
    const near = tf.minimum(tf.maximum(further, tf.sub(x, epsilon)), tf.add(x, epsilon));
    return tf.clipByValue(near, 0, 1) as tf.Tensor4D;
  });
}
