/** What a model says of images: the class with the greatest probability, and that probability. */
import * as tf from '@tensorflow/tfjs';
import { batchRanges, sliceRows } from './dataset.ts';
import { openLogits } from './logits.ts';
import { createPause } from './pause.ts';

export interface Readings {
  readonly predictions: Int32Array;
  readonly confidences: Float32Array;
}

/** Reads images [n, h, w, c], in their order. */
export async function classify(model: tf.LayersModel, images: tf.Tensor4D): Promise<Readings> {
  const { logits } = openLogits(model);
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

/** How many predictions are the label. */
export function countCorrect({ predictions }: Readings, labels: Int32Array): number {
  return predictions.reduce((sum, prediction, i) => sum + Number(prediction === labels[i]), 0);
}
