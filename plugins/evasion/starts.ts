/** Where random starts lie. */
import { random, steepest, type Norm, type Random } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { perRow } from './directions.ts';
import type { Rows } from './rows.ts';

/** A row's own chance, so that no start depends on the rows beside it; it goes on from one start to the next. */
const chanceOf = ({ places, radii }: Rows, row: number): Random =>
  random(`start of image ${places[row]!}, ε ${radii[row]!}`);

/** A point at each row's radius from its image (in L∞ its furthest pixel), in any direction, then kept in [0, 1]; Auto-PGD begins there. */
export function startOnTheRim(rows: Rows, norm: Norm): tf.Tensor4D {
  const values = drawRows(rows, (row, part) => {
    if (norm === 'inf') chanceOf(rows, row).fillUniform(part, -1, 1);
    else chanceOf(rows, row).fillNormal(part);
  });
  return tf.tidy(() => {
    const drawn = tf.tensor4d(values, rows.x.shape);
    const most = tf.max(tf.abs(drawn), [1, 2, 3], true);
    const unit = norm === 'inf' ? tf.div(drawn, most) : steepest(drawn, 2);
    return tf.clipByValue(tf.add(rows.x, tf.mul(unit, perRow(rows.radii))), 0, 1) as tf.Tensor4D;
  });
}

/** A point within each row's radius of its image, each as likely, then kept in [0, 1]. */
export function startAnywhere(rows: Rows, norm: Norm): tf.Tensor4D {
  const change = drawRows(rows, (row, part) => drawWithin(part, rows.radii[row]!, norm, chanceOf(rows, row)));
  return tf.tidy(() => tf.clipByValue(tf.add<tf.Tensor4D>(rows.x, tf.tensor4d(change, rows.x.shape)), 0, 1));
}

function drawRows({ x, count }: Rows, draw: (row: number, part: Float32Array) => void): Float32Array {
  const values = new Float32Array(x.size);
  const size = x.size / count;
  for (let row = 0; row < count; row++) draw(row, values.subarray(row * size, (row + 1) * size));
  return values;
}

function drawWithin(change: Float32Array, radius: number, norm: Norm, chance: Random): void {
  if (norm === 'inf') return void chance.fillUniform(change, -radius, radius);
  if (norm === 2) {
    chance.fillNormal(change);
    const length = Math.sqrt(change.reduce((sum, value) => sum + value * value, 0));
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
