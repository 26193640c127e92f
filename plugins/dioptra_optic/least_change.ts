/** The inner half of Carlini and Wagner's attacks: change and misreading weighed against each other, lowered step by step. */
import { inputGradient, marginLoss, signal, type Classifier } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/** Some images under attack, with pixels from 0 to 1 whatever the data's range is. */
export interface Search {
  /** [n, height, width, channels] */
  readonly x: tf.Tensor4D;
  readonly classifier: Classifier;
  /** One-hot: the true class, or the target. */
  readonly aim: tf.Tensor2D;
  /** +1 away from the aim, −1 towards it. */
  readonly direction: 1 | -1;
  /** By how much the logit that shall win has to win. */
  readonly confidence: number;
  readonly learningRate: number;
  readonly maxIter: number;
}

/** What a change costs, image by image. */
export interface Penalty {
  /** [n], added to c times the gap. */
  readonly cost: (change: tf.Tensor4D) => tf.Tensor1D;
  /** The change that best weighs its cost against staying where it is, for a step [n, 1, 1, 1]: the proximal map. */
  readonly shrink: (change: tf.Tensor4D, step: tf.Tensor4D) => tf.Tensor4D;
  /** [n], by which the best change is chosen. */
  readonly size: (change: tf.Tensor4D) => tf.Tensor1D;
}

export interface Found {
  /** The smallest change of each image that succeeded, or the image itself. The caller disposes of it. */
  readonly images: tf.Tensor4D;
  /** Its size; infinite where nothing succeeded. */
  readonly sizes: Float32Array;
}

/** IBM's toolbox halves a step up to five times, or doubles it as often; here five lengths are tried at once. */
const LENGTHS = [1 / 16, 1 / 4, 1, 4, 16];
/** Below this a step changes nothing any more. */
const LEAST_RATE = 1e-7;
const PIXELS = [1, 2, 3];

/** The squared L2 norm, and what it shrinks to. */
export const SQUARED: Penalty = {
  cost: (change) => tf.sum(tf.square(change), PIXELS) as tf.Tensor1D,
  shrink: (change, step) => tf.div(change, tf.add(1, tf.mul(2, step))),
  size: (change) => tf.sqrt(tf.sum(tf.square(change), PIXELS)) as tf.Tensor1D,
};

/** What goes beyond ±τ, a τ for each image: it draws every pixel back to τ and leaves those within. */
export function beyond(taus: readonly number[]): Penalty {
  // Changes come as one or more rounds of the same images.
  const limit = (change: tf.Tensor4D): tf.Tensor4D => {
    const rounds = change.shape[0] / taus.length;
    return tf.tile(tf.tensor4d([...taus], [taus.length, 1, 1, 1]), [rounds, 1, 1, 1]);
  };
  return {
    cost: (change) => tf.sum(tf.relu(tf.sub(tf.abs(change), limit(change))), PIXELS) as tf.Tensor1D,
    shrink: (change, step) => {
      const size = tf.abs(change);
      return tf.mul(tf.sign(change), tf.maximum(tf.minimum(size, limit(change)), tf.sub(size, step)));
    },
    size: (change) => tf.max(tf.abs(change), PIXELS) as tf.Tensor1D,
  };
}

/**
 * Lowers c · max(0, gap + confidence) + cost by proximal gradient steps within the box of pixels, from the images
 * themselves; the gap is the lead of the class that shall not win. Of all that was tried the smallest change that succeeds
 * is kept.
 *
 * Carlini and Wagner bend the box by tanh, where a pixel that is black or white has next to no slope (1e-6) and stays; here
 * the box is kept by clipping, which their paper weighs too.
 *
 * @param constants c for each image
 * @param mask [n, height, width, channels] of 0 and 1: what may change; null for all
 */
export async function lowerObjective(
  search: Search,
  penalty: Penalty,
  constants: Float32Array,
  mask: tf.Tensor4D | null = null,
): Promise<Found> {
  const count = search.x.shape[0];
  const rates = new Float32Array(count).fill(search.learningRate);
  const sizes = new Float32Array(count).fill(Infinity);
  let point = tf.clone(search.x);
  let best = tf.clone(search.x);
  for (let i = 0; i < search.maxIter; i++) {
    signal().throwIfAborted();
    const [points, figures] = tf.tidy(() => tryLengths(search, penalty, point, constants, rates, mask));
    const choice = choose((await figures.data()) as Float32Array, count, rates, sizes);
    const next = tf.tidy(() => [pick(points, choice.next), pickBetter(points, best, choice.better)]);
    tf.dispose([points, figures, point, best]);
    [point, best] = next as [tf.Tensor4D, tf.Tensor4D];
    if (choice.settled) break;
  }
  point.dispose();
  return { images: best, sizes };
}

/**
 * Rows of images [(lengths + 1) · n, …]: each length, then where the search stood; and [3, (lengths + 1) · n]: their
 * objective, gap with confidence, and size.
 */
type Tried = [points: tf.Tensor4D, figures: tf.Tensor];

function tryLengths(
  search: Search,
  penalty: Penalty,
  point: tf.Tensor4D,
  constants: Float32Array,
  rates: Float32Array,
  mask: tf.Tensor4D | null,
): Tried {
  const { x, aim } = search;
  const count = x.shape[0];
  const slope = slopeOf(search, point, constants, mask);
  const steps = LENGTHS.map((length) =>
    tf.tensor4d(
      rates.map((rate) => rate * length),
      [count, 1, 1, 1],
    ),
  );
  const moved = steps.map((step) => {
    const change = penalty.shrink(tf.sub(tf.sub(point, tf.mul(slope, step)), x), step);
    return tf.clipByValue(tf.add<tf.Tensor4D>(x, change), 0, 1);
  });
  const points = tf.concat([...moved, point], 0);
  const times = LENGTHS.length + 1;
  const gap = gapOf(search, points, tf.tile(aim, [times, 1]));
  const change = tf.sub(points, tf.tile(x, [times, 1, 1, 1])) as tf.Tensor4D;
  const weight = tf.tile(tf.tensor1d(constants), [times]);
  const objective = tf.add(tf.mul(weight, tf.relu(gap)), penalty.cost(change));
  return [points, tf.stack([objective, gap, penalty.size(change)])];
}

/** The lead of what shall not win, with the confidence: below 0 where the attack succeeds. */
function gapOf(search: Search, point: tf.Tensor4D, aim: tf.Tensor2D): tf.Tensor1D {
  return leadOf(search)(search.classifier.logits(point), aim);
}

function leadOf({ direction, confidence }: Search): (logits: tf.Tensor2D, aim: tf.Tensor2D) => tf.Tensor1D {
  return (logits, aim) => tf.sub(confidence, tf.mul(direction, marginLoss(logits, aim))) as tf.Tensor1D;
}

/** c times the slope of the gap, where there still is one to close. */
function slopeOf(
  search: Search,
  point: tf.Tensor4D,
  constants: Float32Array,
  mask: tf.Tensor4D | null,
): tf.Tensor4D {
  const { gradient, losses } = inputGradient(search.classifier, point, search.aim, leadOf(search));
  const open = tf.mul(tf.tensor1d(constants), tf.cast(tf.greaterEqual(losses, 0), 'float32'));
  const slope = tf.mul(gradient, tf.reshape(open, [-1, 1, 1, 1])) as tf.Tensor4D;
  return mask === null ? slope : tf.mul(slope, mask);
}

/** What each value does for the attack: the size of its change times its slope, [n, height, width, channels]. */
export function worthOf(search: Search, images: tf.Tensor4D): tf.Tensor4D {
  const { gradient } = inputGradient(search.classifier, images, search.aim, leadOf(search));
  return tf.mul(tf.abs(tf.sub(images, search.x)), tf.abs(gradient));
}

interface Choice {
  /** The row of `points` that each image goes on from. */
  readonly next: Int32Array;
  /** The row that is the image's best so far; −1 where none of them is. */
  readonly better: Int32Array;
  /** Whether no image has anything left to gain. */
  readonly settled: boolean;
}

/** Takes the lowest objective of each image and lengthens or shortens its step; notes smaller successes in `sizes`. */
function choose(figures: Float32Array, count: number, rates: Float32Array, sizes: Float32Array): Choice {
  const rows = LENGTHS.length + 1;
  const at = (figure: number, row: number, i: number): number => figures[(figure * rows + row) * count + i]!;
  const next = new Int32Array(count);
  const better = new Int32Array(count).fill(-1);
  let settled = true;
  for (let i = 0; i < count; i++) {
    let lowest = rows - 1;
    for (let row = 0; row < rows; row++) {
      if (at(0, row, i) < at(0, lowest, i)) lowest = row;
      if (!(at(1, row, i) < 0 && at(2, row, i) < sizes[i]!)) continue;
      sizes[i] = at(2, row, i);
      better[i] = row * count + i;
    }
    next[i] = lowest * count + i;
    rates[i]! *= LENGTHS[lowest] ?? LENGTHS[0]!;
    if (rates[i]! > LEAST_RATE && at(0, lowest, i) > 0) settled = false;
  }
  return { next, better, settled };
}

function pick(points: tf.Tensor4D, rows: Int32Array): tf.Tensor4D {
  return tf.gather(points, tf.tensor1d(rows, 'int32'));
}

function pickBetter(points: tf.Tensor4D, best: tf.Tensor4D, rows: Int32Array): tf.Tensor4D {
  const own = points.shape[0];
  const places = rows.map((row, i) => (row < 0 ? own + i : row));
  return pick(tf.concat([points, best], 0), places);
}
