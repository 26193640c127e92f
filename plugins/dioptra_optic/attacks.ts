/** Evasion attacks: images changed a little so that a model reads them wrongly. */
import {
  batchRanges,
  createPause,
  inputGradient,
  log,
  oneHot,
  openClassifier,
  parseNorm,
  progress,
  shift,
  signal,
  sizeOf,
  sliceRows,
  steepest,
  type Classifier,
  type Dataset,
  type Norm,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

interface Attack {
  readonly classifier: Classifier;
  /** +1 away from the truth, −1 towards a target. */
  readonly direction: 1 | -1;
  readonly norm: Norm;
  readonly eps: number;
  /** Step of the search for the least ε; null for one step of ε. */
  readonly step: number | null;
  readonly range: readonly [number, number];
}

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
 * @param eps_step with `minimal`, the step in which ε grows
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
  const { value_range: range, batch_size, num_classes } = dataset.meta;
  checkLength('eps', eps, norm, range);
  if (minimal) checkLength('eps_step', eps_step, norm, range);
  if (save_dataset)
    log('save_dataset changes nothing here: an attacked data set is always kept whole', 'DEBUG');
  if (target !== null && !(Number.isInteger(target) && target >= 0 && target < num_classes)) {
    throw new RangeError(`The target is a class from 0 to ${num_classes - 1}, not ${target}.`);
  }
  const classifier = openClassifier(model);
  const direction = target === null ? 1 : -1;
  const attack: Attack = {
    classifier,
    direction,
    norm: parseNorm(norm),
    eps,
    step: minimal ? eps_step : null,
    range,
  };
  await describeAttack(attack, dataset, target);
  const size = sizeOf(dataset);
  const pause = createPause();
  const parts: tf.Tensor4D[] = [];
  for (const [start, end] of batchRanges(size, batch_size)) {
    signal().throwIfAborted();
    parts.push(
      tf.tidy(() => {
        const x = sliceRows(dataset.images, start, end);
        return attackBatch(attack, x, sliceRows(dataset.labels, start, end), target);
      }),
    );
    progress(end, size, 'images');
    await pause();
  }
  const images = tf.concat(parts, 0);
  tf.dispose(parts);
  return { images, labels: tf.clone(dataset.labels), meta: { ...dataset.meta, shuffle: false } };
}

function attackBatch(attack: Attack, x: tf.Tensor4D, y: tf.Tensor2D, target: number | null): tf.Tensor4D {
  const classes = y.shape[1];
  const aim = target === null ? y : oneHot(new Int32Array(x.shape[0]).fill(target), classes);
  const { gradient } = inputGradient(attack.classifier, x, aim);
  const step = tf.mul(steepest(gradient, attack.norm), attack.direction) as tf.Tensor4D;
  return attack.step === null ? shift(x, step, attack.eps, attack.range) : leastMove(attack, x, step, aim);
}

/** Raises ε until the reading changes; an image that is done stays where it was. */
function leastMove(attack: Attack, x: tf.Tensor4D, step: tf.Tensor4D, aim: tf.Tensor2D): tf.Tensor4D {
  const wanted = tf.argMax(aim, 1);
  let moved = x;
  let active: tf.Tensor = tf.onesLike(wanted).toBool();
  // The slack keeps the last step where rounding puts a multiple just above eps.
  for (let k = 1; k * attack.step! <= attack.eps * (1 + 1e-6); k++) {
    const further = shift(x, step, k * attack.step!, attack.range);
    moved = tf.where(tf.reshape(active, [-1, 1, 1, 1]), further, moved);
    const same = tf.equal(tf.argMax(attack.classifier.logits(further), 1), wanted);
    active = tf.logicalAnd(active, attack.direction === 1 ? same : tf.logicalNot(same));
  }
  return moved;
}

async function describeAttack(attack: Attack, dataset: Dataset, target: number | null): Promise<void> {
  const { norm, eps, step } = attack;
  const length = step === null ? `eps ${eps}` : `least eps up to ${eps} in steps of ${step}`;
  log(
    `fast gradient method: norm ${norm}, ${length}, ${target === null ? 'untargeted' : `target ${target}`}`,
  );
  if (target === null) return;
  const counts = tf.tidy(() => tf.sum(dataset.labels, 0));
  const already = (await counts.data())[target]!;
  counts.dispose();
  const text = `targeted: ${already} images are of class ${target} already; accuracy under this attack is no robust accuracy`;
  log(text, 'WARNING');
}

function checkLength(
  name: string,
  value: number,
  norm: string | number,
  range: readonly [number, number],
): void {
  const width = range[1] - range[0];
  const bounded = parseNorm(norm) === 'inf';
  if (value > 0 && (!bounded || value <= width)) return;
  const hint = width === 1 && value > 1 ? ` Did you mean ${value}/255 = ${(value / 255).toFixed(4)}?` : '';
  const most = bounded ? ` and at most ${width} for this data` : '';
  throw new RangeError(`${name} is more than 0${most}, not ${value}.${hint}`);
}
