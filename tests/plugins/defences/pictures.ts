/** Small pictures by hand, and a classifier that reads them by fixed weights. */
import * as tf from '@tensorflow/tfjs';
import type { Classifier } from '#sdk';

/** Rows of values → [1, height, width, 1]. */
export const picture = (rows: number[][]): tf.Tensor4D =>
  tf.tensor4d(rows.flat(), [1, rows.length, rows[0]!.length, 1]);

export const grid = (x: tf.Tensor): number[][] =>
  tf.reshape(x, x.shape.slice(1, 3)).arraySync() as number[][];

/** Reads an image of this size by a fixed weight for each pixel: logits 0 and w·x. */
export function linear(weights: number[]): Classifier {
  const kernel = tf.tensor2d(
    weights.flatMap((weight) => [0, weight]),
    [weights.length, 2],
  );
  return { classes: 2, logits: (x) => tf.matMul(tf.reshape(x, [-1, weights.length]), kernel) };
}
