/** Puts a classifier behind a change of its input, with what an attacker who knows the change climbs instead. */
import { openClassifier, type Classifier, type Defence, type Readable } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/** Images → what the classifier is shown instead of them, of the same shape. */
export type Change = (x: tf.Tensor4D) => tf.Tensor4D;

/**
 * The classifier that is shown `change(x)` instead of `x`. Where the change has no gradient of use, its surrogate has the
 * same value and the identity's slope (BPDA, Athalye, Carlini and Wagner 2018, arXiv:1802.00420).
 *
 * @internal
 */
export function defend(model: Readable, change: Change, defence: Defence): Classifier {
  const inner = openClassifier(model);
  const climbed = inner.surrogate ?? inner.logits;
  const passed = defence.differentiable ? change : passThrough(change);
  const own = !defence.differentiable || inner.surrogate !== undefined;
  return {
    classes: inner.classes,
    logits: (x, training) => tf.tidy(() => inner.logits(change(x), training)),
    ...(own ? { surrogate: (x: tf.Tensor4D) => tf.tidy(() => climbed(passed(x))) } : {}),
    defence: join(defence, inner.defence),
    ...(inner.beforeSoftmax && { beforeSoftmax: true }),
  };
}

/** The same value; going back, the gradient passes as if nothing had been changed. */
function passThrough(change: Change): Change {
  const apply = tf.customGrad((x) => ({
    value: change(x as tf.Tensor4D),
    gradFunc: (slope: tf.Tensor) => slope,
  }));
  return (x) => apply(x) as tf.Tensor4D;
}

/**
 * The outer defence meets the image first. Where it draws lots, the inner one's draws all meet the same draw of it, and so
 * make no mean of it.
 */
function join(outer: Defence, inner: Defence | undefined): Defence {
  if (!inner) return outer;
  const { draws } = outer.stochastic ? outer : inner;
  return {
    name: `${outer.name}, then ${inner.name}`,
    differentiable: outer.differentiable && inner.differentiable,
    stochastic: outer.stochastic || inner.stochastic,
    ...(draws !== undefined && { draws }),
  };
}

/** Throws unless `value` is a whole number from `low` to `high`. */
export function checkWhole(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw new RangeError(`${name} is a whole number from ${low} to ${high}, not ${value}.`);
}
