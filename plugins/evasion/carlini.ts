/** Carlini and Wagner's attack in L2: slow, and hard to beat at finding the least change. */
import { openClassifier, random, type Dataset, type Examples, type Readable } from 'alidade/sdk';
import { searchRows, type Search } from './carlini_run.ts';
import { checkLeast, closeLeast } from './least.ts';
import { attackEndings } from './rows.ts';
import { watchHealth } from './slopes.ts';
import { checkWhole, closeSubjects, openSubjects } from './subjects.ts';
import { describeLeast, plural } from './threat.ts';

/**
 * Carlini and Wagner's attack in L2 (2017, arXiv:1608.04644): Adam goes down ‖d‖² + c·max(0, confidence − margin) over
 * pixels ½(tanh w + 1), which cannot leave [0, 1]; the constant c is searched for each image, by tens until it fools and
 * then by halves. The nearest change that fooled in any search is kept. Against a random defence a change counts where each
 * of 10 readings is fooled: the shortest of many that fool one reading, or the mean of 10, owes that to luck.
 *
 * Threat model: sees the weights, a defence where there is one, and the true label; may change anything, and wants to
 * change little; tries `searches` times `iterations` steps. Images that are misread already, or read as the target, stay as
 * they are, whatever the confidence.
 *
 * Figures on MNIST: success 100 %, mean L2 1.36 / 1.76 / 2.60 for the best, average and worst target (paper). Defaults: 9
 * searches from a constant c of 1e-3 and confidence 0 are the authors'; a learning_rate of 0.1 with 200 iterations is ours,
 * measured within 1 % of theirs (0.01 with 1,000 to 10,000 steps), while 0.01 with 200 leaves saturated pixels stuck. ART
 * takes 10 searches of 10 steps from 0.01, which finds much longer changes.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param iterations steps of Adam in each search, 1 or more
 * @param searches for the constant, 1 or more
 * @param learning_rate of Adam, more than 0
 * @param constant the first c, more than 0
 * @param confidence by how much the other class has to lead, in logits; 0 or more
 * @param target the class that shall be read; null: any but the true one. Images of that class stay as they are, and are not
 *   counted
 * @param abort_early whether an image's search ends when its cost falls no more, looked at ten times
 * @param count how many of the first images are attacked, 1 or more
 * @param epsilons null: one round, the least changes; else for each ε (L2) a round with the changes that are no longer
 * @param eot draws of a random defence that a gradient is averaged over, 1 or more
 * @param random_target whether each image has a target of its own, drawn from the classes that are not its true one: the
 *   paper's average case. Success is then that of images that were read right; `target` is left out
 * @returns the changed images; one for which nothing was found stays as it is
 * @throws where a number lies outside its range, or both `target` and `random_target` are given
 */
export async function attack_carlini_l2(
  model: Readable,
  dataset: Dataset,
  iterations = 200,
  searches = 9,
  learning_rate = 0.1,
  constant = 1e-3,
  confidence = 0,
  target: number | null = null,
  abort_early = true,
  count = 32,
  epsilons: readonly number[] | null = null,
  eot = 1,
  random_target = false,
): Promise<Examples> {
  checkWhole('iterations', iterations);
  checkWhole('searches', searches);
  checkMore({ learning_rate, constant });
  if (!(confidence >= 0)) throw new RangeError(`confidence is 0 or more, not ${confidence}.`);
  checkLeast(epsilons, 2, dataset.images.shape);
  checkTarget(target, openClassifier(model).classes);
  const subjects = await openSubjects(model, dataset, count, eot);
  const { classifier } = subjects;
  if (random_target && target !== null) throw new Error('Give a target, or draw one: not both.');
  const search: Search = {
    iterations,
    searches,
    rate: learning_rate,
    constant,
    confidence,
    abortEarly: abort_early,
    eot,
    goals: goalsOf(target, random_target, classifier.classes),
  };
  const watch = watchHealth();
  const ending = await attackEndings(subjects, [null], searches * iterations, (rows, tick) =>
    searchRows(classifier, rows, search, watch, tick),
  );
  const rounds = await closeLeast(subjects, ending, epsilons, 2, target);
  closeSubjects(subjects);
  const tries = `${searches} searches of ${plural(iterations, 'step')}${sayGoal(target, random_target)}`;
  return {
    attack: random_target ? 'CW-random-target' : 'CW',
    role: 'adversarial',
    norm: 'L2',
    target,
    threat: describeLeast(classifier, 2, tries, eot, epsilons !== null),
    health: watch.close(),
    attacked: model,
    rounds,
  };
}

function checkMore(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(value > 0)) throw new RangeError(`${name} is more than 0, not ${value}.`);
  }
}

function checkTarget(target: number | null, classes: number): void {
  if (target === null || (Number.isInteger(target) && target >= 0 && target < classes)) return;
  throw new RangeError(`The target is a class from 0 to ${classes - 1}, or null, not ${target}.`);
}

/** One class for all, or one drawn for each image: every class but the true one is as likely. */
function goalsOf(target: number | null, drawn: boolean, classes: number): Search['goals'] {
  if (!drawn) return target === null ? null : ({ count }) => new Int32Array(count).fill(target);
  return ({ labels, places }) =>
    labels.map((label, row) => {
      const chance = random(`target of image ${places[row]!}`).int(classes - 1);
      return chance < label ? chance : chance + 1;
    });
}

function sayGoal(target: number | null, drawn: boolean): string {
  if (drawn) return ', towards a class drawn for each image';
  return target === null ? '' : `, towards class ${target}`;
}
