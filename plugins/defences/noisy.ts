/** Training on noisy images, so that a smoothed classifier has something to vote on. */
import { log, type Dataset } from 'alidade/sdk';
import type * as tf from '@tensorflow/tfjs';
import { checkCourse, fallingRate, trainCopy } from './course.ts';
import { addNoise, checkSigma } from './gaussian.ts';

/**
 * Gaussian training for randomised smoothing (Cohen, Rosenfeld and Kolter 2019, arXiv:1902.02918): each batch is met with a
 * new draw of normal noise on every value, never clipped, by Adam at a rate that falls in a line to 0. With `sigma` 0 this
 * is `train_classifier`, byte for byte.
 *
 * @param model what to begin with, ending in softmax or in logits; it stays as it is
 * @param dataset what to learn from; its batch size is taken
 * @param sigma standard deviation of the noise in the unit of the pixels, 0 or more; the same as smoothing will use: the
 *   paper trains and certifies with 0.25, 0.5 and 1
 * @param epochs passes over the data set, 1 or more
 * @param learning_rate of the first step, more than 0
 * @returns the trained model
 * @throws where a number lies outside its range, or the loss stops being finite
 */
export async function train_with_noise(
  model: tf.LayersModel,
  dataset: Dataset,
  sigma = 0.25,
  epochs: number /* integer */ = 3,
  learning_rate = 0.01,
): Promise<tf.LayersModel> {
  checkCourse(epochs, learning_rate);
  checkSigma(sigma);
  log(`training with noise of σ ${sigma} on every value`);
  return trainCopy(model, dataset, {
    epochs,
    rate: fallingRate(learning_rate),
    change: ({ x }) => addNoise(x, sigma, 'noise'),
  });
}
