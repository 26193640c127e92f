/** What a classifier says of images: the class with the greatest probability, and that probability. */
import * as tf from '@tensorflow/tfjs';
import { createPause } from '#sdk/pause.ts';
import { openClassifier, type Readable } from './classifier.ts';
import { batchRanges, sliceRows } from './dataset.ts';

export interface Readings {
  /** The class read in each image. */
  readonly predictions: Int32Array;
  /** Its probability, 0 to 1. */
  readonly confidences: Float32Array;
}

/**
 * Reads images [n, height, width, channels] in their order, 256 at once, giving way now and then.
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
    const read = tf.tidy(() => {
      const shares = tf.softmax(logits(sliceRows(images, start, end)));
      return [tf.argMax(shares, 1), tf.max(shares, 1)] as [tf.Tensor, tf.Tensor];
    });
    const [classes, shares] = await Promise.all(read.map((values) => values.data()));
    predictions.set(classes!, start);
    confidences.set(shares!, start);
    tf.dispose(read);
    await pause();
  }
  return { predictions, confidences };
}

/** How many predictions are the label. @example const right = countCorrect(await classify(model, images), labels); */
export function countCorrect({ predictions }: Pick<Readings, 'predictions'>, labels: Int32Array): number {
  return predictions.reduce((sum, prediction, i) => sum + Number(prediction === labels[i]), 0);
}
