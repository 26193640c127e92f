/** The fast gradient sign method at several ε, from one gradient. */
import {
  checkEpsilons,
  crossEntropy,
  metric,
  parseNorm,
  progress,
  createPause,
  batchRanges,
  shift,
  signal,
  sliceRows,
  type AttackRound,
  type Dataset,
  type Examples,
  type GradientHealth,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { findDirection } from './directions.ts';
import { closeRound } from './rows.ts';
import { findSlope, watchHealth } from './slopes.ts';
import { closeSubjects, openSubjects, type Subjects } from './subjects.ts';
import { describeThreat, mostOf, nameAttack, normName } from './threat.ts';

/** Images whose gradient is taken at once. */
const BATCH = 100;

/**
 * The fast gradient sign method (Goodfellow, Shlens, Szegedy 2015, arXiv:1412.6572) at several ε: every pixel moves by ε
 * along the sign of the cross entropy's gradient, then back into [0, 1]. One gradient serves every ε. In L2 the whole
 * image moves by ε along the gradient itself (fast gradient method), in L1 along the signs of its steepest twentieth.
 *
 * Threat model: sees the weights, a defence where there is one, and the true label; may change every pixel by at most ε;
 * tries one step. Records the share of images whose whole gradient is zero (`zero_gradient_share`) or not a number
 * (`nan_gradient_share`): more than a few in a hundred mean that the gradient is masked and the attack is not to be
 * trusted.
 *
 * Figures: leaves 31 of 10,000 MNIST digits at ε 0.5 on a plain network and 96.36 % at ε 0.3 on Madry's robust one (ART
 * notebook, MNIST challenge). Defaults: ε are ours; ART takes 0.3.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param epsilons one or more, each more than 0; at most 1 in L∞; 26/255 is about 0.1
 * @param norm what ε bounds: inf, 2 or 1
 * @param count how many of the first images are attacked, 1 or more; null: all
 * @param eot draws of a random defence that a gradient is averaged over, 1 or more
 * @returns the changed images, for each ε
 * @throws for another norm, or where an ε or another number is out of its range, or pixels do not lie from 0 to 1
 */
export async function attack_fgsm(
  model: Readable,
  dataset: Dataset,
  epsilons: readonly number[] = [0.05, 0.1, 0.2, 0.3],
  norm: string | number = 'inf',
  count: number | null = null,
  eot = 1,
): Promise<Examples> {
  const bound = parseNorm(norm);
  const rising = checkEpsilons(epsilons, mostOf(bound, dataset.images.shape));
  const subjects = await openSubjects(model, dataset, count ?? Infinity, eot);
  const { direction, health } = await findDirections(
    subjects,
    (gradient, x) => findDirection(gradient, x, bound),
    eot,
  );
  metric('zero_gradient_share', health.zero_gradient_share);
  metric('nan_gradient_share', health.nan_gradient_share);
  const costs = {
    queries: new Int32Array(subjects.size),
    gradients: new Int32Array(subjects.size).fill(eot),
  };
  const rounds: AttackRound[] = [];
  for (const epsilon of rising) {
    const images = shift(subjects.images, direction, epsilon);
    rounds.push(await closeRound(subjects, epsilon, { images, ...costs }));
  }
  direction.dispose();
  closeSubjects(subjects);
  return {
    attack: nameAttack('FGSM', bound),
    role: 'adversarial',
    norm: normName(bound),
    target: null,
    threat: describeThreat(subjects.classifier, bound, '1 step along the gradient, no random start', eot),
    health,
    attacked: model,
    rounds,
  };
}

/** Where each image's loss rises most, and whether there was a gradient. */
async function findDirections(
  { classifier, images, truth, size }: Subjects,
  direct: (gradient: tf.Tensor4D, x: tf.Tensor4D) => tf.Tensor4D,
  eot: number,
): Promise<{ direction: tf.Tensor4D; health: GradientHealth }> {
  const pause = createPause();
  const watch = watchHealth();
  const parts: tf.Tensor4D[] = [];
  for (const [start, end] of batchRanges(size, BATCH)) {
    signal().throwIfAborted();
    const x = sliceRows(images, start, end);
    const gradient = tf.tidy(
      () => findSlope(classifier, x, sliceRows(truth, start, end), crossEntropy, eot).gradient,
    );
    await watch.add(gradient);
    parts.push(direct(gradient, x));
    tf.dispose([gradient, x]);
    progress(end, size, 'gradients');
    await pause();
  }
  const direction = tf.concat(parts, 0);
  tf.dispose(parts);
  return { direction, health: watch.close()! };
}
