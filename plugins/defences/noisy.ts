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
 * Threat model: none by itself, as it trains on chance and no attack; it makes `smooth_randomly` and `certify` answer one who
 * may change an image by some length in L2. Attack the trained weights for what they hold alone.
 *
 * Defaults: sigma 0.25 is one of the paper's three; epochs 3 and learning_rate 0.01 with Adam are ours (the authors' code for
 * CIFAR-10: SGD at 0.1 with momentum 0.9, batch 256, 90 epochs).
 *
 * @param model what to begin with, ending in softmax or in logits; it stays as it is
 * @param dataset what to learn from, images [n, height, width, channels] with their labels [n, classes]; its batch size is
 *   taken
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
