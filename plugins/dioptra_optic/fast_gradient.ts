/** The fast gradient method on one batch: a step of ε along the loss's gradient, or the least multiple of a step that is enough. */
import { inputGradient, oneHot, parseNorm, shift, steepest, type Classifier, type Norm } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

export interface FastGradient {
  readonly classifier: Classifier;
  /** +1 away from the truth, −1 towards a target. */
  readonly direction: 1 | -1;
  readonly norm: Norm;
  readonly eps: number;
  /** Step of the search for the least ε; null for one step of ε. */
  readonly step: number | null;
  readonly range: readonly [number, number];
}

/** The images [n, height, width, channels] of one batch, moved. */
export function moveBatch(
  attack: FastGradient,
  x: tf.Tensor4D,
  y: tf.Tensor2D,
  target: number | null,
): tf.Tensor4D {
  return tf.tidy(() => {
    const aim = target === null ? y : oneHot(new Int32Array(x.shape[0]).fill(target), y.shape[1]);
    const { gradient } = inputGradient(attack.classifier, x, aim);
    const step = tf.mul(steepest(gradient, attack.norm), attack.direction) as tf.Tensor4D;
    if (attack.step === null) return shift(x, step, attack.eps, attack.range);
    return leastMove(attack, x, step, aim);
  });
}

/** Raises ε until the reading changes; an image that is done stays where it was. */
function leastMove(attack: FastGradient, x: tf.Tensor4D, step: tf.Tensor4D, aim: tf.Tensor2D): tf.Tensor4D {
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

/** Throws where a length is not more than 0, or, in L∞, more than the data's range. */
export function checkLength(
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
