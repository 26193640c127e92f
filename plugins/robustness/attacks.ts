/** Attacks at several ε, and the random noise that they are held against. */
import {
  batchRanges,
  checkEpsilons,
  checkUnitRange,
  classify,
  createPause,
  inputGradient,
  judgeRound,
  log,
  measureHealth,
  metric,
  openClassifier,
  progress,
  random,
  readLabels,
  shift,
  signal,
  sizeOf,
  sliceRows,
  type AttackRound,
  type Classifier,
  type Dataset,
  type Examples,
  type GradientHealth,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { climbStep } from './climb.ts';

/** Images whose gradient is taken at once. */
const BATCH = 100;
const WHITE_BOX = 'the weights and the true label';
const EVERY_PIXEL = 'every pixel by at most ε (L∞, pixels from 0 to 1)';

/**
 * The fast gradient sign method (Goodfellow, Shlens, Szegedy 2015, arXiv:1412.6572) at several ε: every pixel moves by ε
 * along the sign of the loss's gradient, then back into [0, 1]. One gradient serves every ε.
 *
 * Threat model: sees the weights and the true label; may change every pixel by at most ε; tries one step. Records the
 * share of images whose whole gradient is zero (`zero_gradient_share`): more than a few in a hundred mean that the
 * gradient is masked and the attack is not to be trusted.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images from 0 to 1 with their true labels
 * @param epsilons each more than 0 and at most 1; 26/255 is about 0.1
 * @returns the changed images, for each ε
 */
export async function attack_fgsm(
  model: Readable,
  dataset: Dataset,
  epsilons: readonly number[] = [0.05, 0.1, 0.2, 0.3],
): Promise<Examples> {
  checkUnitRange(dataset);
  const rising = checkEpsilons(epsilons);
  const { direction, health } = await findDirections(openClassifier(model), dataset);
  report(health);
  const images = rising.map((epsilon) => shift(dataset.images, direction, epsilon));
  direction.dispose();
  const threat = {
    sees: WHITE_BOX,
    may_change: EVERY_PIXEL,
    tries: '1 step along the gradient, no random start',
  };
  const rounds = await judgeAll(model, dataset, rising, images, 1);
  return {
    attack: 'FGSM',
    role: 'adversarial',
    norm: 'Linf',
    target: null,
    threat,
    health,
    attacked: model,
    rounds,
  };
}

/**
 * Projected gradient descent (Madry et al. 2018, arXiv:1706.06083) at several ε: from a random start within ε, steps of
 * 2.5·ε/iterations along the gradient's sign, each put back within ε and into [0, 1].
 *
 * Threat model: sees the weights and the true label; may change every pixel by at most ε; tries `iterations` steps from
 * one start.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images from 0 to 1 with their true labels
 * @param epsilons each more than 0 and at most 1
 * @param iterations steps, 1 or more
 * @param count how many of the first images are attacked; figures on fewer than 500 have wide bands
 * @returns the changed images, for each ε
 */
export async function attack_pgd(
  model: Readable,
  dataset: Dataset,
  epsilons: readonly number[] = [0.05, 0.1, 0.2, 0.3],
  iterations = 10,
  count = 256,
): Promise<Examples> {
  checkUnitRange(dataset);
  const rising = checkEpsilons(epsilons);
  const classifier = openClassifier(model);
  const size = Math.min(count, sizeOf(dataset));
  const ranges = batchRanges(size, 64);
  const total = rising.length * ranges.length * iterations;
  const tick = createTick(total);
  const images: tf.Tensor4D[] = [];
  for (const epsilon of rising) {
    const parts: tf.Tensor4D[] = [];
    for (const [start, end] of ranges) {
      const x = sliceRows(dataset.images, start, end);
      const y = sliceRows(dataset.labels, start, end);
      parts.push(await climb(classifier, x, y, epsilon, iterations, tick));
      tf.dispose([x, y]);
    }
    images.push(tf.concat(parts, 0));
    tf.dispose(parts);
  }
  const threat = { sees: WHITE_BOX, may_change: EVERY_PIXEL, tries: `${iterations} steps, 1 random start` };
  const rounds = await judgeAll(model, dataset, rising, images, iterations);
  return {
    attack: 'PGD',
    role: 'adversarial',
    norm: 'Linf',
    target: null,
    threat,
    health: null,
    attacked: model,
    rounds,
  };
}

/**
 * Random noise of the same size, the baseline of every attack: each pixel moves by +ε or −ε, as chance has it, then back
 * into [0, 1]. What noise does not do, the attack's direction does.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence, to read what came of it
 * @param dataset images from 0 to 1
 * @param epsilons each more than 0 and at most 1
 * @returns the changed images, for each ε; the signs are the same for all
 */
export async function add_random_noise(
  model: Readable,
  dataset: Dataset,
  epsilons: readonly number[] = [0.05, 0.1, 0.2, 0.3],
): Promise<Examples> {
  checkUnitRange(dataset);
  const rising = checkEpsilons(epsilons);
  const signs = randomSigns(dataset.images.size, 'noise');
  const direction = tf.tensor4d(signs, dataset.images.shape);
  const images = rising.map((epsilon) => shift(dataset.images, direction, epsilon));
  direction.dispose();
  const threat = { sees: 'nothing', may_change: EVERY_PIXEL, tries: '1 draw' };
  const rounds = await judgeAll(model, dataset, rising, images, 0);
  return {
    attack: 'noise',
    role: 'noise',
    norm: 'Linf',
    target: null,
    threat,
    health: null,
    attacked: model,
    rounds,
  };
}

/** +1 and −1, one random bit each. */
export function randomSigns(length: number, stream: string): Float32Array {
  const chance = random(stream);
  const signs = new Float32Array(length);
  for (let at = 0; at < length; at += 32) {
    const word = chance.word();
    for (let bit = 0; bit < Math.min(32, length - at); bit++) signs[at + bit] = (word >>> bit) & 1 ? 1 : -1;
  }
  return signs;
}

/** The sign of the gradient at each image, and whether there was one. */
async function findDirections(
  classifier: Classifier,
  dataset: Dataset,
): Promise<{ direction: tf.Tensor4D; health: GradientHealth }> {
  const size = sizeOf(dataset);
  const pause = createPause();
  const parts: tf.Tensor4D[] = [];
  const health = { zero_gradient_share: 0, nan_gradient_share: 0 };
  for (const [start, end] of batchRanges(size, BATCH)) {
    signal().throwIfAborted();
    const gradient = tf.tidy(() => {
      const x = sliceRows(dataset.images, start, end);
      return inputGradient(classifier, x, sliceRows(dataset.labels, start, end)).gradient;
    });
    const part = await measureHealth(gradient);
    health.zero_gradient_share += (part.zero_gradient_share * (end - start)) / size;
    health.nan_gradient_share += (part.nan_gradient_share * (end - start)) / size;
    parts.push(tf.sign(gradient));
    gradient.dispose();
    progress(end, size, 'gradients');
    await pause();
  }
  const direction = tf.concat(parts, 0);
  tf.dispose(parts);
  return { direction, health };
}

function report({ zero_gradient_share: zeros, nan_gradient_share: broken }: GradientHealth): void {
  metric('zero_gradient_share', zeros);
  metric('nan_gradient_share', broken);
  const masked = `${(100 * zeros).toFixed(1)} % of the images have no gradient at all`;
  log(masked, zeros >= 0.05 ? 'WARNING' : 'INFO');
  if (broken > 0) log(`${(100 * broken).toFixed(1)} % have a gradient that is not a number`, 'WARNING');
}

async function judgeAll(
  model: Readable,
  dataset: Dataset,
  epsilons: readonly number[],
  images: readonly tf.Tensor4D[],
  gradientEvaluations: number,
): Promise<AttackRound[]> {
  const size = images[0]!.shape[0];
  const before = sliceRows(dataset.images, 0, size);
  const { predictions: clean } = await classify(model, before);
  const labels = (await readLabels(dataset)).subarray(0, size);
  const facts = { before, labels, clean, queries: 0, gradientEvaluations };
  const rounds: AttackRound[] = [];
  for (const [i, epsilon] of epsilons.entries()) {
    rounds.push(await judgeRound(model, images[i]!, { ...facts, epsilon }));
  }
  before.dispose();
  return rounds;
}

type Tick = () => Promise<void>;

async function climb(
  classifier: Classifier,
  x: tf.Tensor4D,
  y: tf.Tensor2D,
  epsilon: number,
  iterations: number,
  tick: Tick,
): Promise<tf.Tensor4D> {
  const start = random('start').fillUniform(new Float32Array(x.size), -epsilon, epsilon);
  let point = tf.tidy(() => tf.clipByValue(tf.add<tf.Tensor4D>(x, tf.tensor4d(start, x.shape)), 0, 1));
  for (let i = 0; i < iterations; i++) {
    signal().throwIfAborted();
    const next = climbStep(classifier, x, y, point, { epsilon, step: (2.5 * epsilon) / iterations });
    point.dispose();
    point = next;
    await tick();
  }
  return point;
}

function createTick(total: number): Tick {
  const pause = createPause();
  let done = 0;
  return async () => {
    progress(++done, total, 'steps');
    await pause();
  };
}
