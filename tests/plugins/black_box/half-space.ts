/** Two classes parted by a plane, and an image whose distance from it is known by a formula (techniques, section 4.3 C). */
import * as tf from '@tensorflow/tfjs';
import { Random, type Classifier, type Dataset } from '#sdk';

export interface HalfSpace {
  readonly model: Classifier;
  readonly dataset: Dataset;
  /** |f|/‖w‖₂ and |f|/‖w‖₁; the range of the pixels does not cut them off. */
  readonly distance: { readonly l2: number; readonly linf: number };
}

/** Logits 0 and f(x) = w·x + b on 4×4 images; the label is 1, and f is a tenth of ‖w‖₂. */
export function drawHalfSpace(seed: number): HalfSpace {
  const rng = new Random(seed);
  const w = rng.fillNormal(new Float32Array(16));
  const x = rng.fillUniform(new Float32Array(16), 0.4, 0.6);
  const f = 0.1 * Math.hypot(...w);
  const b = f - w.reduce((sum, value, j) => sum + value * x[j]!, 0);
  const slope = tf.tensor2d(w, [16, 1]);
  const logits = (images: tf.Tensor4D): tf.Tensor2D => {
    const score = tf.add(tf.matMul(tf.reshape(images, [-1, 16]) as tf.Tensor2D, slope), b);
    return tf.concat([tf.zerosLike(score), score], 1) as tf.Tensor2D;
  };
  const meta = {
    name: 'one point',
    rows: [[0, 1]] as const,
    image_shape: [4, 4, 1] as const,
    value_range: [0, 1] as const,
    batch_size: 1,
    num_classes: 2,
    seed: null,
    shuffle: false,
  };
  return {
    model: { classes: 2, logits },
    dataset: { images: tf.tensor4d(x, [1, 4, 4, 1]), labels: tf.tensor2d([[0, 1]]), meta },
    distance: { l2: 0.1, linf: f / w.reduce((sum, value) => sum + Math.abs(value), 0) },
  };
}
