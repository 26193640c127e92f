/** Spatial smoothing: each pixel becomes the median of its neighbourhood. */
import { gatherRows, type Classifier, type Readable } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { checkWhole, defend } from './defend.ts';

/**
 * Puts a model behind spatial smoothing (Xu, Evans and Qi 2018, arXiv:1704.01155): each pixel becomes the median of the
 * window around it, channel by channel, before the model reads it. Beyond the border the image is mirrored, the border
 * included, and of an even number of values the upper of the middle two is taken, as in scipy and IBM's toolbox.
 *
 * Threat: the median passes the gradient on to the pixels that it was taken from, so an attack that is given this
 * classifier goes through it; one that is given the undefended model does not know the defence.
 *
 * @param model a model that ends in softmax or in logits, or one behind another defence; it reads images
 *   [n, height, width, channels]
 * @param window its height and width in pixels, 1 to 7; 3 is IBM's default, and 1 changes nothing
 * @returns the defended classifier
 * @throws where `window` is no whole number from 1 to 7
 */
export function smooth_spatially(model: Readable, window: number /* integer */ = 3): Classifier {
  checkWhole('window', window, 1, 7);
  const name = `median of ${window}×${window} pixels`;
  return defend(model, (x) => medianFilter(x, window), { name, differentiable: true, stochastic: false });
}

/**
 * The median of the window around each pixel. Its gradient goes to the pixels of the window that have the median's
 * value, in equal shares where there are several, so that it does not depend on the backend's order of ties.
 *
 * @internal
 */
export function medianFilter(x: tf.Tensor4D, window: number): tf.Tensor4D {
  const [count, height, width, channels] = x.shape;
  const sources = findSources(height, width, window);
  const apply = tf.customGrad((input, save) => {
    const pixels = input as tf.Tensor2D;
    const value = takeMiddle(sources.map((places) => gatherRows(pixels, places)));
    (save as tf.GradSaveFunc)([pixels, value]);
    const gradFunc = (slope: tf.Tensor, saved: tf.Tensor[]) =>
      shareOut(slope as tf.Tensor2D, saved[0] as tf.Tensor2D, saved[1] as tf.Tensor2D, sources);
    return { value, gradFunc };
  });
  return tf.tidy(() => {
    const pixels = tf.reshape(tf.transpose(x, [1, 2, 0, 3]), [height * width, count * channels]);
    const value = tf.reshape(apply(pixels), [height, width, count, channels]);
    return tf.transpose(value, [2, 0, 1, 3]) as tf.Tensor4D;
  });
}

/** For each place of the window, row by row: which pixel every pixel sees there, mirrored at the border. */
function findSources(height: number, width: number, window: number): Int32Array[] {
  const before = Math.floor(window / 2);
  return Array.from({ length: window * window }, (_, at) => {
    const [down, right] = [Math.floor(at / window) - before, (at % window) - before];
    return Int32Array.from({ length: height * width }, (_, pixel) => {
      const row = mirror(Math.floor(pixel / width) + down, height);
      return row * width + mirror((pixel % width) + right, width);
    });
  });
}

/** d c b a | a b c d | d c b a */
function mirror(place: number, length: number): number {
  const period = 2 * length;
  const within = ((place % period) + period) % period;
  return within < length ? within : period - 1 - within;
}

/** The element of rank ⌊count/2⌋ among tensors of one shape, by the compare-exchanges that lead to it. */
function takeMiddle(values: readonly tf.Tensor2D[]): tf.Tensor2D {
  const sorted = [...values];
  for (const { low, high, needed } of findExchanges(values.length)) {
    const [a, b] = [sorted[low]!, sorted[high]!];
    if (needed !== 'high') sorted[low] = tf.minimum(a, b);
    if (needed !== 'low') sorted[high] = tf.maximum(a, b);
  }
  return sorted[Math.floor(values.length / 2)]!;
}

interface Exchange {
  readonly low: number;
  readonly high: number;
  readonly needed: 'low' | 'high' | 'both';
}

/** Batcher's sorting network (1968; Knuth, volume 3, algorithm 5.2.2M), without what does not reach the middle. @internal */
export function findExchanges(count: number): Exchange[] {
  const pairs: [low: number, high: number][] = [];
  const first = 2 ** Math.max(0, Math.ceil(Math.log2(count)) - 1);
  for (let p = first; p >= 1; p = Math.floor(p / 2)) {
    for (let q = first, r = 0, d = p; ; d = q - p, q = q / 2, r = p) {
      for (let i = 0; i < count - d; i++) if ((i & p) === r) pairs.push([i, i + d]);
      if (q === p) break;
    }
  }
  const wanted = new Set([Math.floor(count / 2)]);
  const kept: Exchange[] = [];
  for (const [low, high] of pairs.toReversed()) {
    const [needsLow, needsHigh] = [wanted.has(low), wanted.has(high)];
    if (!needsLow && !needsHigh) continue;
    kept.push({ low, high, needed: needsLow && needsHigh ? 'both' : needsLow ? 'low' : 'high' });
    wanted.add(low).add(high);
  }
  return kept.toReversed();
}

/** Takes each slope [pixels, images] back to the pixels that the median came from. */
function shareOut(
  slope: tf.Tensor2D,
  pixels: tf.Tensor2D,
  value: tf.Tensor2D,
  sources: readonly Int32Array[],
): tf.Tensor2D {
  return tf.tidy(() => {
    const chosen = sources.map((places) => tf.cast(tf.equal(gatherRows(pixels, places), value), 'float32'));
    const share = tf.div(slope, tf.addN(chosen));
    const shares = tf.concat(
      chosen.map((mask) => tf.mul(mask, share)),
      0,
    );
    const places = tf.tensor1d(Int32Array.from(sources.flatMap((list) => [...list])), 'int32');
    return tf.unsortedSegmentSum(shares, places, pixels.shape[0]) as tf.Tensor2D;
  });
}
