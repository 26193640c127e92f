/** Adversarial training: the weights meet each batch as an attack on them has just changed it. */
import { checkUnitRange, type Dataset } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { checkCourse, fallingRate, trainCopy } from './course.ts';
import { checkWhole } from './defend.ts';
import { checkRadius, drawStart, perturb, warnOfStep } from './perturb.ts';
import { createWatch } from './watch.ts';

/** The share of all steps over which fast adversarial training brings ε to its full size. */
const WARM_UP = 0.3;
/** The share of all steps after which its learning rate is at its peak. */
const PEAK = 0.4;

/**
 * Adversarial training (Madry, Makelov, Schmidt, Tsipras and Vladu 2018, arXiv:1706.06083): each batch is attacked by
 * projected gradient descent in L∞, and a copy of the model is trained on what comes of it, by Adam at a rate that falls
 * in a line to 0. With `eps` 0 this is `train_classifier`, byte for byte.
 *
 * Threat model: the attacker who is trained against sees the weights and the true label, may change every pixel by at most
 * `eps` (L∞), and takes `iterations` steps. What resists is the trained model: attack its own weights.
 *
 * The paper's MNIST model takes 100,000 steps of batch 50 at a rate of 1e-4 and keeps 88.5 % under AutoAttack at ε 0.3, on
 * 60,000 digits. Defaults: eps, step, iterations and the random start are the paper's; learning_rate 0.01, 100 times the
 * paper's, that falls to 0, and 3 epochs, some 400 steps on 8,000 digits, are ours, so that it ends in a browser.
 *
 * After each epoch the first 256 images of `validation` are attacked by PGD of 10 steps: `clean_accuracy` and
 * `pgd_accuracy`, with their bands, at the number of the epoch; `catastrophic_overfitting` and `never_started` are 1 where
 * that happened, and the log says what to do.
 *
 * @param model what to begin with, ending in softmax or in logits; it stays as it is
 * @param dataset what to learn from, images [n, height, width, channels] from 0 to 1 with their labels [n, classes]; its
 *   batch size is taken
 * @param validation images that are watched and never learnt from; not the ones that the final figure is counted on
 * @param eps radius in L∞, a share of black to white, 0 to 1; 0.3 is the paper's
 * @param step of the attack, more than 0; 0.01 is the paper's; the log warns where it is longer than ε, or all steps cannot cross 2·ε
 * @param iterations of the attack, 1 or more; 40 are the paper's, and each costs a pass forward and back
 * @param random_start whether the attack begins at a random place within ε, as the paper's does
 * @param epochs passes over the data set, 1 or more
 * @param learning_rate of the first step, more than 0
 * @param warm_up the share of all steps over which ε and the attack's step grow to their full size, 0 to below 1; the paper
 *   has none, but without it a training of a few thousand steps at a high rate may never leave guessing
 * @returns the trained model
 * @throws where a number lies outside its range, or the loss stops being finite
 */
export async function train_adversarially(
  model: tf.LayersModel,
  dataset: Dataset,
  validation: Dataset,
  eps = 0.3,
  step = 0.01,
  iterations: number /* integer */ = 40,
  random_start = true,
  epochs: number /* integer */ = 3,
  learning_rate = 0.01,
  warm_up = 0,
): Promise<tf.LayersModel> {
  checkUnitRange(dataset);
  checkRadius(eps);
  checkCourse(epochs, learning_rate);
  checkWhole('iterations', iterations, 1, 1000);
  if (!(step > 0)) throw new RangeError(`step is more than 0, not ${step}.`);
  if (!(warm_up >= 0 && warm_up < 1))
    throw new RangeError(`warm_up is a share of all steps, 0 to below 1, not ${warm_up}.`);
  warnOfStep(eps, step, iterations);
  return trainCopy(model, dataset, {
    epochs,
    rate: fallingRate(learning_rate),
    change: ({ classifier, x, y, done, pause }) => {
      const grown = done < warm_up ? done / warm_up : 1;
      const epsilon = eps * grown;
      const start = random_start
        ? tf.tidy(() => tf.clipByValue(drawStart(x, epsilon, 'start'), 0, 1) as tf.Tensor4D)
        : undefined;
      return perturb(classifier, x, y, { epsilon, step: step * grown, iterations, start }, pause);
    },
    afterEpoch: createWatch({ validation, epsilon: eps, from: Math.max(0.3, warm_up) }),
  });
}

/**
 * Fast adversarial training (Wong, Rice and Kolter 2020, arXiv:2001.03994): one step of 1.25 ε along the gradient's sign
 * from a random place within ε. The learning rate rises to `learning_rate` over the first two fifths of all steps and
 * falls to 0 again, as the paper's; ε rises to `eps` over the first 30 %, which is ours: without it one seed in three
 * never leaves guessing. With `eps` 0 this is normal training at that rate.
 *
 * Threat model: the attacker who is trained against sees the weights and the true label, may change every pixel by at most
 * `eps` (L∞), and takes one step from a random place; the watch and the figure take a stronger one.
 *
 * The paper: 98.50 % clean and 88.77 % under PGD-50 at ε 0.3 after 10 epochs of batch 100 on 60,000 digits (82.93 % under
 * AutoAttack). The 10,000 bundled digits are fewer: 30 epochs of the paper's network give 74 to 84 % under PGD-40. The
 * model may learn to resist single steps only (catastrophic overfitting); the watch is that of `train_adversarially`.
 *
 * @param model what to begin with, ending in softmax or in logits; it stays as it is
 * @param dataset what to learn from, images [n, height, width, channels] from 0 to 1 with their labels [n, classes]; its
 *   batch size is taken, and 100 is the paper's
 * @param validation images that are watched and never learnt from; not the ones that the final figure is counted on
 * @param eps radius in L∞, a share of black to white, 0 to 1; 0.3 is the paper's
 * @param epochs passes over the data set, 1 or more; 10 are the paper's
 * @param learning_rate at its peak, more than 0; 5e-3 is the paper's
 * @param keep_best whether the weights of the epoch with the highest PGD accuracy on `validation` are kept instead of the last
 *   ones, which overfit where digits are few (Rice, Wong and Kolter 2020, arXiv:2002.11569); not so by default, as in the paper
 * @returns the trained model
 * @throws where a number lies outside its range, or the loss stops being finite
 */
export async function train_adversarially_fast(
  model: tf.LayersModel,
  dataset: Dataset,
  validation: Dataset,
  eps = 0.3,
  epochs: number /* integer */ = 10,
  learning_rate = 5e-3,
  keep_best = false,
): Promise<tf.LayersModel> {
  checkUnitRange(dataset);
  checkRadius(eps);
  checkCourse(epochs, learning_rate);
  return trainCopy(model, dataset, {
    epochs,
    rate: cyclicRate(learning_rate),
    keepBest: keep_best,
    change: ({ classifier, x, y, done, pause }) => {
      const epsilon = eps * Math.min(1, done / WARM_UP);
      const start = drawStart(x, epsilon, 'start');
      return perturb(classifier, x, y, { epsilon, step: 1.25 * epsilon, iterations: 1, start }, pause);
    },
    afterEpoch: createWatch({ validation, epsilon: eps, from: WARM_UP }),
  });
}

/** Up to `peak` in a line, and down to 0 in a line. @internal */
export function cyclicRate(peak: number): (done: number) => number {
  return (done) => peak * (done < PEAK ? done / PEAK : (1 - done) / (1 - PEAK));
}
