/** Randomised smoothing as a defence: the class that most noisy copies are read as, or none where the vote is close. */
import {
  log,
  metric,
  openClassifier,
  readLabels,
  sizeOf,
  sliceRows,
  wilsonBand,
  type Classifier,
  type DataFrame,
  type Dataset,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { checkAlpha, fairTossTest } from './binomial.ts';
import { checkWhole } from './defend.ts';
import { checkSigma, drawNoise } from './gaussian.ts';
import { countVotes, findLeaders } from './votes.ts';

/** What the smoothed classifier says where it does not choose. */
export const ABSTAINED = -1;

/**
 * Randomised smoothing (Cohen, Rosenfeld and Kolter 2019, arXiv:1902.02918) as a classifier: an image is read `draws` times
 * under normal noise, and the class with the most votes is what is read. Its logits are the logs of the shares of votes,
 * with a tenth of a vote or so for each class. It never abstains; `predict_smoothed` does, and `certify` gives radii.
 *
 * Threat: votes have no gradient. An attacker who knows the defence climbs the log of the mean probability of
 * `attack_draws` noisy copies instead, with new noise at each step (SmoothAdv, Salman et al. 2019, arXiv:1906.04584),
 * which is an average over draws (EOT) already: with `attack_draws` below 10, set the attack's `eot` as well.
 *
 * @param model what is smoothed, best trained with the same noise (`train_with_noise`); it reads images [n, height, width,
 *   channels]
 * @param sigma standard deviation of the noise in the unit of the pixels, more than 0; 0.25 is one of the paper's
 * @param draws votes for each image, 1 or more; 100 are the paper's for prediction. Reading costs as many passes
 * @param attack_draws copies for each gradient, 1 or more; 10 are ours, as many as every attack here asks for
 * @returns the smoothed classifier
 * @throws where a number lies outside its range
 */
export function smooth_randomly(
  model: Readable,
  sigma = 0.25,
  draws: number /* integer */ = 100,
  attack_draws: number /* integer */ = 10,
): Classifier {
  checkNoise(sigma);
  checkWhole('draws', draws, 1, 100_000);
  checkWhole('attack_draws', attack_draws, 1, 1000);
  const base = openClassifier(model);
  const name = `randomised smoothing, σ ${sigma}, ${draws} votes`;
  return {
    classes: base.classes,
    logits: (x) => readVotes(base, x, sigma, draws),
    surrogate: (x) => readMean(base, x, sigma, attack_draws),
    defence: { name, differentiable: false, stochastic: true, draws: attack_draws },
    ...(base.beforeSoftmax && { beforeSoftmax: true }),
  };
}

/** Every image of a batch meets the same draws; drawing for each would cost more than reading. */
function readVotes(
  { logits, classes }: Classifier,
  x: tf.Tensor4D,
  sigma: number,
  draws: number,
): tf.Tensor2D {
  let votes = tf.zeros([x.shape[0], classes]) as tf.Tensor2D;
  for (let i = 0; i < draws; i++) {
    const next = tf.tidy(() => {
      const said = logits(tf.add(x, drawOne(x, sigma)));
      const vote = tf.oneHot(tf.argMax(said, 1) as tf.Tensor1D, classes, 1, 0, 'float32');
      // What is not a number stays so, and is no vote for class 0.
      const unread = tf.tile(tf.any(tf.isNaN(said), 1, true), [1, classes]);
      return tf.add<tf.Tensor2D>(votes, tf.where(unread, tf.fill(vote.shape, NaN), vote));
    });
    votes.dispose();
    votes = next;
  }
  const shares = tf.tidy(() => tf.log(tf.div(tf.add(votes, 1 / classes), draws + 1)) as tf.Tensor2D);
  votes.dispose();
  return shares;
}

/** The log of the mean of what noisy copies are read as, [n, classes]; differentiable. */
function readMean(base: Classifier, x: tf.Tensor4D, sigma: number, draws: number): tf.Tensor2D {
  const climbed = base.surrogate ?? base.logits;
  return tf.tidy(() => {
    const logs = Array.from({ length: draws }, () => tf.logSoftmax(climbed(tf.add(x, drawOne(x, sigma)))));
    return tf.sub(tf.logSumExp(tf.stack(logs), 0), Math.log(draws)) as tf.Tensor2D;
  });
}

const drawOne = (x: tf.Tensor4D, sigma: number): tf.Tensor4D =>
  drawNoise([1, ...(x.shape.slice(1) as [number, number, number])], sigma, 'smoothing');

/** Throws unless σ is more than 0. */
export function checkNoise(sigma: number): void {
  checkSigma(sigma);
  if (sigma === 0) throw new RangeError('sigma is more than 0: without noise nothing is smoothed.');
}

/**
 * What the smoothed classifier says of the first images, or that it abstains: PREDICT of Cohen, Rosenfeld and Kolter 2019
 * (arXiv:1902.02918). Where a two-sided binomial test cannot tell the two classes with the most votes apart at `alpha`, it
 * abstains; what it says otherwise is the smoothed classifier's true choice with probability 1 − alpha or more.
 *
 * Records `smoothed_accuracy` with its Wilson band (abstentions count as wrong), `smoothed_correct`, `smoothed_count` and
 * `abstained`, the number of images.
 *
 * Threat model: an attacker of any knowledge who moves an image by some length in L2; `certify` says by how much it may be.
 * These are images that nobody attacked.
 *
 * @param model what is smoothed, not the smoothed classifier
 * @param dataset images [n, height, width, channels] with their true labels [n, classes]
 * @param sigma standard deviation of the noise in the unit of the pixels, more than 0; 0.25 is one of the paper's
 * @param n votes for each image, 1 or more; 100 are the paper's
 * @param alpha how often a choice may be wrong; 0.001 is the paper's
 * @param count how many of the first images are read, 1 or more
 * @returns for each image its label, what is said (−1: abstained), the votes of the two leaders and the test's p-value
 * @throws where a number lies outside its range
 */
export async function predict_smoothed(
  model: Readable,
  dataset: Dataset,
  sigma = 0.25,
  n: number /* integer */ = 100,
  alpha = 0.001,
  count: number /* integer */ = 500,
): Promise<DataFrame> {
  checkNoise(sigma);
  checkAlpha(alpha);
  checkWhole('n', n, 1, 1_000_000);
  checkWhole('count', count, 1, 1_000_000);
  const size = Math.min(count, sizeOf(dataset));
  const labels = await readLabels(dataset);
  const images = sliceRows(dataset.images, 0, size);
  const votes = await countVotes(openClassifier(model), images, { sigma, draws: n, stream: 'predict' });
  images.dispose();
  const rows = votes.map((counts, i) => [i, labels[i]!, ...judgeVotes(counts, alpha)]);
  record(rows.filter(([, label, said]) => label === said).length, size);
  const abstained = rows.filter(([, , said]) => said === ABSTAINED).length;
  metric('abstained', abstained);
  log(`${abstained} of ${size} abstained at ${n} votes and alpha ${alpha}`);
  return { columns: ['image', 'label', 'prediction', 'votes_first', 'votes_second', 'p_value'], rows };
}

/** What is said, the votes of the two leaders, and the p-value of their tie. @internal */
export function judgeVotes(
  votes: Int32Array,
  alpha: number,
): [said: number, first: number, second: number, p: number] {
  const { first, second } = findLeaders(votes);
  const p = fairTossTest(votes[first]!, votes[second]!);
  return [p > alpha ? ABSTAINED : first, votes[first]!, votes[second]!, p];
}

function record(correct: number, count: number): void {
  const { low, high } = wilsonBand(correct, count);
  metric('smoothed_accuracy', correct / count);
  metric('smoothed_accuracy_low', low);
  metric('smoothed_accuracy_high', high);
  metric('smoothed_correct', correct);
  metric('smoothed_count', count);
}
