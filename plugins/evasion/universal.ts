/** One change that fools a classifier on most images at once. */
import {
  checkEpsilons,
  classify,
  createPause,
  gatherRows,
  log,
  progress,
  projectOnto,
  random,
  signal,
  type AttackRound,
  type Dataset,
  type Examples,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { parseWalkNorm } from './deepfool.ts';
import { walkRows, type Walk } from './deepfool_run.ts';
import { closeRound } from './rows.ts';
import { watchHealth, type HealthWatch } from './slopes.ts';
import { checkWhole, closeSubjects, openSubjects, type Subjects } from './subjects.ts';
import { describeThreat, mostOf, nameAttack, normName, plural } from './threat.ts';

/**
 * A universal perturbation (Moosavi-Dezfooli, Fawzi, Fawzi, Frossard 2017, arXiv:1610.08401) at several ε: one change for
 * all images. It goes through `learn_from` images in a new order each pass, adds DeepFool's step for each that still
 * stands, and puts the whole back within ε, until all but a share of `delta` are fooled. A pass may undo what one before
 * it did, so the change after the pass that left the fewest standing is kept; more passes never fool fewer of the images
 * that it learns from. It is then added to every image and kept in [0, 1]: those beyond `learn_from` were never seen, and
 * the log says what it does to either.
 *
 * Threat model: sees the weights, a defence where there is one, and the true labels of the images that it learns from; may
 * change every pixel by at most ε (L∞), or all together (L2), and alike in all images; tries up to `passes` passes.
 *
 * Figures: 78 to 94 % of ImageNet's images fooled (paper); 87.79 % in ART's notebook. Defaults: delta 0.2 and 10 passes
 * are the paper's; ε are ours, in shares of black to white (ART's default of 10 is in grey levels).
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param epsilons one or more, each more than 0; at most 1 in L∞, √pixels in L2
 * @param delta the share of images that may stand, 0 to 1
 * @param passes over the images at most, 1 or more
 * @param learn_from how many of the first images the change is made from; 100 are ours, the paper takes up to
 *   10,000, and fools 30 % with 500
 * @param count how many of the first images it is tried on, 1 or more
 * @param norm what ε bounds: inf or 2
 * @param inner_iterations steps of DeepFool at most; 10 are the authors'
 * @param candidates classes that DeepFool looks at; 10 are the authors'
 * @param eot draws of a random defence that a gradient is averaged over, 1 or more
 * @returns the changed images, for each ε
 * @throws for the norm 1, or where an ε or another number is out of its range, or pixels do not lie from 0 to 1
 */
export async function attack_universal(
  model: Readable,
  dataset: Dataset,
  epsilons: readonly number[] = [0.1, 0.2],
  delta = 0.2,
  passes = 10,
  learn_from = 100,
  count = 500,
  norm: string | number = 'inf',
  inner_iterations = 10,
  candidates = 10,
  eot = 1,
): Promise<Examples> {
  checkWhole('passes', passes);
  checkWhole('learn_from', learn_from);
  if (!(delta >= 0 && delta <= 1)) throw new RangeError(`delta is from 0 to 1, not ${delta}.`);
  const bound = parseWalkNorm(norm);
  const rising = checkEpsilons(epsilons, mostOf(bound, dataset.images.shape));
  const subjects = await openSubjects(model, dataset, count, eot);
  const watch = watchHealth();
  const walk: Walk = { norm: 2, iterations: inner_iterations, overshoot: 0.02, candidates, clip: false, eot };
  const learners = Math.min(learn_from, subjects.size);
  const rounds: AttackRound[] = [];
  for (const [k, epsilon] of rising.entries()) {
    const tell = (done: number): void => progress(k * passes + done, rising.length * passes, `ε ${epsilon}`);
    const plan = { ...walk, epsilon, bound, delta, passes, learners };
    const { change, ...costs } = await learn(subjects, plan, k === 0 ? watch : null, tell);
    const images = tf.tidy(() => addTo(subjects.images, change));
    change.dispose();
    const round = await closeRound(subjects, epsilon, { images, ...costs });
    sayFooled(round, subjects, learners);
    rounds.push(round);
  }
  closeSubjects(subjects);
  const most = `${passes} pass${passes === 1 ? '' : 'es'}`;
  const tries = `one change for all, learnt from ${plural(learners, 'image')} in up to ${most}`;
  const labels = `the true labels of the ${plural(learners, 'image')} that it learns from`;
  return {
    attack: nameAttack('Universal', bound),
    role: 'adversarial',
    norm: normName(bound),
    target: null,
    threat: { ...describeThreat(subjects.classifier, bound, tries, eot, labels), shared: true },
    health: watch.close(),
    attacked: model,
    rounds,
  };
}

interface Plan extends Walk {
  readonly epsilon: number;
  readonly bound: Walk['norm'];
  readonly delta: number;
  readonly passes: number;
  readonly learners: number;
}

interface Learnt {
  /** [1, height, width, channels]. */
  readonly change: tf.Tensor4D;
  readonly queries: Int32Array;
  readonly gradients: Int32Array;
}

const addTo = (images: tf.Tensor4D, change: tf.Tensor4D): tf.Tensor4D =>
  tf.clipByValue(tf.add(images, change), 0, 1);

/** Finds the change that leaves the fewest standing; what it costs falls on the images that it is learnt from. */
async function learn(
  { classifier, images, labels, clean, size }: Subjects,
  plan: Plan,
  watch: HealthWatch | null,
  tell: (done: number) => void,
): Promise<Learnt> {
  const { epsilon, bound, learners } = plan;
  const queries = new Int32Array(size);
  const gradients = new Int32Array(size);
  const pause = createPause();
  // Images that are misread already teach nothing: DeepFool would leave them as they are.
  const order = Int32Array.from(Array(learners).keys()).filter((i) => clean[i] === labels[i]);
  let change: tf.Tensor4D = tf.zeros([1, ...images.shape.slice(1)] as [1, number, number, number]);
  let best = { change: tf.clone(change), standing: Infinity };
  for (let pass = 0; pass < plan.passes; pass++) {
    random('order').shuffle(order);
    for (const place of order) {
      signal().throwIfAborted();
      const point = tf.tidy(() => addTo(gatherRows(images, Int32Array.of(place)), change));
      const first = pass === 0 ? watch : null;
      const walked = await walkRows(classifier, point, labels.subarray(place, place + 1), plan, first, pause);
      queries[place]! += walked.queries[0]!;
      gradients[place]! += walked.gradients[0]!;
      const next = tf.tidy(() => projectOnto(tf.add(change, tf.sub(walked.images, point)), epsilon, bound));
      tf.dispose([change, point, walked.images]);
      change = next;
      await pause();
    }
    tell(pass + 1);
    const standing = await countStanding(classifier, images, order, labels, change);
    order.forEach((place) => queries[place]!++);
    if (standing < best.standing) {
      best.change.dispose();
      best = { change: tf.clone(change), standing };
    }
    if (standing <= plan.delta * order.length) break;
  }
  change.dispose();
  return { change: best.change, queries, gradients };
}

async function countStanding(
  classifier: Subjects['classifier'],
  images: tf.Tensor4D,
  places: Int32Array,
  labels: Int32Array,
  change: tf.Tensor4D,
): Promise<number> {
  const changed = tf.tidy(() => addTo(gatherRows(images, places), change));
  const { predictions } = await classify(classifier, changed);
  changed.dispose();
  return places.reduce((sum, place, i) => sum + Number(predictions[i] === labels[place]), 0);
}

function sayFooled(
  { epsilon, success }: AttackRound,
  { clean, labels, size }: Subjects,
  learners: number,
): void {
  const share = (start: number, end: number): string => {
    const read = clean
      .subarray(start, end)
      .reduce((sum, seen, i) => sum + Number(seen === labels[start + i]), 0);
    const fooled = success.subarray(start, end).reduce((sum, yes) => sum + yes, 0);
    return `${fooled} of ${read}`;
  };
  const unseen = learners < size ? `, and ${share(learners, size)} that it never saw` : '';
  log(`ε ${epsilon}: one change fools ${share(0, learners)} that it was learnt from${unseen}`);
}
