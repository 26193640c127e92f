/** Where a step goes and how a change is put back, when every row has a radius of its own. */
import { projectOnto, steepest, type Norm } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { cleanSlope } from './slopes.ts';

/** Pixels that one step in L1 moves, as a share of all (Tramèr and Boneh 2019, arXiv:1904.13000: the few steepest). */
const SPARSE = 0.05;

/** [n] → [n, 1, 1, 1], so that each row has its own. */
export function perRow(values: ArrayLike<number>): tf.Tensor4D {
  return tf.tensor4d(Float32Array.from(values), [values.length, 1, 1, 1]);
}

/**
 * The direction of length 1 in which a loss rises most: the gradient's sign (L∞), the gradient over its length (L2), or
 * the signs of its steepest twentieth that do not lead out of [0, 1] (L1).
 */
export function findDirection(gradient: tf.Tensor4D, point: tf.Tensor4D, norm: Norm): tf.Tensor4D {
  if (norm === 'inf') return steepest(gradient, 'inf');
  if (norm === 2) return tf.tidy(() => steepest(cleanSlope(gradient), 2));
  return tf.tidy(() => {
    const clean = cleanSlope(gradient);
    const [count, ...rest] = clean.shape;
    const size = rest.reduce((product, length) => product * length, 1);
    const stuck = tf.logicalOr(
      tf.logicalAnd(tf.lessEqual(point, 0), tf.less(clean, 0)),
      tf.logicalAnd(tf.greaterEqual(point, 1), tf.greater(clean, 0)),
    );
    const free = tf.where(stuck, tf.zerosLike(clean), clean) as tf.Tensor4D;
    const slopes = tf.abs(free);
    const kept = Math.max(1, Math.round(SPARSE * size));
    const { values } = tf.topk(tf.reshape(slopes, [count, size]), kept, true);
    const least = tf.reshape(tf.slice(values, [0, kept - 1], [-1, 1]), [count, 1, 1, 1]);
    const steep = tf.cast(tf.greaterEqual(slopes, least), 'float32');
    return steepest(tf.mul(steepest(free, 'inf'), steep), 1);
  });
}

/** The nearest point to `point` within each row's radius of `x` and in [0, 1]; nearest in L∞ and near to it in L1 and L2. */
export function putBack(point: tf.Tensor4D, x: tf.Tensor4D, radii: tf.Tensor4D, norm: Norm): tf.Tensor4D {
  return tf.tidy(() => {
    if (norm === 'inf') {
      const near = tf.minimum(tf.maximum(point, tf.sub(x, radii)), tf.add(x, radii));
      return tf.clipByValue(near, 0, 1) as tf.Tensor4D;
    }
    const change = tf.div<tf.Tensor4D>(tf.sub(point, x), radii);
    return tf.clipByValue(tf.add(x, tf.mul(projectOnto(change, 1, norm), radii)), 0, 1) as tf.Tensor4D;
  });
}
