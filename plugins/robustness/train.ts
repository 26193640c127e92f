/** Trains a small classifier in a few seconds: Adam with a rate that falls to nothing. */
import {
  batchRanges,
  copyModel,
  createPause,
  gatherRows,
  log,
  metric,
  openClassifier,
  progress,
  random,
  readLabels,
  signal,
  type Classifier,
  type Dataset,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/** Batches between two points of the curves. */
const EVERY = 5;

interface Run {
  readonly model: tf.LayersModel;
  readonly dataset: Dataset;
  /** The class of each image. */
  readonly labels: Int32Array;
  readonly classifier: Classifier;
  readonly optimizer: tf.AdamOptimizer;
}

/**
 * Trains a copy of a model by Adam whose rate falls in a line from `learning_rate` to 0 over all steps, on softmax cross
 * entropy, in a new seeded order each epoch. Records `loss` and `accuracy` of the batches as they are met, at the number of
 * batches done. Defaults: epochs 3 and learning_rate 0.01 are ours. The pool-free net learns 8,000 digits in 3 epochs to 95
 * to 97 %, in about 4 s without a GPU.
 *
 * @param model what to begin with, ending in softmax or in logits; it stays as it is
 * @param dataset what to learn from, images [n, height, width, channels] with their labels [n, classes]; its batch size is
 *   taken
 * @param epochs passes over the data set, 1 or more
 * @param learning_rate of the first step, more than 0
 * @returns the trained model
 * @throws where `epochs` is no whole number of 1 or more, `learning_rate` is not more than 0, or the loss stops being a finite
 *   number
 */
export async function train_classifier(
  model: tf.LayersModel,
  dataset: Dataset,
  epochs = 3,
  learning_rate = 0.01,
): Promise<tf.LayersModel> {
  if (!(Number.isInteger(epochs) && epochs >= 1))
    throw new RangeError(`epochs is a whole number, 1 or more, not ${epochs}.`);
  if (!(learning_rate > 0)) throw new RangeError(`learning_rate is more than 0, not ${learning_rate}.`);
  const trained = await copyModel(model);
  const run: Run = {
    model: trained,
    dataset,
    labels: await readLabels(dataset),
    classifier: openClassifier(trained),
    optimizer: tf.train.adam(learning_rate),
  };
  const size = dataset.images.shape[0];
  const ranges = batchRanges(size, dataset.meta.batch_size);
  const total = epochs * ranges.length;
  const order = Int32Array.from({ length: size }, (_, i) => i);
  const tell = createTeller(total, epochs);
  const pause = createPause();
  let done = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    random('order').shuffle(order);
    for (const [start, end] of ranges) {
      signal().throwIfAborted();
      setRate(run.optimizer, learning_rate * (1 - done / total));
      const step = await trainBatch(run, order.subarray(start, end));
      tell(++done, step, end - start);
      await pause();
    }
  }
  run.optimizer.dispose();
  log(`trained on ${size} images in ${total} steps`);
  return trained;
}

/** One step: the mean loss of the batch, and how many it read right before it. */
async function trainBatch(run: Run, places: Int32Array): Promise<{ loss: number; correct: number }> {
  const { model, dataset, labels, classifier, optimizer } = run;
  const x = gatherRows(dataset.images, places);
  const y = gatherRows(dataset.labels, places);
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  let said: tf.Tensor2D | null = null;
  const step = (): tf.Scalar => {
    const logits = tf.keep(classifier.logits(x, true));
    said = logits;
    return tf.losses.softmaxCrossEntropy(y, logits);
  };
  const cost = optimizer.minimize(step, true, weights)!;
  const logits = said as unknown as tf.Tensor2D;
  const [[loss], scored] = await Promise.all([cost.data(), logits.data()]);
  tf.dispose([x, y, cost, logits]);
  if (!Number.isFinite(loss))
    throw new Error('The loss is no finite number any more: take a smaller learning rate.');
  return { loss: loss!, correct: countRight(scored, labels, places) };
}

/** Counted here and not on the device: four small operations a step cost more than they compute. */
function countRight(logits: ArrayLike<number>, labels: Int32Array, places: Int32Array): number {
  const classes = logits.length / places.length;
  let right = 0;
  places.forEach((place, row) => {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if (logits[row * classes + k]! > logits[row * classes + best]!) best = k;
    }
    right += Number(best === labels[place]);
  });
  return right;
}

type Tell = (done: number, step: { loss: number; correct: number }, images: number) => void;

/** Progress each step; a point of the curves every few. */
function createTeller(total: number, epochs: number): Tell {
  let loss = 0;
  let correct = 0;
  let seen = 0;
  return (done, step, images) => {
    loss += step.loss * images;
    correct += step.correct;
    seen += images;
    progress(done, total, `epoch ${Math.ceil((done * epochs) / total)} of ${epochs}`);
    if (done % EVERY !== 0 && done !== total) return;
    metric('loss', loss / seen, done);
    metric('accuracy', correct / seen, done);
    loss = correct = seen = 0;
  };
}

/** Layers has no schedules; its optimizers read this field at each step. */
function setRate(optimizer: tf.AdamOptimizer, rate: number): void {
  (optimizer as unknown as { learningRate: number }).learningRate = rate;
}
