/** Lengths of what an attack changes: steps of length 1, the way back into a ball, and the norms of each image's change. */
import * as tf from '@tensorflow/tfjs';

/** What bounds an attack. */
export type Norm = 'inf' | 1 | 2;

const PIXELS = [1, 2, 3];

/** `inf`, 1 or 2, as the entrypoints write them. @throws where it is none of these. @example parseNorm('2') // 2 */
export function parseNorm(norm: string | number): Norm {
  if (norm === Infinity || norm === 'inf') return 'inf';
  if (norm === 1 || norm === '1') return 1;
  if (norm === 2 || norm === '2') return 2;
  throw new Error(`The norms known here are inf, 1 and 2, not ${String(norm)}.`);
}

/**
 * A gradient [n, height, width, channels] brought to length 1 in `norm`, image by image: its sign (L∞), or itself over its
 * norm (L1, L2), to float32's rounding however small it is. Zero where the gradient is.
 *
 * @example
 * const step = tf.mul(steepest(gradient, 2), 0.1);
 */
export function steepest(gradient: tf.Tensor4D, norm: Norm): tf.Tensor4D {
  return tf.tidy(() => {
    if (norm === 'inf') return signOf(gradient);
    // Over its greatest value first: the squares of a gradient as small as 1e-30 would come to nothing.
    const most = tf.max(tf.abs(gradient), PIXELS, true);
    const scaled = tf.divNoNan(gradient, most);
    const length =
      norm === 1 ? tf.sum(tf.abs(scaled), PIXELS, true) : tf.sqrt(tf.sum(tf.square(scaled), PIXELS, true));
    return tf.divNoNan(scaled, length) as tf.Tensor4D;
  });
}

/** `tf.sign` on wasm says 0 of all below 1e-7, and gradients of images that are read with confidence are that small. */
function signOf(gradient: tf.Tensor4D): tf.Tensor4D {
  const up = tf.cast(tf.greater(gradient, 0), 'float32');
  return tf.sub(up, tf.cast(tf.less(gradient, 0), 'float32'));
}

/**
 * The nearest change (in L2) that is no longer than `epsilon` in `norm`, image by image. L1 after Duchi, Shalev-Shwartz,
 * Singer and Chandra (ICML 2008): (0.5, −0.8, 0.3) comes to (0.3, −0.6, 0.1) for ε 1.
 *
 * @param change [n, height, width, channels]
 *
 * @example
 * const near = tf.add(x, projectOnto(tf.sub(further, x), 0.3, 'inf'));
 */
export function projectOnto(change: tf.Tensor4D, epsilon: number, norm: Norm): tf.Tensor4D {
  return tf.tidy(() => {
    if (norm === 'inf') return tf.clipByValue(change, -epsilon, epsilon);
    if (norm === 1) return projectL1(change, epsilon);
    const length = tf.sqrt(tf.sum(tf.square(change), PIXELS, true));
    return tf.mul(change, tf.minimum(1, tf.div(epsilon, tf.add(length, 1e-12)))) as tf.Tensor4D;
  });
}

function projectL1(change: tf.Tensor4D, epsilon: number): tf.Tensor4D {
  const [count, ...rest] = change.shape;
  const size = rest.reduce((product, length) => product * length, 1);
  const sizes = tf.abs(change);
  const falling = tf.topk(tf.reshape(sizes, [count, size]), size, true).values as tf.Tensor2D;
  const ranks = tf.range(1, size + 1);
  const levels = tf.div(tf.sub(tf.cumsum(falling, 1), epsilon), ranks) as tf.Tensor2D;
  const kept = tf.sum(tf.cast(tf.greater(falling, levels), 'int32'), 1) as tf.Tensor1D;
  const mask = tf.oneHot(tf.cast(tf.maximum(tf.sub(kept, 1), 0), 'int32') as tf.Tensor1D, size);
  const level = tf.maximum(tf.sum(tf.mul(levels, mask), 1), 0);
  return tf.mul(signOf(change), tf.relu(tf.sub(sizes, tf.reshape(level, [count, 1, 1, 1]))));
}

/**
 * x + ε · direction, kept in the data's range.
 *
 * @example
 * const adversarial = shift(images, steepest(gradient, 'inf'), 26 / 255);
 */
export function shift(
  x: tf.Tensor4D,
  direction: tf.Tensor4D,
  epsilon: number,
  [low, high]: readonly [number, number] = [0, 1],
): tf.Tensor4D {
  return tf.tidy(() => tf.clipByValue(tf.add(x, tf.mul(direction, epsilon)), low, high));
}

/** How far each image was changed. */
export interface NormTable {
  /** Values that differ. */
  readonly l0: Float32Array;
  readonly l1: Float32Array;
  readonly l2: Float32Array;
  readonly linf: Float32Array;
}

/** The norms of each image's change; both are [n, height, width, channels]. @example const { l2 } = await measureNorms(x, adversarial); */
export async function measureNorms(before: tf.Tensor4D, after: tf.Tensor4D): Promise<NormTable> {
  const norms = tf.tidy(() => {
    const change = tf.sub(after, before);
    const sizes = tf.abs(change);
    return [
      tf.sum(tf.cast(tf.greater(sizes, 0), 'float32'), PIXELS),
      tf.sum(sizes, PIXELS),
      tf.sqrt(tf.sum(tf.square(change), PIXELS)),
      tf.max(sizes, PIXELS),
    ];
  });
  const [l0, l1, l2, linf] = await Promise.all(
    norms.map(async (norm) => Float32Array.from(await norm.data())),
  );
  tf.dispose(norms);
  return { l0: l0!, l1: l1!, l2: l2!, linf: linf! };
}
