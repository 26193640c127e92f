/** TRADES: what is read right, and how far a small change may bend it, weighed against each other. */
import { checkUnitRange, type Dataset } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { checkCourse, fallingRate, trainCopy, type Batch } from './course.ts';
import { checkWhole } from './defend.ts';
import { drawNoise } from './gaussian.ts';
import { checkRadius, perturb, warnOfStep } from './perturb.ts';
import { createWatch } from './watch.ts';

/** As the authors' code begins: beside the image, where the divergence has a slope. */
const START = 1e-3;

/**
 * TRADES (Zhang et al. 2019, arXiv:1901.08573): the loss is the cross entropy of the images as they are, plus `beta` times
 * the divergence KL(read as it is ‖ read as changed), where the change within ε makes that divergence great. A copy of the
 * model is trained by Adam at a rate that falls in a line to 0. With `beta` 0 this is `train_classifier`, byte for byte.
 *
 * Threat model: the attacker who is trained against sees the weights, may change every pixel by at most `eps` (L∞), and takes
 * `iterations` steps from beside the image. What resists is the trained model: attack its own weights.
 *
 * The paper's MNIST model: SGD with rate 0.01 and momentum 0.9, batch 128, 100 epochs on 60,000 digits, 99.48 % clean and
 * 92.81 % under AutoAttack at ε 0.3. Defaults: beta, eps, step and iterations are the paper's; Adam instead of SGD, with a
 * learning_rate of 0.01 that falls to 0, the batch size of the data set and 3 epochs are ours, so that it ends in a browser.
 * The authors' code names the factor both 1/λ and beta, with 1 for MNIST, 6 for CIFAR.
 * The watch is that of `train_adversarially`.
 *
 * @param model what to begin with, ending in softmax or in logits; it stays as it is
 * @param dataset what to learn from, images [n, height, width, channels] from 0 to 1 with their labels [n, classes]; its
 *   batch size is taken
 * @param validation images that are watched and never learnt from; not the ones that the final figure is counted on
 * @param beta weight of the divergence, 0 or more
 * @param eps radius in L∞, a share of black to white, 0 to 1; 0.3 is the paper's
 * @param step of the attack, more than 0; 0.01 is the paper's; the log warns as in `train_adversarially`
 * @param iterations of the attack, 1 or more; 40 are the paper's
 * @param epochs passes over the data set, 1 or more
 * @param learning_rate of the first step, more than 0
 * @returns the trained model
 * @throws where a number lies outside its range, or the loss stops being finite
 */
export async function train_trades(
  model: tf.LayersModel,
  dataset: Dataset,
  validation: Dataset,
  beta = 1,
  eps = 0.3,
  step = 0.01,
  iterations: number /* integer */ = 40,
  epochs: number /* integer */ = 3,
  learning_rate = 0.01,
): Promise<tf.LayersModel> {
  checkUnitRange(dataset);
  checkRadius(eps);
  checkCourse(epochs, learning_rate);
  checkWhole('iterations', iterations, 1, 1000);
  if (!(beta >= 0)) throw new RangeError(`beta is 0 or more, not ${beta}.`);
  if (!(step > 0)) throw new RangeError(`step is more than 0, not ${step}.`);
  warnOfStep(eps, step, iterations);
  return trainCopy(model, dataset, {
    epochs,
    rate: fallingRate(learning_rate),
    change: (batch) => bend(batch, { epsilon: eps, step, iterations }),
    loss: ({ classifier, x, y }, changed) => {
      const clean = classifier.logits(x, true);
      const cost = tradesLoss(clean, classifier.logits(changed, true), y, beta);
      return { cost, crossEntropy: tf.losses.softmaxCrossEntropy(y, clean) };
    },
    afterEpoch: createWatch({ validation, epsilon: eps, from: 0.3 }),
  });
}

/** For a fixed reading, the cross entropy towards it differs from the divergence by a constant: the slopes are the same. */
async function bend(
  { classifier, x, pause }: Batch,
  attack: { epsilon: number; step: number; iterations: number },
): Promise<tf.Tensor4D> {
  const read = tf.tidy(() => tf.softmax(classifier.logits(x)));
  const start = tf.tidy(() => tf.add(x, drawNoise(x.shape, START, 'start')) as tf.Tensor4D);
  const changed = await perturb(classifier, x, read, { ...attack, start }, pause);
  read.dispose();
  return changed;
}

/** The mean of cross entropy + beta · KL(softmax(clean) ‖ softmax(changed)), of logits [n, classes]. @internal */
export function tradesLoss(
  clean: tf.Tensor2D,
  changed: tf.Tensor2D,
  truth: tf.Tensor2D,
  beta: number,
): tf.Scalar {
  return tf.tidy(() => {
    const logs = tf.logSoftmax(clean);
    const divergence = tf.sum(tf.mul(tf.exp(logs), tf.sub(logs, tf.logSoftmax(changed))), 1);
    return tf.add(
      tf.losses.softmaxCrossEntropy(truth, clean),
      tf.mul(beta, tf.mean(divergence)),
    ) as tf.Scalar;
  });
}
