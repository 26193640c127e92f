/** What a data set is while a job runs: images and labels on the device, and what the loader knows of them. */
import * as tf from '@tensorflow/tfjs';

export interface DatasetMeta {
  /** The set and the rows of it, such as `mnist`, [[8000, 10000]]. */
  readonly name: string;
  readonly rows: readonly (readonly [start: number, end: number])[];
  /** Height, width, channels. */
  readonly image_shape: readonly [number, number, number];
  /** The least and the greatest value that a pixel can have: [0, 1] where normalized, else [0, 255]. */
  readonly value_range: readonly [number, number];
  readonly batch_size: number;
  readonly num_classes: number;
  /** Fixes shuffling, first weights and dropout; null: the job's own seed does. */
  readonly seed: number | null;
  /** Whether training meets it in a new order each epoch. */
  readonly shuffle: boolean;
}

export interface Dataset {
  /** [n, height, width, channels], float32, in `meta.value_range`. */
  readonly images: tf.Tensor4D;
  /** One-hot [n, classes], float32. */
  readonly labels: tf.Tensor2D;
  readonly meta: DatasetMeta;
}

export interface Batch {
  readonly x: tf.Tensor4D;
  readonly y: tf.Tensor2D;
}

/** The number of images. */
export function sizeOf(dataset: Dataset): number {
  return dataset.images.shape[0];
}

/** Where each batch begins and ends, in order. */
export function batchRanges(size: number, batchSize: number): [start: number, end: number][] {
  const starts = Array.from({ length: Math.ceil(size / batchSize) }, (_, i) => i * batchSize);
  return starts.map((start) => [start, Math.min(size, start + batchSize)]);
}

/** Consecutive images. The caller disposes them, or works in tidy(). */
export function sliceBatch({ images, labels }: Dataset, start: number, end: number): Batch {
  const count = end - start;
  return {
    x: tf.slice(images, [start, 0, 0, 0], [count, -1, -1, -1]),
    y: tf.slice(labels, [start, 0], [count, -1]),
  };
}

/** The images at these places. The caller disposes them, or works in tidy(). */
export function gatherBatch({ images, labels }: Dataset, places: Int32Array): Batch {
  return tf.tidy(() => {
    const rows = tf.tensor1d(places, 'int32');
    return { x: tf.gather(images, rows), y: tf.gather(labels, rows) };
  });
}

/** Classes → one-hot rows. The caller disposes them, or works in tidy(). */
export function oneHot(labels: ArrayLike<number>, classes: number): tf.Tensor2D {
  return tf.tidy(() => {
    const places = tf.tensor1d(Int32Array.from(labels), 'int32');
    return tf.oneHot(places, classes, 1, 0, 'float32') as tf.Tensor2D;
  });
}

/** The class of each image. */
export async function readLabels(dataset: Dataset): Promise<Int32Array> {
  const classes = tf.tidy(() => tf.argMax(dataset.labels, 1));
  const labels = Int32Array.from(await classes.data());
  classes.dispose();
  return labels;
}

/** How many rows two data sets share. */
export function countShared(a: Dataset, b: Dataset): number {
  if (a.meta.name !== b.meta.name) return 0;
  let shared = 0;
  for (const [from, to] of a.meta.rows) {
    for (const [start, end] of b.meta.rows) shared += Math.max(0, Math.min(to, end) - Math.max(from, start));
  }
  return shared;
}
