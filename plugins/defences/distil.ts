/** Defensive distillation, which hides its gradients and resists nothing. */
import {
  batchRanges,
  log,
  openClassifier,
  progress,
  sizeOf,
  sliceRows,
  type Classifier,
  type Dataset,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { checkCourse, fallingRate, trainCopy, type Course } from './course.ts';

/**
 * Defensive distillation (Papernot, McDaniel, Wu, Jha and Swami 2016, arXiv:1511.04508): a first copy of the model learns
 * the labels from logits divided by `temperature`; a second copy learns, in the same way, the shares that the first one
 * gives. It is then used at temperature 1, so its logits are about `temperature` times as far apart.
 *
 * It is here as it was broken (Carlini and Wagner 2017, arXiv:1608.04644, at 100 %): the paper reported 0.45 % success of
 * its attack, because in float32 the softmax of such logits is exactly 1 and the gradient of the cross entropy exactly 0.
 * An attack on the margin of the logits does not notice. Hold `zero_gradient_share` of FGSM against an attack on the
 * margin or the ratio of logits: robust accuracy that only the first one reports is no robustness.
 *
 * Threat model: meant against one who sees the weights, follows the slope of the probabilities and changes a few pixels (L0);
 * one who climbs the margin of the logits is not slowed at all. Defaults: temperature 20 is the paper's for MNIST;
 * epochs 3 and learning_rate 0.01 with Adam are ours (the paper: 50 epochs of SGD at 0.1, momentum 0.5, batch 128).
 *
 * Records at the number of the epoch `teacher_loss` and `student_loss`, each at the temperature.
 *
 * @param model what both begin with, ending in softmax or in logits; it stays as it is
 * @param dataset what to learn from, images [n, height, width, channels] with their labels [n, classes]; its batch size is
 *   taken
 * @param temperature 1 or more; the paper tries 1 to 100 and takes 20 for MNIST
 * @param epochs passes over the data set for each of the two, 1 or more
 * @param learning_rate of the first step of each, more than 0
 * @returns the second model
 * @throws where a number lies outside its range, or the loss stops being finite
 */
export async function distil_defensively(
  model: tf.LayersModel,
  dataset: Dataset,
  temperature = 20,
  epochs: number /* integer */ = 3,
  learning_rate = 0.01,
): Promise<tf.LayersModel> {
  checkCourse(epochs, learning_rate);
  if (!(temperature >= 1 && temperature < Infinity))
    throw new RangeError(`temperature is 1 or more, not ${temperature}.`);
  log(
    'Defensive distillation is broken: it makes the gradient of the cross entropy vanish in float32 and resists nothing. ' +
      'Attack its logits (margin or ratio), not its cross entropy.',
    'WARNING',
  );
  const course: Course = { epochs, rate: fallingRate(learning_rate), loss: warmLoss(temperature) };
  const teacher = await trainCopy(model, dataset, { ...course, series: 'teacher_loss' });
  const labels = soften(openClassifier(teacher), dataset, temperature);
  teacher.dispose();
  const student = await trainCopy(model, { ...dataset, labels }, { ...course, series: 'student_loss' });
  labels.dispose();
  return student;
}

/** The cross entropy of logits divided by the temperature. */
function warmLoss(temperature: number): Required<Course>['loss'] {
  return ({ classifier, y }, x) => ({
    cost: tf.tidy(() => tf.losses.softmaxCrossEntropy(y, tf.div(classifier.logits(x, true), temperature))),
  });
}

/** What the classifier reads at this temperature, as shares of each class [n, classes]. */
function soften({ logits }: Classifier, dataset: Dataset, temperature: number): tf.Tensor2D {
  const size = sizeOf(dataset);
  const parts = batchRanges(size, 256).map(([start, end]) =>
    tf.tidy(() => {
      progress(end, size, 'soft labels');
      return tf.softmax(tf.div(logits(sliceRows(dataset.images, start, end)), temperature)) as tf.Tensor2D;
    }),
  );
  const all = tf.concat(parts, 0);
  tf.dispose(parts);
  return all;
}
