/** What a classifier says of images: the class with the greatest probability, and that probability. */
import * as tf from '@tensorflow/tfjs';
import { createPause } from '#sdk/pause.ts';
import { log } from '#sdk/say.ts';
import { openClassifier, type Readable } from './classifier.ts';
import { batchRanges, sliceRows } from './dataset.ts';

/** Stands for a class where logits are not numbers: it is no label and no target, so such an image counts as read wrongly. */
export const NO_CLASS = -1;

export interface Readings {
  /** The class read in each image; −1 where its logits hold a NaN, or an infinity above all. */
  readonly predictions: Int32Array;
  /** Its probability, 0 to 1; 0 where there is no class. */
  readonly confidences: Float32Array;
}

/**
 * Reads images [n, height, width, channels] in their order, 256 at once, giving way now and then. Warns in the log, once,
 * where no class could be read.
 *
 * @example
 * const { predictions } = await classify(model, dataset.images);
 */
export async function classify(model: Readable, images: tf.Tensor4D): Promise<Readings> {
  const { logits } = openClassifier(model);
  const size = images.shape[0];
  const predictions = new Int32Array(size);
  const confidences = new Float32Array(size);
  const pause = createPause();
  for (const [start, end] of batchRanges(size, 256)) {
    const [said, most] = tf.tidy(() => {
      const read = logits(sliceRows(images, start, end));
      return [read, tf.max(tf.softmax(read), 1)] as [tf.Tensor2D, tf.Tensor];
    });
    const [classes, shares] = await Promise.all([readClasses(said), most.data()]);
    predictions.set(classes, start);
    confidences.set(shares, start);
    tf.dispose([said, most]);
    await pause();
  }
  const unread = predictions.reduce((sum, prediction, i) => {
    if (prediction === NO_CLASS) confidences[i] = 0;
    return sum + Number(prediction === NO_CLASS);
  }, 0);
  if (unread > 0) {
    log(`the logits of ${unread} of ${size} images are not numbers: they count as read wrongly`, 'WARNING');
  }
  return { predictions, confidences };
}

/**
 * The class that logits [n, classes] say of each row, the first of equals after the softmax; −1 where they hold a NaN, or
 * an infinity above all, of which `tf.argMax` says 0. The caller keeps the logits.
 *
 * @example
 * const logits = tf.tidy(() => classifier.logits(images));
 * const predictions = await readClasses(logits);
 */
export async function readClasses(logits: tf.Tensor2D): Promise<Int32Array> {
  const [, classes] = logits.shape;
  const said = tf.tidy(() => tf.argMax(tf.softmax(logits), 1));
  const [predictions, values] = await Promise.all([said.data(), logits.data()]);
  said.dispose();
  return Int32Array.from(predictions, (prediction, row) => {
    for (let k = row * classes; k < (row + 1) * classes; k++) {
      if (Number.isNaN(values[k]) || values[k] === Infinity) return NO_CLASS;
    }
    return prediction;
  });
}

/** How many predictions are the label. @example const right = countCorrect(await classify(model, images), labels); */
export function countCorrect({ predictions }: Pick<Readings, 'predictions'>, labels: Int32Array): number {
  return predictions.reduce((sum, prediction, i) => sum + Number(prediction === labels[i]), 0);
}

/**
 * What stands: 1 for each image whose label is read both in it as it was and as it is now. An image that was misread before
 * counts as lost whatever is done to it, even where an attack or noise sets it right, so right under attack is never more
 * than right unchanged. All three have one entry an image; labels and readings beyond `now` are left aside.
 *
 * @example
 * const held = findHeld(labels, clean.predictions, round.predictions);
 * const correct = held.reduce((sum, one) => sum + one, 0);
 */
export function findHeld(labels: Int32Array, before: Int32Array, now: Int32Array): Uint8Array {
  return Uint8Array.from(now, (prediction, i) => Number(before[i] === labels[i] && prediction === labels[i]));
}
