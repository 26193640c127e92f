/** Runs a classifier over a data set, batch by batch. */
import {
  batchRanges,
  createPause,
  openClassifier,
  progress,
  readLabels,
  signal,
  sizeOf,
  sliceRows,
  type Dataset,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { createLoss, getCompileSpec } from './compile.ts';
import type { Predictions } from './metrics.ts';

/** Images a batch where nothing is kept for gradients. */
const BATCH = 256;

/** The probabilities of each class for every image, in the order of the data set. */
export async function predictAll(model: tf.LayersModel, dataset: Dataset, note = ''): Promise<Predictions> {
  const { logits } = openClassifier(model);
  return collect(dataset, note, (x) => tf.softmax(logits(x)));
}

/** The same, with the mean loss that the model was compiled with. */
export async function predictWithLoss(
  model: tf.LayersModel,
  dataset: Dataset,
): Promise<Predictions & { readonly loss: number }> {
  const { logits } = openClassifier(model);
  const loss = createLoss(getCompileSpec(model));
  const parts: [sum: tf.Scalar, weight: number][] = [];
  const predictions = await collect(dataset, '', (x, y) => {
    const scores = logits(x);
    parts.push([tf.keep(loss(y, scores)), x.shape[0]]);
    return tf.softmax(scores);
  });
  const losses = await Promise.all(parts.map(async ([mean, weight]) => (await mean.data())[0]! * weight));
  parts.forEach(([mean]) => mean.dispose());
  return { ...predictions, loss: losses.reduce((a, b) => a + b, 0) / sizeOf(dataset) };
}

async function collect(
  dataset: Dataset,
  note: string,
  run: (x: tf.Tensor4D, y: tf.Tensor2D) => tf.Tensor2D,
): Promise<Predictions> {
  const size = sizeOf(dataset);
  const classes = dataset.meta.num_classes;
  const probabilities = new Float32Array(size * classes);
  const pause = createPause();
  for (const [start, end] of batchRanges(size, BATCH)) {
    signal().throwIfAborted();
    const batch = tf.tidy(() =>
      run(sliceRows(dataset.images, start, end), sliceRows(dataset.labels, start, end)),
    );
    probabilities.set(await batch.data(), start * classes);
    batch.dispose();
    if (note !== '') progress(end, size, note);
    await pause();
  }
  return { probabilities, labels: await readLabels(dataset), classes };
}
