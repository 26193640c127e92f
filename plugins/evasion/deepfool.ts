/** DeepFool: the least change, found by walking over the nearest boundary. */
import { batchRanges, parseNorm, sliceRows, type Dataset, type Examples, type Readable } from 'alidade/sdk';
import { walkRows, type Walk, type Walked } from './deepfool_run.ts';
import { checkLeast, closeLeast } from './least.ts';
import { createTeller, joinEndings } from './rows.ts';
import { watchHealth } from './slopes.ts';
import { checkWhole, closeSubjects, openSubjects, type Subjects } from './subjects.ts';
import { describeLeast, nameAttack, normName, plural } from './threat.ts';

/** Images walked at once; each is read once for every rival class. */
const BATCH = 16;

/**
 * DeepFool (Moosavi-Dezfooli, Fawzi, Frossard 2016, arXiv:1511.04599): looks for the least change that is read as another
 * class. Each step goes to the nearest boundary as if the classifier were linear, and `overshoot` further; on a linear
 * classifier the first one is exact: its length is (1 + overshoot)·(distance + 1e-4), the 1e-4 as in the authors' code.
 *
 * Threat model: sees the weights, a defence where there is one, and the true label; may change anything, and wants to
 * change little; tries up to `iterations` steps. Images that are misread already stay as they are. Before a random defence
 * an image is misread where each of 10 readings is wrong, so that no walk ends by luck.
 *
 * Figures: a mean of 0.20 (LeNet) and 0.11 (fully connected) of the image's own L2 norm on MNIST (paper). Defaults: 50
 * iterations, overshoot 0.02 and 10 candidates in the norm 2 are the paper's and Foolbox's (ART 100 steps, overshoot 1e-6).
 * Foolbox clips as we do; the paper does not.
 *
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param iterations steps at most, 1 or more
 * @param overshoot how much further than the boundary, as a share of the way; 0 or more
 * @param candidates classes that are looked at, 2 or more; the cost grows with them
 * @param norm what is to be little: 2 or inf
 * @param clip whether pixels are kept from 0 to 1
 * @param count how many of the first images are attacked, 1 or more
 * @param epsilons null: one round, the least changes; else for each ε a round with the changes that are no longer
 * @param eot draws of a random defence that a gradient is averaged over, 1 or more
 * @returns the changed images
 * @throws for the norm 1, or where an ε or another number is out of its range, or pixels do not lie from 0 to 1
 */
export async function attack_deepfool(
  model: Readable,
  dataset: Dataset,
  iterations = 50,
  overshoot = 0.02,
  candidates = 10,
  norm: string | number = 2,
  clip = true,
  count = 128,
  epsilons: readonly number[] | null = null,
  eot = 1,
): Promise<Examples> {
  checkWhole('iterations', iterations);
  if (!(overshoot >= 0)) throw new RangeError(`overshoot is 0 or more, not ${overshoot}.`);
  if (!(candidates >= 2)) throw new RangeError(`candidates is 2 or more, not ${candidates}.`);
  const bound = parseWalkNorm(norm);
  checkLeast(epsilons, bound, dataset.images.shape);
  const subjects = await openSubjects(model, dataset, count, eot);
  const watch = watchHealth();
  const walk: Walk = { norm: bound, iterations, overshoot, candidates, clip, eot };
  const ending = await walkAll(subjects, walk, watch);
  const rounds = await closeLeast(subjects, ending, epsilons, bound);
  closeSubjects(subjects);
  const tries = `up to ${plural(iterations, 'step')} over the nearest boundary, overshoot ${overshoot}`;
  return {
    attack: nameAttack('DeepFool', bound, 2),
    role: 'adversarial',
    norm: normName(bound),
    target: null,
    threat: describeLeast(subjects.classifier, bound, tries, eot, epsilons !== null),
    health: watch.close(),
    attacked: model,
    rounds,
  };
}

async function walkAll(
  { classifier, images, labels, size }: Subjects,
  walk: Walk,
  watch: ReturnType<typeof watchHealth>,
): Promise<Walked> {
  const ranges = batchRanges(size, BATCH);
  const tell = createTeller(ranges.length * walk.iterations);
  const parts: Walked[] = [];
  for (const [part, [start, end]] of ranges.entries()) {
    const x = sliceRows(images, start, end);
    let done = 0;
    const tick = (): Promise<void> => tell(part * walk.iterations + ++done);
    parts.push(await walkRows(classifier, x, labels.subarray(start, end), walk, watch, tick));
    x.dispose();
  }
  return joinEndings(parts);
}

/** Throws where DeepFool has no such norm. */
export function parseWalkNorm(norm: string | number): Walk['norm'] {
  const bound = parseNorm(norm);
  if (bound === 1) throw new Error('DeepFool looks for little changes in 2 or inf here, not in 1.');
  return bound;
}
