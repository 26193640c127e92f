/** The one loop that every training here goes through: what differs between them is the loss of a batch. */
import {
  batchRanges,
  copyModel,
  createPause,
  gatherRows,
  metric,
  openClassifier,
  progress,
  random,
  signal,
  sizeOf,
  type Classifier,
  type Dataset,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { BestWeights } from './best_weights.ts';

/** One batch, and how far the training is. */
export interface Batch {
  readonly classifier: Classifier;
  readonly x: tf.Tensor4D;
  /** One-hot, or shares of each class. */
  readonly y: tf.Tensor2D;
  /** Of all steps, how many are done: from 0 to below 1. */
  readonly done: number;
  readonly pause: () => Promise<void>;
}

/** What a step goes down. */
export interface Loss {
  readonly cost: tf.Scalar;
  /** What of it says how well the labels are known; default: all of it. */
  readonly crossEntropy?: tf.Scalar;
}

export interface Course {
  readonly epochs: number;
  /** The learning rate by the share of steps that are done. */
  readonly rate: (done: number) => number;
  /** What the weights are to meet instead of the images; it is disposed of after the step. Default: the images. */
  readonly change?: (batch: Batch) => tf.Tensor4D | Promise<tf.Tensor4D>;
  /** The mean loss of a batch. Default: the cross entropy of what the changed images are read as. */
  readonly loss?: (batch: Batch, changed: tf.Tensor4D) => Loss;
  /** What the mean loss of each epoch is recorded as. Default: `loss`. */
  readonly series?: string;
  /** Whether the weights of the epoch that `afterEpoch` scores highest are kept (of equals the last), not the last ones. */
  readonly keepBest?: boolean;
  /** Called with the mean cross entropy of each epoch; may score it. */
  readonly afterEpoch?: (
    epoch: number,
    crossEntropy: number,
    classifier: Classifier,
    done: number,
  ) => Promise<number | void>;
}

/**
 * Trains a copy of a model by Adam, in a new seeded order each epoch, in batches of the data set's size. The order, Adam
 * and the cross entropy are those of `train_classifier`: without a change, and at its rate, the weights come out the same
 * byte for byte.
 *
 * @internal
 */
export async function trainCopy(
  model: tf.LayersModel,
  { images, labels, meta }: Pick<Dataset, 'images' | 'labels' | 'meta'>,
  course: Course,
): Promise<tf.LayersModel> {
  const trained = await copyModel(model);
  const classifier = openClassifier(trained);
  const optimizer = tf.train.adam(course.rate(0));
  const order = Int32Array.from({ length: sizeOf({ images }) }, (_, i) => i);
  const ranges = batchRanges(order.length, meta.batch_size);
  const total = course.epochs * ranges.length;
  const pause = createPause();
  const best = new BestWeights();
  let step = 0;
  for (let epoch = 0; epoch < course.epochs; epoch++) {
    random('order').shuffle(order);
    const sums: Told = { cost: 0, crossEntropy: 0 };
    for (const [start, end] of ranges) {
      signal().throwIfAborted();
      const places = order.subarray(start, end);
      const [x, y] = [gatherRows(images, places), gatherRows(labels, places)];
      setRate(optimizer, course.rate(step / total));
      const batch = { classifier, x, y, done: step / total, pause };
      const told = await takeStep(trained, optimizer, course, batch);
      sums.cost += told.cost * (end - start);
      sums.crossEntropy += told.crossEntropy * (end - start);
      tf.dispose([x, y]);
      progress(++step, total, `epoch ${epoch + 1} of ${course.epochs}`);
      await pause();
    }
    metric(course.series ?? 'loss', sums.cost / order.length, epoch);
    const score = await course.afterEpoch?.(
      epoch,
      sums.crossEntropy / order.length,
      classifier,
      step / total,
    );
    if (course.keepBest && typeof score === 'number') best.offer(trained, epoch, score);
  }
  best.restore(trained);
  optimizer.dispose();
  return trained;
}

interface Told {
  cost: number;
  crossEntropy: number;
}

async function takeStep(
  model: tf.LayersModel,
  optimizer: tf.Optimizer,
  { change, loss = meanCrossEntropy }: Course,
  batch: Batch,
): Promise<Told> {
  const changed = change ? await change(batch) : batch.x;
  const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  seedDropout(model);
  let known: tf.Scalar | undefined;
  const cost = optimizer.minimize(
    () => {
      const { cost: whole, crossEntropy } = loss(batch, changed);
      known = crossEntropy && tf.keep(crossEntropy);
      return whole;
    },
    true,
    weights,
  )!;
  const value = (await cost.data())[0]!;
  const crossEntropy = known ? (await known.data())[0]! : value;
  tf.dispose([cost, ...(known ? [known] : [])]);
  if (changed !== batch.x) changed.dispose();
  if (!Number.isFinite(value))
    throw new Error('The loss is no finite number any more: take a smaller learning rate.');
  return { cost: value, crossEntropy };
}

function meanCrossEntropy({ classifier, y }: Batch, changed: tf.Tensor4D): Loss {
  return { cost: tf.losses.softmaxCrossEntropy(y, classifier.logits(changed, true)) };
}

/** A rate that falls in a line from `first` to 0. */
export const fallingRate =
  (first: number): Course['rate'] =>
  (done) =>
    first * (1 - done);

/** Throws where a training could not begin. */
export function checkCourse(epochs: number, learning_rate: number): void {
  if (!Number.isInteger(epochs) || epochs < 1)
    throw new RangeError(`epochs is a whole number from 1, not ${epochs}.`);
  if (!(learning_rate > 0 && learning_rate < Infinity))
    throw new RangeError(`learning_rate is more than 0, not ${learning_rate}.`);
}

/** Layers has no schedules; its optimizers read this field at each step. */
function setRate(optimizer: tf.AdamOptimizer, rate: number): void {
  (optimizer as unknown as { learningRate: number }).learningRate = rate;
}

/** A dropout layer draws its mask from its seed alone: a new one each step, from the job's own. */
function seedDropout(model: tf.LayersModel): void {
  for (const layer of model.layers) {
    if (layer.getClassName() === 'Dropout') Object.assign(layer, { seed: random('dropout').word() });
  }
}
