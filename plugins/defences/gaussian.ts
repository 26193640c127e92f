/** Gaussian noise on the input: at each reading another draw. */
import { random, type Classifier, type Readable } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { defend } from './defend.ts';

/**
 * Puts a model behind random noise: each time an image is read, every value first gets a new draw from a normal
 * distribution; nothing is clipped. Two readings of one image may differ, and with a small σ they seldom do.
 *
 * Threat: the gradient of one draw is the gradient of chance. An attack that is given this classifier must average over
 * draws (EOT, Athalye et al. 2018, arXiv:1707.07397); one that is given the undefended model does not know the defence.
 * The name and the default σ differ from IBM's toolbox, which adds noise to a data set, with σ 1.0.
 *
 * @param model a model that ends in softmax or in logits, or one behind another defence; it reads images
 *   [n, height, width, channels], and best was trained with such noise (`train_with_noise`)
 * @param sigma standard deviation of the noise, a share of black to white, 0 or more; 0.25 is ours, one of those that
 *   Cohen et al. smooth with
 * @returns the defended classifier
 * @throws where `sigma` is negative or no number
 */
export function augment_gaussian(model: Readable, sigma = 0.25): Classifier {
  checkSigma(sigma);
  const defence = { name: `Gaussian noise, σ ${sigma}`, differentiable: true, stochastic: sigma > 0 };
  return defend(model, (x) => addNoise(x, sigma, 'input noise'), defence);
}

/** x and a draw of the step's stream; the caller disposes of it, or works in `tf.tidy`. */
export function addNoise(x: tf.Tensor4D, sigma: number, stream: string): tf.Tensor4D {
  return tf.tidy(() => tf.add(x, drawNoise(x.shape, sigma, stream)));
}

/** Normal values of this shape from the step's stream. */
export function drawNoise(shape: tf.Tensor4D['shape'], sigma: number, stream: string): tf.Tensor4D {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor4d(random(stream).fillNormal(new Float32Array(size), 0, sigma), shape);
}

/** Throws unless σ is 0 or more. */
export function checkSigma(sigma: number): void {
  if (!(sigma >= 0 && sigma < Infinity)) {
    throw new RangeError(`sigma is a share of black to white, 0 or more, not ${sigma}.`);
  }
}
