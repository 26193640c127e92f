/** Spatial smoothing: each pixel becomes the median of its neighbourhood. */
import type { Classifier, Readable } from 'alidade/sdk';
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
 * @param model a model that ends in softmax or in logits, or one behind another defence
 * @param window its height and width in pixels, 1 to 7, no more than twice the image; 3 is IBM's default, and 1 changes nothing
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
 */
export function medianFilter(x: tf.Tensor4D, window: number): tf.Tensor4D {
  if (window === 1) return tf.clone(x);
  const apply = tf.customGrad((input, save) => {
    const images = input as tf.Tensor4D;
    const value = takeMiddle(takeShifts(images, window));
    (save as tf.GradSaveFunc)([images, value]);
    const gradFunc = (slope: tf.Tensor, saved: tf.Tensor[]) =>
      shareOut(slope as tf.Tensor4D, saved[0] as tf.Tensor4D, saved[1] as tf.Tensor4D, window);
    return { value, gradFunc };
  });
  return apply(x) as tf.Tensor4D;
}

/** How many pixels the window takes before its centre, and how many after it. */
const reach = (window: number): [before: number, after: number] => [
  Math.floor(window / 2),
  window - 1 - Math.floor(window / 2),
];

/** The image as each place of the window sees it, row by row. */
function takeShifts(x: tf.Tensor4D, window: number): tf.Tensor4D[] {
  const [, height, width] = x.shape;
  const edge = reach(window);
  const wide = tf.mirrorPad(x, [[0, 0], edge, edge, [0, 0]], 'symmetric') as tf.Tensor4D;
  return places(window).map(([row, column]) => tf.slice(wide, [0, row, column, 0], [-1, height, width, -1]));
}

const places = (window: number): [row: number, column: number][] =>
  Array.from({ length: window * window }, (_, i) => [Math.floor(i / window), i % window]);

/** The element of rank ⌊count/2⌋ among tensors of one shape, by the compare-exchanges that lead to it. */
function takeMiddle(values: readonly tf.Tensor4D[]): tf.Tensor4D {
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

/** Batcher's sorting network (1968; Knuth, volume 3, algorithm 5.2.2M), without what does not reach the middle. */
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

/** Takes each slope back to the pixels that the median came from. */
function shareOut(slope: tf.Tensor4D, x: tf.Tensor4D, value: tf.Tensor4D, window: number): tf.Tensor4D {
  return tf.tidy(() => {
    const chosen = takeShifts(x, window).map((shift) => tf.cast(tf.equal(shift, value), 'float32'));
    const share = tf.div(slope, tf.addN(chosen)) as tf.Tensor4D;
    const parts = chosen.map((mask, i) => {
      const [row, column] = places(window)[i]!;
      const rest = (before: number): [number, number] => [before, window - 1 - before];
      return tf.pad(tf.mul(mask, share), [[0, 0], rest(row), rest(column), [0, 0]]);
    });
    return foldBack(foldBack(tf.addN(parts) as tf.Tensor4D, 1, window), 2, window);
  });
}

/** Adds what lies beyond the border to the pixels that it mirrors. */
function foldBack(wide: tf.Tensor4D, axis: 1 | 2, window: number): tf.Tensor4D {
  const [before, after] = reach(window);
  const size = wide.shape[axis] - before - after;
  const take = (start: number, length: number): tf.Tensor4D => {
    const [begin, lengths] = [
      [0, 0, 0, 0],
      [-1, -1, -1, -1],
    ];
    begin[axis] = start;
    lengths[axis] = length;
    return tf.slice(
      wide,
      begin as [number, number, number, number],
      lengths as [number, number, number, number],
    );
  };
  const place = (part: tf.Tensor4D, start: number): tf.Tensor4D => {
    const edges: [number, number][] = [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ];
    edges[axis] = [start, size - start - part.shape[axis]];
    return tf.pad(tf.reverse(part, axis), edges) as tf.Tensor4D;
  };
  const parts = [take(before, size)];
  if (before > 0) parts.push(place(take(0, before), 0));
  if (after > 0) parts.push(place(take(before + size, after), size - after));
  return tf.addN(parts) as tf.Tensor4D;
}
