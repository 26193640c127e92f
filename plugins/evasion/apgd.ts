/** Auto-PGD, the white-box half of AutoAttack: nothing to tune but how long it may try. */
import {
  checkEpsilons,
  gatherRows,
  openClassifier,
  parseNorm,
  type Classifier,
  type Dataset,
  type Examples,
  type Norm,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { runApgd, type Goal } from './apgd_run.ts';
import { attemptAll } from './attempts.ts';
import { parseLoss, targetedRatio } from './losses.ts';
import { meanOf, readingsOf, readOften } from './readings.ts';
import { attackRounds, type Rows } from './rows.ts';
import { startOnTheRim } from './starts.ts';
import { watchHealth } from './slopes.ts';
import { checkWhole, closeSubjects, openSubjects } from './subjects.ts';
import { describeThreat, mostOf, nameAttack, normName, plural, sayBest } from './threat.ts';

/** AutoAttack's own number of targets. */
const TARGETS = 9;

/**
 * Auto-PGD (Croce and Hein 2020, arXiv:2003.01690) at several ε: projected gradient descent with momentum whose first
 * step is 2·ε, halved at checkpoints where the loss rose in fewer than three steps of four or has no new maximum. With
 * the cross entropy, the difference of logits ratio (DLR), which scaled logits do not mask, or the DLR towards each of
 * the nine classes that are read next (`targeted_dlr`). With *Square* it makes *AutoAttack-lite*, which is not AutoAttack:
 * FAB is left out, and Square has fewer queries.
 *
 * Threat model: sees the weights, a defence where there is one, and the true label; may change every pixel by at most ε
 * (L∞), or all together (L2); tries `iterations` steps from each start. Of several starts or targets an image keeps the
 * first that fools the classifier; each goes on with the images that stand. Before a random defence all are tried; each
 * ends where its averaged loss was greatest, and the one with the greatest mean margin of 10 readings is kept; which classes
 * are read next is the mean of 10 readings, too.
 *
 * Figures of the whole AutoAttack on MNIST at ε 0.3: Madry 2018 88.50 %, TRADES 92.81 %, Wong 2020 82.93 %, Taghanaki
 * 2019 0.00 % where 64.25 % were reported (RobustBench's predecessor, the auto-attack README). Defaults: all the paper's
 * (100 steps, ρ 0.75, momentum 0.75, checkpoints 22 41 57 70 80 87 93 99), but for `count`, ours; ART takes 5 starts.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param epsilons one or more, each more than 0; at most 1 in L∞, √pixels in L2
 * @param loss cross_entropy, dlr (3 classes or more), targeted_dlr (4 or more) or margin
 * @param iterations steps from each start, 1 or more
 * @param count how many of the first images are attacked, 1 or more; figures on fewer than 500 have wide bands
 * @param norm what ε bounds: inf or 2
 * @param restarts random starts, 1 or more; with targeted_dlr, for each target
 * @param eot draws of a random defence that a gradient is averaged over, 1 or more
 * @returns the changed images, for each ε
 * @throws where there are too few classes for the loss
 */
export async function attack_apgd(
  model: Readable,
  dataset: Dataset,
  epsilons: readonly number[] = [0.05, 0.1, 0.2, 0.3],
  loss = 'cross_entropy',
  iterations = 100,
  count = 256,
  norm: string | number = 'inf',
  restarts = 1,
  eot = 1,
): Promise<Examples> {
  checkWhole('iterations', iterations);
  checkWhole('restarts', restarts);
  const bound = parseBound(norm);
  const rising = checkEpsilons(epsilons, mostOf(bound, dataset.images.shape));
  const goals = parseGoals(loss, openClassifier(model));
  const subjects = await openSubjects(model, dataset, count, eot);
  const { classifier } = subjects;
  const attempts = restarts * goals.count;
  const watch = watchHealth();
  const rounds = await attackRounds(subjects, rising, attempts * iterations, (rows, tick) =>
    attemptAll(classifier, rows, attempts, async (part, number) => {
      const start = startOnTheRim(part, bound);
      const goal = goals.at(classifier, part, number % goals.count);
      const schedule = { norm: bound, iterations, eot };
      const first = number === 0 ? watch : null;
      const ending = await runApgd(classifier, part, start, goal, schedule, first, tick);
      return { ...ending, queries: ending.queries.map((asked) => asked + goals.queries) };
    }),
  );
  closeSubjects(subjects);
  const best = sayBest(classifier, attempts);
  return {
    attack: nameAttack(goals.name, bound),
    role: 'adversarial',
    norm: normName(bound),
    target: null,
    threat: describeThreat(classifier, bound, `${sayTries(iterations, restarts, goals)}${best}`, eot),
    health: watch.close(),
    attacked: model,
    rounds,
  };
}

/** What the attempts raise, one after the other. */
interface Goals {
  readonly name: string;
  readonly count: number;
  /** How often the classifier is asked for each. */
  readonly queries: number;
  readonly at: (classifier: Classifier, rows: Rows, number: number) => Goal;
}

function parseGoals(loss: string, classifier: Classifier): Goals {
  const { classes } = classifier;
  if (loss !== 'targeted_dlr') {
    const same: Goal = { loss: parseLoss(loss, classes), keep: () => same, close: () => undefined };
    const name = `APGD-${loss === 'cross_entropy' ? 'CE' : loss === 'dlr' ? 'DLR' : 'margin'}`;
    return { name, count: 1, queries: 0, at: () => same };
  }
  if (classes < 4) {
    throw new RangeError(`The targeted ratio of logits needs at least 4 classes, not ${classes}: take dlr.`);
  }
  return {
    name: 'APGD-T-DLR',
    count: Math.min(TARGETS, classes - 1),
    queries: readingsOf(classifier),
    at: towards,
  };
}

/** Towards the class that is read next in the image as it is, after `number` others; before a random defence in the mean of several readings. */
function towards(classifier: Classifier, { x, truth }: Rows, number: number): Goal {
  const target = tf.tidy(() => {
    const others = tf.sub(meanOf(readOften(classifier, x)), tf.mul(truth, 1e9)) as tf.Tensor2D;
    const { indices } = tf.topk(others, number + 1, true);
    const places = tf.reshape(tf.slice(indices, [0, number], [-1, 1]), [-1]) as tf.Tensor1D;
    return tf.oneHot(tf.cast(places, 'int32'), classifier.classes, 1, 0, 'float32') as tf.Tensor2D;
  });
  return toGoal(target);
}

const toGoal = (target: tf.Tensor2D): Goal => ({
  loss: targetedRatio(target),
  keep: (rows) => {
    const kept = gatherRows(target, rows);
    target.dispose();
    return toGoal(kept);
  },
  close: () => target.dispose(),
});

function parseBound(norm: string | number): Norm {
  const bound = parseNorm(norm);
  if (bound === 1) throw new Error('Auto-PGD is bounded in inf or 2 here, not in 1: attack_pgd takes 1.');
  return bound;
}

function sayTries(iterations: number, restarts: number, { name, count }: Goals): string {
  const targets = count > 1 ? ` towards each of ${count} classes` : '';
  return `${name}: ${plural(iterations, 'step')}, ${plural(restarts, 'random start')}${targets}`;
}
