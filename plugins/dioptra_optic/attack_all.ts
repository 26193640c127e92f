/** What the attacks share: the way over a data set, batch by batch, and what is said of targets. */
import {
  batchRanges,
  createPause,
  log,
  openClassifier,
  progress,
  signal,
  sizeOf,
  sliceRows,
  type Dataset,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/** Changes one batch [n, height, width, channels] with its one-hot labels; the result belongs to the caller. */
export type AttackBatch = (x: tf.Tensor4D, y: tf.Tensor2D) => tf.Tensor4D | Promise<tf.Tensor4D>;

/** A data set with its images changed, in their order; labels stay. */
export async function attackAll(dataset: Dataset, attack: AttackBatch): Promise<Dataset> {
  const size = sizeOf(dataset);
  const pause = createPause();
  const parts: tf.Tensor4D[] = [];
  for (const [start, end] of batchRanges(size, dataset.meta.batch_size)) {
    signal().throwIfAborted();
    const x = sliceRows(dataset.images, start, end);
    const y = sliceRows(dataset.labels, start, end);
    parts.push(await attack(x, y));
    tf.dispose([x, y]);
    progress(end, size, 'images');
    await pause();
  }
  const images = tf.concat(parts, 0);
  tf.dispose(parts);
  return { images, labels: tf.clone(dataset.labels), meta: { ...dataset.meta, shuffle: false } };
}

/** Said in the log of an attack: the log of clipped probabilities is not a loss, so a softmax at the end is left out. */
export const sayTensor = (model: tf.LayersModel): string =>
  openClassifier(model).beforeSoftmax ? ', on the tensor before the softmax' : '';

/** Throws where the target is no class of the data set. */
export function checkTarget(target: number | null, { meta }: Dataset): void {
  if (target === null || (Number.isInteger(target) && target >= 0 && target < meta.num_classes)) return;
  throw new RangeError(`The target is a class from 0 to ${meta.num_classes - 1}, not ${target}.`);
}

/** Says how many images are of the target's class already. */
export async function warnOfTarget(target: number | null, { labels }: Dataset): Promise<void> {
  if (target === null) return;
  const counts = tf.tidy(() => tf.sum(labels, 0));
  const already = (await counts.data())[target]!;
  counts.dispose();
  const text = `targeted: ${already} images are of class ${target} already, and the reference counts them too; accuracy under this attack is no robust accuracy`;
  log(text, 'WARNING');
}

/** The reference keeps a changed data set only where it is told to. */
export function noteSaving(save_dataset: boolean): void {
  if (!save_dataset) return;
  log('save_dataset changes nothing here: a changed data set is always kept whole', 'DEBUG');
}
