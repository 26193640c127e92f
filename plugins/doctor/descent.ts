/** The doctor's own attack: projected gradient descent in L∞ with any loss, step and start, and over several draws. */
import {
  batchRanges,
  createPause,
  inputGradient,
  signal,
  sliceRows,
  steepest,
  type Classifier,
  type ImageLoss,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/** Images whose gradient is taken at once. */
const BATCH = 100;

export interface Descent {
  /** The radius in L∞, above 0. */
  readonly epsilon: number;
  readonly iterations: number;
  /** How far each pixel moves in one step. */
  readonly step: number;
  /** Null: from the image itself; else how far from it each value starts, in shares of ε from −1 to 1, as many as `x` holds. */
  readonly start: Float32Array | null;
  /** Default: the cross entropy. */
  readonly loss?: ImageLoss;
  /** Gradients that are averaged for each step (EOT; Athalye, Carlini, Wagner 2018, arXiv:1802.00420); default 1. */
  readonly draws?: number;
}

/**
 * Projected gradient descent (Madry et al. 2018, arXiv:1706.06083): steps along the gradient's sign, each put back within
 * ε of `x` and into [0, 1]. With one step of ε from the image itself it is FGSM.
 *
 * @param x images [n, height, width, channels] from 0 to 1
 * @param truth one-hot [n, classes]
 * @param tick is called after each step of a batch
 * @returns the changed images, which the caller disposes of
 */
export async function descend(
  classifier: Classifier,
  x: tf.Tensor4D,
  truth: tf.Tensor2D,
  descent: Descent,
  tick: () => void,
): Promise<tf.Tensor4D> {
  const pause = createPause();
  const parts: tf.Tensor4D[] = [];
  for (const [from, to] of batchRanges(x.shape[0], BATCH)) {
    const [images, rows] = [sliceRows(x, from, to), sliceRows(truth, from, to)];
    let point = begin(images, descent, (from * x.size) / x.shape[0]);
    for (let i = 0; i < descent.iterations; i++) {
      signal().throwIfAborted();
      const next = advance(classifier, images, rows, point, descent);
      point.dispose();
      point = next;
      tick();
      await pause();
    }
    tf.dispose([images, rows]);
    parts.push(point);
  }
  const whole = tf.concat(parts, 0);
  tf.dispose(parts);
  return whole;
}

function begin(x: tf.Tensor4D, { epsilon, start }: Descent, from: number): tf.Tensor4D {
  if (start === null) return tf.clone(x);
  const shares = start.subarray(from, from + x.size);
  return tf.tidy(() => {
    const away = tf.mul(tf.tensor4d(shares, x.shape), epsilon);
    return tf.clipByValue(tf.add<tf.Tensor4D>(x, away), 0, 1);
  });
}

function advance(
  classifier: Classifier,
  x: tf.Tensor4D,
  truth: tf.Tensor2D,
  point: tf.Tensor4D,
  { epsilon, step, loss, draws = 1 }: Descent,
): tf.Tensor4D {
  return tf.tidy(() => {
    const slopes = Array.from(
      { length: draws },
      () => inputGradient(classifier, point, truth, loss).gradient,
    );
    const further = tf.add(point, tf.mul(steepest(tf.addN(slopes), 'inf'), step));
    const near = tf.minimum(tf.maximum(further, tf.sub(x, epsilon)), tf.add(x, epsilon));
    return tf.clipByValue(near, 0, 1) as tf.Tensor4D;
  });
}
