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

/**
 * Images with their true labels, on the device.
 *
 * @example
 * const brighter: Dataset = { ...dataset, images: tf.clipByValue(tf.add(dataset.images, 0.1), 0, 1) };
 */
export interface Dataset {
  /** [n, height, width, channels], float32, in `meta.value_range`. */
  readonly images: tf.Tensor4D;
  /** One-hot [n, classes], float32. */
  readonly labels: tf.Tensor2D;
  readonly meta: DatasetMeta;
}

/** The number of images. @example progress(0, sizeOf(dataset)); */
export function sizeOf(dataset: Pick<Dataset, 'images'>): number {
  return dataset.images.shape[0];
}

/**
 * Where each batch begins and ends, in order; the last may be smaller.
 *
 * @example
 * for (const [start, end] of batchRanges(sizeOf(dataset), 100)) read(sliceRows(dataset.images, start, end));
 */
export function batchRanges(size: number, batchSize: number): [start: number, end: number][] {
  const starts = Array.from({ length: Math.ceil(size / batchSize) }, (_, i) => i * batchSize);
  return starts.map((start) => [start, Math.min(size, start + batchSize)]);
}

/**
 * Rows from `start` up to `end` of images or labels. The caller disposes of them, or works in `tf.tidy`.
 *
 * @example
 * const first = sliceRows(dataset.images, 0, 32);
 */
export function sliceRows<T extends tf.Tensor>(rows: T, start: number, end: number): T {
  const rest = rows.shape.length - 1;
  return tf.slice(
    rows,
    [start, ...Array<number>(rest).fill(0)],
    [end - start, ...Array<number>(rest).fill(-1)],
  ) as T;
}

/**
 * Rows at these places, in their order. The caller disposes of them, or works in `tf.tidy`.
 *
 * @example
 * const missed = gatherRows(dataset.images, Int32Array.of(3, 17));
 */
export function gatherRows<T extends tf.Tensor>(rows: T, places: Int32Array): T {
  return tf.tidy(() => tf.gather(rows, tf.tensor1d(places, 'int32')));
}

/**
 * Classes → one-hot rows [n, classes], float32. The caller disposes of them, or works in `tf.tidy`.
 *
 * @example
 * const towardsZero = oneHot(new Int32Array(32), 10);
 */
export function oneHot(labels: ArrayLike<number>, classes: number): tf.Tensor2D {
  return tf.tidy(() => {
    const places = tf.tensor1d(Int32Array.from(labels), 'int32');
    return tf.oneHot(places, classes, 1, 0, 'float32') as tf.Tensor2D;
  });
}

/** The class of each image. @example const labels = await readLabels(dataset); */
export async function readLabels({ labels }: Pick<Dataset, 'labels'>): Promise<Int32Array> {
  const classes = tf.tidy(() => tf.argMax(labels, 1));
  const values = Int32Array.from(await classes.data());
  classes.dispose();
  return values;
}

/**
 * Throws where the pixels do not lie from 0 to 1, for tasks whose ε is a share of black to white.
 *
 * @example
 * checkUnitRange(dataset);
 */
export function checkUnitRange({ meta }: { readonly meta: Pick<DatasetMeta, 'value_range'> }): void {
  const [low, high] = meta.value_range;
  if (low !== 0 || high !== 1) {
    throw new RangeError(
      `These tasks take pixels from 0 to 1, not ${low} to ${high}: load with normalize true.`,
    );
  }
}
