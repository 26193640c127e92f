/** Where random starts lie. */
import { random, type Norm } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { perRow, toLengthOne } from './directions.ts';

/** A point at each row's radius from `x` (in L∞ its furthest pixel), in any direction, then kept in [0, 1]; Auto-PGD begins there. */
export function startOnTheRim(x: tf.Tensor4D, radii: ArrayLike<number>, norm: Norm): tf.Tensor4D {
  const chance = random('start');
  const values = new Float32Array(x.size);
  if (norm === 'inf') chance.fillUniform(values, -1, 1);
  else chance.fillNormal(values);
  return tf.tidy(() => {
    const drawn = tf.tensor4d(values, x.shape);
    const most = tf.max(tf.abs(drawn), [1, 2, 3], true);
    const unit = norm === 'inf' ? tf.div(drawn, most) : toLengthOne(drawn);
    return tf.clipByValue(tf.add(x, tf.mul(unit, perRow(radii))), 0, 1) as tf.Tensor4D;
  });
}

/** A point within each row's radius of `x`, each as likely, then kept in [0, 1]. Draws from the stream `start`, row by row. */
export function startAnywhere(x: tf.Tensor4D, radii: ArrayLike<number>, norm: Norm): tf.Tensor4D {
  const change = new Float32Array(x.size);
  const size = x.size / radii.length;
  for (let row = 0; row < radii.length; row++) {
    drawWithin(change.subarray(row * size, (row + 1) * size), radii[row]!, norm);
  }
  return tf.tidy(() => tf.clipByValue(tf.add<tf.Tensor4D>(x, tf.tensor4d(change, x.shape)), 0, 1));
}

function drawWithin(change: Float32Array, radius: number, norm: Norm): void {
  const chance = random('start');
  if (norm === 'inf') return void chance.fillUniform(change, -radius, radius);
  if (norm === 2) {
    chance.fillNormal(change);
    const length = Math.hypot(...change);
    const far = radius * chance.uniform() ** (1 / change.length);
    return void change.forEach((value, i) => (change[i] = (value * far) / length));
  }
  // Signed exponentials over their sum and one more are spread evenly over the L1 ball.
  let sum = -Math.log1p(-chance.uniform());
  change.forEach((_, i) => {
    const size = -Math.log1p(-chance.uniform());
    sum += size;
    change[i] = chance.word() & 1 ? size : -size;
  });
  change.forEach((value, i) => (change[i] = (value * radius) / sum));
}
