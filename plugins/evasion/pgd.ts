/** Attacks that take many small steps along the gradient: PGD, and BIM before it. */
import {
  checkEpsilons,
  log,
  openClassifier,
  parseNorm,
  type Classifier,
  type Dataset,
  type Examples,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { attemptAll } from './attempts.ts';
import { climbRows, type Climb } from './climb.ts';
import { parseLoss } from './losses.ts';
import { drawsLots } from './readings.ts';
import { attackRounds } from './rows.ts';
import { watchHealth } from './slopes.ts';
import { startAnywhere } from './starts.ts';
import { checkWhole, closeSubjects, openSubjects } from './subjects.ts';
import { describeThreat, mostOf, nameAttack, normName, plural, sayBest } from './threat.ts';

/**
 * Projected gradient descent (Madry et al. 2018, arXiv:1706.06083) at several ε: from a random point within ε, steps
 * along the steepest direction of the loss, each put back within ε and into [0, 1]. In L∞ a step is the gradient's sign;
 * in L2 the gradient over its length; in L1 the signs of its steepest twentieth (SLIDE: Tramèr and Boneh 2019,
 * arXiv:1904.13000).
 *
 * Threat model: sees the weights, a defence where there is one, and the true label; may change every pixel by at most ε
 * (L∞), or all together (L2, L1); tries `iterations` steps from each of `restarts` starts. Of several starts an image
 * keeps the first that fools the classifier, else the one that came nearest; before a random defence, where one reading
 * says little, all starts are tried, and the one with the greatest mean margin of 10 readings is kept.
 *
 * Figures on MNIST, ε 0.3 in L∞: Madry's robust network keeps 92.52 % under 100 steps, 93.04 % with the margin loss and
 * 89.62 % with 50 starts; a plain one keeps 0 %. In L2 white-box PGD misjudges networks trained in L∞ (Square attack).
 * Defaults: a step of 2.5·ε/iterations is Madry's rule; 10 iterations are ours, to run in a browser, a quarter of the paper's
 * (40 of 0.01 at ε 0.3; ART 100 of 0.1 without a random start, Foolbox 40 of ε/30), so set 40 for a figure to compare. The
 * others, the ε among them, are ours.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param epsilons one or more, each more than 0; at most 1 in L∞, √pixels in L2, the number of pixels in L1
 * @param iterations steps from each start, 1 or more
 * @param count how many of the first images are attacked, 1 or more; figures on fewer than 500 have wide bands
 * @param norm what ε bounds: inf, 2 or 1
 * @param restarts starts, 1 or more; each goes on with the images that stand
 * @param loss what is raised: cross_entropy, margin (immune to scaled logits) or dlr
 * @param relative_step the length of a step as a share of ε, more than 0; null: 2.5/iterations
 * @param random_start false: begins at the image itself, as BIM does
 * @param early_stop whether an image rests as soon as it is misread: the same accuracy for less, but changes that are weaker
 *   elsewhere. Before a random defence it is left out, and said so: one lucky reading is no misreading
 * @param eot draws of a random defence that a gradient is averaged over, 1 or more
 * @returns the changed images, for each ε
 * @throws for another norm or loss, too few classes for the loss, several restarts without a random start, or where an ε or
 *   another number is out of its range, or pixels do not lie from 0 to 1
 */
export async function attack_pgd(
  model: Readable,
  dataset: Dataset,
  epsilons: readonly number[] = [0.05, 0.1, 0.2, 0.3],
  iterations = 10,
  count = 256,
  norm: string | number = 'inf',
  restarts = 1,
  loss = 'cross_entropy',
  relative_step: number | null = null,
  random_start = true,
  early_stop = false,
  eot = 1,
): Promise<Examples> {
  checkWhole('restarts', restarts);
  if (restarts > 1 && !random_start) {
    throw new Error('Every start is the same without random_start: set it, or take 1 restart.');
  }
  const starts = random_start ? plural(restarts, 'random start') : 'no random start';
  return climbAll(model, dataset, epsilons, count, {
    name: 'PGD',
    norm: parseNorm(norm),
    iterations,
    relativeStep: checkStep(relative_step ?? 2.5 / iterations, iterations),
    restarts,
    randomStart: random_start,
    momentum: null,
    loss,
    eot,
    earlyStop: early_stop,
    tries: `${plural(iterations, 'step')}, ${starts}`,
  });
}

/**
 * The basic iterative method (Kurakin, Goodfellow, Bengio 2017, arXiv:1607.02533) at several ε: steps along the sign of
 * the cross entropy's gradient from the image itself, each put back within ε and into [0, 1]. It is PGD in L∞ from one
 * start that is not random.
 *
 * Threat model: sees the weights, a defence where there is one, and the true label; may change every pixel by at most ε;
 * tries `iterations` steps. Defaults: 10 iterations of a relative_step of 0.2 are Foolbox's, not the paper's, which goes grey
 * level by grey level, min(ε + 4, 1.25·ε) of them with ε in grey levels (ART: 100 of 0.1); the ε and count are ours.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param epsilons one or more, each more than 0 and at most 1
 * @param iterations steps, 1 or more
 * @param count how many of the first images are attacked, 1 or more
 * @param relative_step the length of a step as a share of ε, more than 0
 * @param eot draws of a random defence that a gradient is averaged over, 1 or more
 * @returns the changed images, for each ε
 * @throws where an ε or another number is out of its range, or pixels do not lie from 0 to 1
 */
export async function attack_bim(
  model: Readable,
  dataset: Dataset,
  epsilons: readonly number[] = [0.05, 0.1, 0.2, 0.3],
  iterations = 10,
  count = 256,
  relative_step = 0.2,
  eot = 1,
): Promise<Examples> {
  return climbAll(model, dataset, epsilons, count, {
    ...fromTheImage(iterations, eot),
    name: 'BIM',
    relativeStep: checkStep(relative_step, iterations),
    momentum: null,
    tries: `${plural(iterations, 'step')}, no random start`,
  });
}

/**
 * The momentum iterative method (Dong et al. 2018, arXiv:1710.06081) at several ε: as BIM, but each step follows the
 * sign of the gradient over its L1 norm plus `momentum` times the direction before, which carries it over poor maxima and
 * makes examples that fool other networks too. With momentum 0 it is BIM.
 *
 * Threat model: sees the weights, a defence where there is one, and the true label; may change every pixel by at most ε;
 * tries `iterations` steps. Defaults: momentum 1 and 10 iterations of ε/10 are the paper's, the ε and count ours (ART 100
 * steps of 0.1, Foolbox 10 of 0.2·ε). ART's own test has a mean change of 0.1288 at ε 0.3.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param epsilons one or more, each more than 0 and at most 1
 * @param iterations steps, 1 or more
 * @param count how many of the first images are attacked, 1 or more
 * @param momentum what is kept of the direction before, 0 or more
 * @param relative_step the length of a step as a share of ε, more than 0; null: 1/iterations, which reaches ε and does not cross the ball
 * @param eot draws of a random defence that a gradient is averaged over, 1 or more
 * @returns the changed images, for each ε
 * @throws where an ε or another number is out of its range, or pixels do not lie from 0 to 1
 */
export async function attack_mim(
  model: Readable,
  dataset: Dataset,
  epsilons: readonly number[] = [0.05, 0.1, 0.2, 0.3],
  iterations = 10,
  count = 256,
  momentum = 1,
  relative_step: number | null = null,
  eot = 1,
): Promise<Examples> {
  if (!(momentum >= 0)) throw new RangeError(`momentum is 0 or more, not ${momentum}.`);
  return climbAll(model, dataset, epsilons, count, {
    ...fromTheImage(iterations, eot),
    name: 'MIM',
    relativeStep: relative_step === null ? sayPaper(iterations) : checkStep(relative_step, iterations),
    momentum,
    tries: `${plural(iterations, 'step')} with momentum ${momentum}, no random start`,
  });
}

interface Wish extends Omit<Climb, 'loss'> {
  readonly name: string;
  readonly loss: string;
  readonly restarts: number;
  readonly randomStart: boolean;
  readonly tries: string;
}

const fromTheImage = (iterations: number, eot: number) =>
  ({
    norm: 'inf',
    iterations,
    restarts: 1,
    randomStart: false,
    loss: 'cross_entropy',
    eot,
    earlyStop: false,
  }) as const;

async function climbAll(
  model: Readable,
  dataset: Dataset,
  epsilons: readonly number[],
  count: number,
  wish: Wish,
): Promise<Examples> {
  checkWhole('iterations', wish.iterations);
  const { norm, restarts, randomStart } = wish;
  const rising = checkEpsilons(epsilons, mostOf(norm, dataset.images.shape));
  const loss = parseLoss(wish.loss, openClassifier(model).classes);
  const subjects = await openSubjects(model, dataset, count, wish.eot);
  const { classifier } = subjects;
  const climb: Climb = { ...wish, loss, earlyStop: wish.earlyStop && !leavesOut(classifier) };
  const watch = watchHealth();
  const rounds = await attackRounds(subjects, rising, restarts * wish.iterations, (rows, tick) =>
    attemptAll(classifier, rows, restarts, (part, number) => {
      const start = randomStart ? startAnywhere(part, norm) : tf.clone(part.x);
      return climbRows(classifier, part, start, climb, number === 0 ? watch : null, tick);
    }),
  );
  closeSubjects(subjects);
  return {
    attack: nameAttack(wish.name, norm),
    role: 'adversarial',
    norm: normName(norm),
    target: null,
    threat: describeThreat(classifier, norm, `${wish.tries}${sayBest(classifier, restarts)}`, wish.eot),
    health: watch.close(),
    attacked: model,
    rounds,
  };
}

/** Whether early_stop makes no sense here, which is said. */
function leavesOut(classifier: Classifier): boolean {
  const random = drawsLots(classifier);
  if (random)
    log(
      `early_stop is left out: ${classifier.defence!.name} is random, and one misreading of it may be luck`,
      'WARNING',
    );
  return random;
}

/** Warns of steps that leave the ball at once, or cannot cross it. */
function checkStep(relative: number, iterations: number): number {
  checkPositive(relative);
  if (relative > 1 && iterations > 2) log(`A step of ${relative}·ε is longer than ε`, 'WARNING');
  if (relative * iterations < 2) {
    log(`${iterations} steps of ${relative}·ε do not cross the ball: take 2·ε in all, or more`, 'WARNING');
  }
  return relative;
}

/** MIM's own step: it reaches ε from the image, and is too short to cross the ball. */
function sayPaper(iterations: number): number {
  const usual = Number((2.5 / iterations).toPrecision(3));
  if (iterations > 1)
    log(`steps of ε/${iterations}, the paper's, do not cross the ball; relative_step ${usual} does`);
  return 1 / iterations;
}

function checkPositive(relative: number): number {
  if (relative > 0) return relative;
  throw new RangeError(`relative_step is more than 0, not ${relative}.`);
}
