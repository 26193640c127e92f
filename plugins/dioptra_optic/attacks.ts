/** Evasion attacks: images changed so that a model reads them wrongly, by the reference's names. */
import {
  batchRanges,
  createPause,
  gatherRows,
  inputGradient,
  log,
  oneHot,
  openClassifier,
  parseNorm,
  progress,
  signal,
  sizeOf,
  type Dataset,
  type NdArray,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { attackAll, checkTarget, noteSaving, sayTensor, warnOfTarget } from './attack_all.ts';
import { changeLeast, checkNorm, checkSearch, recordLeast } from './carlini_batch.ts';
import { checkLength, moveBatch, type FastGradient } from './fast_gradient.ts';
import { chanceOf } from './fit.ts';
import { checkPatch, greyPatch, layPatch, maskOf, patchSlope, type Patch } from './patch.ts';
import type { Freedom } from './patch_place.ts';

/**
 * The fast gradient method (Goodfellow, Shlens, Szegedy 2015, arXiv:1412.6572): each image moves by ε along the sign
 * of the loss's gradient (L∞), or along the gradient over its norm (L1, L2), and is clipped to the data's range.
 *
 * Threat model: the attacker sees the weights and the true label, may change every pixel within ε, and tries one step.
 * A stronger attack can only lower what is left. The gradient is taken before the softmax, of the true labels' cross
 * entropy (IBM's toolbox takes the model's own predictions where no target is given).
 *
 * @param model a classifier that ends in softmax or in logits
 * @param dataset what to attack
 * @param target the class to be read instead; default: none, away from the true label. Accuracy under a targeted
 *   attack is no robust accuracy, and images of the target class should not be counted
 * @param norm `inf`, 1 or 2
 * @param eps the length of the step, in units of the data (0 to 1 where normalized); 26/255 is about 0.1
 * @param eps_step with `minimal`, the step in which ε grows, at most `eps`
 * @param minimal true: the least multiple of `eps_step` up to `eps` that changes the reading, image by image
 * @param save_dataset accepted for the reference's graphs; an attacked data set is always kept whole
 * @returns the attacked data set, with the labels it had
 * @throws where ε is not positive or larger than the data's range, or the target is no class
 */
export async function fast_gradient_method(
  model: tf.LayersModel,
  dataset: Dataset,
  target: number | null = null,
  norm: string | number = 'inf',
  eps = 0.3,
  eps_step = 0.1,
  minimal = false,
  save_dataset = false,
): Promise<Dataset> {
  const { value_range: range } = dataset.meta;
  checkLength('eps', eps, norm, range);
  if (minimal) checkLength('eps_step', eps_step, norm, range);
  if (minimal && eps_step > eps) {
    throw new RangeError(
      `eps_step is at most eps, not ${eps_step} where eps is ${eps}: no step would be tried.`,
    );
  }
  noteSaving(save_dataset);
  checkTarget(target, dataset);
  const attack: FastGradient = {
    classifier: openClassifier(model),
    direction: target === null ? 1 : -1,
    norm: parseNorm(norm),
    eps,
    step: minimal ? eps_step : null,
    range,
  };
  const length = minimal ? `least eps up to ${eps} in steps of ${eps_step}` : `eps ${eps}`;
  const aim = target === null ? 'untargeted' : `target ${target}`;
  log(`fast gradient method: norm ${attack.norm}, ${length}, ${aim}${sayTensor(model)}`);
  await warnOfTarget(target, dataset);
  return attackAll(dataset, (x, y) => moveBatch(attack, x, y, target));
}

/**
 * The attacks of Carlini and Wagner (2017, arXiv:1608.04644): the least change by L2, L∞ or L0 that makes an image be read
 * wrongly, weighing the change against the lead of the right class. An image for which none is found stays as it was.
 *
 * Threat model: the attacker sees the weights and the true label, may change every pixel within the data's range, and looks
 * for the least change; there is no ε. What counts is its size, beside how often there is one. The lead is taken before the
 * softmax, and from the true label (IBM's toolbox takes the model's own reading where no target is given).
 *
 * As IBM's CarliniL2Method, CarliniLInfMethod and CarliniL0Method, whose names and defaults these are, with a line search
 * in each step; but c is searched as in the authors' code (the toolbox's never comes down again), a step takes the change's
 * own cost whole, and pixels are kept in their range by clipping, since bent by tanh those that are black or white hardly
 * move. Lengths are measured as shares of the data's range. The toolbox's 10 iterations find a change quickly; 50 and more
 * come near the least one.
 *
 * Records `attack_success` (over images that were read right; towards a target over those of another class) and
 * `median_l0`, `median_l2` or `median_linf` of these, failures as infinity.
 *
 * @param model a classifier that ends in softmax or in logits
 * @param dataset what to attack
 * @param target the class to be read instead; default: none. Accuracy under a targeted attack is no robust accuracy
 * @param norm 0, 2 or `inf`
 * @param confidence by how much the winning logit has to lead, 0 or more
 * @param learning_rate the first length of a step, more than 0
 * @param max_iter steps of each descent, 1 or more; there are some ten descents (L2) to some hundred (L0)
 * @param initial_const the weight c of the lead to begin with, more than 0
 * @param save_dataset accepted for the reference's graphs; an attacked data set is always kept whole
 * @returns the attacked data set, with the labels it had
 * @throws where a number is out of its range, or the target is no class
 */
export async function carlini_wagner(
  model: tf.LayersModel,
  dataset: Dataset,
  target: number | null = null,
  norm: string | number = 'inf',
  confidence = 0,
  learning_rate = 0.01,
  max_iter = 10,
  initial_const = 0.01,
  save_dataset = false,
): Promise<Dataset> {
  const attack = { norm: checkNorm(norm), confidence, learning_rate, max_iter, initial_const };
  checkSearch(attack);
  noteSaving(save_dataset);
  checkTarget(target, dataset);
  const aim = target === null ? 'untargeted' : `target ${target}`;
  log(
    `Carlini and Wagner, ${attack.norm === 'inf' ? 'L∞' : `L${attack.norm}`}: ${max_iter} iterations, ${aim}${sayTensor(model)}`,
  );
  await warnOfTarget(target, dataset);
  const attacked = await attackAll(dataset, (x, y) => changeLeast(model, dataset, attack, target, x, y));
  await recordLeast(model, dataset, attacked, attack.norm, target);
  return attacked;
}

/**
 * An adversarial patch (Brown et al. 2017, arXiv:1712.09665): one round picture that makes whatever image it is laid on be
 * read as the target, wherever it lies. It begins grey and is led by the gradient over random turns, sizes and places: one
 * step a batch of the data set, in the order of training, and at most one pass over it.
 *
 * Threat model: the attacker sees the weights, paints one patch for all images without knowing which will come, and may set
 * any pixel below it. A patch is no small change: it can be seen. Accuracy under it is that of a targeted attack.
 *
 * IBM's `AdversarialPatchNumpy`, run as the reference runs it: the batch's summed gradients of the cross entropy times
 * `learning_rate`. Here the gradient goes back exactly the way that the patch was laid, by one bilinear sampling (there
 * three in a row, and back by their opposites), and is taken before the softmax.
 *
 * @param model a classifier that ends in softmax or in logits
 * @param dataset what to learn the patch on, the training images; its seed fixes order, turns, sizes and places
 * @param target the class to be read
 * @param rotation_max the most that the patch is turned to either side, 0 to 180 degrees. Default: the reference's 180
 * @param scale_min the least size, as a share of the image's shorter side, more than 0. Default: the toolbox's 0.1
 * @param scale_max the greatest size, up to 1
 * @param learning_rate how far a step goes, more than 0. Default: the toolbox's 5, large for pixels from 0 to 1
 * @param max_iter the most batches that are used. Default: the toolbox's 500
 * @returns the patch [side, side, channels] in the data's range, and its mask, 0 to 1, of the same shape
 * @throws where a number is out of its range or the target is no class
 */
export async function create_adversarial_patch(
  model: tf.LayersModel,
  dataset: Dataset,
  target: number,
  rotation_max = 180,
  scale_min = 0.1,
  scale_max = 1,
  learning_rate = 5,
  max_iter = 500,
): Promise<[patch: NdArray, patch_mask: NdArray]> {
  const freedom = checkFreedom({ rotation_max, scale_min, scale_max });
  if (!(learning_rate > 0)) throw new RangeError(`learning_rate is more than 0, not ${learning_rate}.`);
  if (!(Number.isInteger(max_iter) && max_iter > 0)) {
    throw new RangeError(`max_iter is a whole number from 1, not ${max_iter}.`);
  }
  checkTarget(target, dataset);
  const { image_shape: shape, value_range: range } = dataset.meta;
  const batches = shuffledBatches(dataset).slice(0, max_iter);
  log(`adversarial patch for class ${target}: ${batches.length} steps, one a batch${sayTensor(model)}`);
  if (batches.length < max_iter)
    log(`the data set has ${batches.length} batches: max_iter ${max_iter} is not reached`);
  const chance = chanceOf(dataset, 'patch');
  const classifier = openClassifier(model);
  const patch = greyPatch(shape, range);
  const pause = createPause();
  for (const [step, places] of batches.entries()) {
    signal().throwIfAborted();
    const x = gatherRows(dataset.images, places);
    const laid = layPatch((await x.data()) as Float32Array, shape, patch, freedom, chance);
    const gradient = tf.tidy(() => {
      const aim = oneHot(new Int32Array(places.length).fill(target), dataset.meta.num_classes);
      return inputGradient(classifier, tf.tensor4d(laid.images, x.shape), aim).gradient;
    });
    const slope = patchSlope((await gradient.data()) as Float32Array, shape, patch, laid);
    tf.dispose([x, gradient]);
    descend(patch, slope, learning_rate, range);
    progress(step + 1, batches.length, 'steps');
    await pause();
  }
  return [patch, maskOf(patch)];
}

/**
 * Lays an adversarial patch on every image, at a turn and place by chance and one size: x · (1 − mask) + patch · mask.
 *
 * Threat model: as in `create_adversarial_patch`; nothing is asked of the model here. What lies outside the patch stays as
 * it was. Images of the class that the patch aims at count as read right: accuracy under a patch is no robust accuracy.
 *
 * @param model accepted for the reference's graphs; a patch is laid without it
 * @param dataset what to lay it on; its seed, else the job's, fixes turns and places
 * @param patch [side, side, channels], the side being the image's shorter one, in the data's range
 * @param rotation_max the most that the patch is turned to either side, 0 to 180 degrees
 * @param scale its size, as a share of the image's shorter side: more than 0, at most 1
 * @param save_dataset accepted for the reference's graphs; an attacked data set is always kept whole
 * @returns the attacked data set, with the labels it had
 * @throws where the patch does not fit the images or a number is out of its range
 */
export async function apply_adversarial_patch(
  model: tf.LayersModel,
  dataset: Dataset,
  patch: NdArray | tf.Tensor,
  rotation_max = 180,
  scale = 0.5,
  save_dataset = false,
): Promise<Dataset> {
  const freedom = checkFreedom({ rotation_max, scale_min: scale, scale_max: scale });
  noteSaving(save_dataset);
  const { image_shape: shape } = dataset.meta;
  const values = patch instanceof tf.Tensor ? await patch.data() : patch.data;
  const square = checkPatch(Float32Array.from(values as ArrayLike<number>), patch.shape, shape);
  const chance = chanceOf(dataset, 'patch');
  log(`adversarial patch: size ${scale} of the image, turned by up to ${rotation_max} degrees`);
  log('accuracy under a patch that aims at a class is no robust accuracy', 'WARNING');
  return attackAll(dataset, async (x) => {
    const laid = layPatch((await x.data()) as Float32Array, shape, square, freedom, chance);
    return tf.tensor4d(laid.images, x.shape);
  });
}

/** Which images make each batch, in the order of one epoch of training. */
function shuffledBatches(dataset: Dataset): Int32Array[] {
  const order = Int32Array.from({ length: sizeOf(dataset) }, (_, i) => i);
  if (dataset.meta.shuffle) chanceOf(dataset, 'order').shuffle(order);
  const ranges = batchRanges(order.length, dataset.meta.batch_size);
  return ranges.map(([start, end]) => order.subarray(start, end));
}

/** One step against the slope, in place, kept in the data's range. */
function descend(
  { data }: Patch,
  slope: Float32Array,
  rate: number,
  [low, high]: readonly [number, number],
): void {
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.min(high, Math.max(low, data[i]! - rate * slope[i]!));
  }
}

function checkFreedom(freedom: Freedom): Freedom {
  const { rotation_max, scale_min, scale_max } = freedom;
  if (!(rotation_max >= 0 && rotation_max <= 180)) {
    throw new RangeError(`rotation_max is 0 to 180 degrees, not ${rotation_max}.`);
  }
  if (!(scale_min > 0 && scale_min <= scale_max && scale_max <= 1)) {
    const given = scale_min === scale_max ? String(scale_min) : `${scale_min} to ${scale_max}`;
    throw new RangeError(`A patch has a size of more than 0 and at most 1, from less to more, not ${given}.`);
  }
  return freedom;
}
