/** What both gradients of a depthwise convolution need: its output's gradient taken apart, and spread out by the stride. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tf } from './composed.ts';

/** Output channel c·m + q comes from input channel c by its q-th filter: one gradient [n, h, w, channels] for each q. */
export function channelFilters(tf: Tf, dy: tfjs.Tensor4D, multiplier: number): tfjs.Tensor4D[] {
  if (multiplier === 1) return [dy];
  const [batch, rows, columns, outputs] = dy.shape;
  const channels = outputs / multiplier;
  const apart = tf.reshape(dy, [batch * rows * columns, channels, multiplier]);
  return Array.from({ length: multiplier }, (_, q) =>
    tf.reshape(tf.slice(apart, [0, 0, q], [-1, -1, 1]), [batch, rows, columns, channels]),
  );
}

/** Puts stride − 1 zeros between the rows and the columns. */
export function spread(tf: Tf, dy: tfjs.Tensor4D, strideHeight: number, strideWidth: number): tfjs.Tensor4D {
  if (strideHeight === 1 && strideWidth === 1) return dy;
  const [batch, rows, columns, channels] = dy.shape;
  const wide = tf.pad(tf.reshape(dy, [batch * rows, columns, 1, channels]), [
    [0, 0],
    [0, 0],
    [0, strideWidth - 1],
    [0, 0],
  ]);
  const width = columns * strideWidth;
  const tall = tf.pad(tf.reshape(wide, [batch, rows, 1, width * channels]), [
    [0, 0],
    [0, 0],
    [0, strideHeight - 1],
    [0, 0],
  ]);
  const all = tf.reshape(tall, [batch, rows * strideHeight, width, channels]) as tfjs.Tensor4D;
  const ends: [number, number, number, number] = [
    batch,
    (rows - 1) * strideHeight + 1,
    (columns - 1) * strideWidth + 1,
    channels,
  ];
  return tf.slice(all, [0, 0, 0, 0], ends);
}
