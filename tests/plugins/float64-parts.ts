/** Pools, depthwise convolutions, gates, segments, rows, frames and the step of Adam in double precision, written as their definitions read. */
import { backend_util } from '@tensorflow/tfjs';
import type { Padding, Shape4 } from './float64.ts';

type Values = ArrayLike<number>;
type Pair = [number, number];

export interface Windows {
  readonly x: Shape4;
  /** Height and width. */
  readonly window: Pair;
  readonly strides: Pair;
  readonly pad: Padding;
}

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const rounding = (pad: Padding) => (typeof pad === 'number' ? 'floor' : undefined);

export const describePool = ({ x, window, strides, pad }: Windows): backend_util.Conv2DInfo =>
  backend_util.computePool2DInfo(x, window, strides, 1, pad, rounding(pad));

/** The greatest pixel of each window. */
export function maxPool(windows: Windows, x: Values): Float64Array {
  const out = new Float64Array(size(describePool(windows).outShape)).fill(-Infinity);
  visitWindows(describePool(windows), (at, pixel) => void (out[at] = Math.max(out[at]!, x[pixel]!)));
  return out;
}

/** Calls `visit` with the places of an output and of each pixel in its window, row by row. */
function visitWindows(
  c: backend_util.Conv2DInfo,
  visit: (out: number, pixel: number, ky: number, kx: number) => void,
): void {
  const many = c.outChannels / c.inChannels;
  for (let out = 0; out < size(c.outShape); out++) {
    const [n, oy, ox, channel] = placeOf(out, c.outShape);
    for (let ky = 0; ky < c.filterHeight; ky++)
      for (let kx = 0; kx < c.filterWidth; kx++) {
        const y = oy * c.strideHeight - c.padInfo.top + ky;
        const z = ox * c.strideWidth - c.padInfo.left + kx;
        if (y < 0 || y >= c.inHeight || z < 0 || z >= c.inWidth) continue;
        visit(
          out,
          ((n * c.inHeight + y) * c.inWidth + z) * c.inChannels + Math.floor(channel / many),
          ky,
          kx,
        );
      }
  }
}

/** The output's gradient at the first greatest pixel of each window, row by row. */
export function maxPoolGradient(windows: Windows, x: Values, dy: Values): Float64Array {
  const winners = new Int32Array(dy.length).fill(-1);
  visitWindows(describePool(windows), (out, pixel) => {
    if (winners[out]! < 0 || x[pixel]! > x[winners[out]!]!) winners[out] = pixel;
  });
  const dx = new Float64Array(size(windows.x));
  winners.forEach((winner, out) => winner >= 0 && (dx[winner]! += dy[out]!));
  return dx;
}

export interface Depthwise {
  readonly x: Shape4;
  /** Height, width, channels, filters of each channel. */
  readonly filter: Shape4;
  readonly strides: Pair;
  readonly pad: Padding;
}

export const describeDepthwise = ({ x, filter, strides, pad }: Depthwise): backend_util.Conv2DInfo =>
  backend_util.computeConv2DInfo(x, filter, strides, 1, pad, rounding(pad), true);

/** Output channel c·m + q comes from input channel c by its filter q. */
function visitTaps(one: Depthwise, visit: (out: number, pixel: number, tap: number) => void): void {
  const c = describeDepthwise(one);
  const [, width, channels, many] = one.filter;
  visitWindows(c, (out, pixel, ky, kx) =>
    visit(out, pixel, ((ky * width + kx) * channels + (pixel % channels)) * many + (out % many)),
  );
}

export function convolveDepthwise(one: Depthwise, x: Values, filter: Values): Float64Array {
  const sums = new Float64Array(size(describeDepthwise(one).outShape));
  visitTaps(one, (out, pixel, tap) => void (sums[out]! += x[pixel]! * filter[tap]!));
  return sums;
}

export function depthwiseGradients(one: Depthwise, x: Values, filter: Values, dy: Values) {
  const input = new Float64Array(size(one.x));
  const taps = new Float64Array(size(one.filter));
  visitTaps(one, (out, pixel, tap) => {
    input[pixel]! += dy[out]! * filter[tap]!;
    taps[tap]! += dy[out]! * x[pixel]!;
  });
  return { input, filter: taps };
}

function placeOf(at: number, [, height, width, depth]: readonly number[]): Shape4 {
  const pixel = Math.floor(at / depth!);
  const row = Math.floor(pixel / width!);
  return [Math.floor(row / height!), row % height!, pixel % width!, at % depth!];
}

/** The gradient where x is above 0, and 0 of its sign elsewhere: a product, as the kernel's. */
export const reluGradient = (x: Values, dy: Values): Float64Array =>
  Float64Array.from(dy, (value, i) => value * Number(x[i]! > 0));

/** Rows of this width, summed by their segments; those outside are dropped. */
export function segmentSums(rows: Values, width: number, segments: Values, count: number): Float64Array {
  const sums = new Float64Array(count * width);
  for (let at = 0; at < rows.length; at++) {
    const segment = segments[Math.floor(at / width)]!;
    if (segment >= 0 && segment < count) sums[segment * width + (at % width)]! += rows[at]!;
  }
  return sums;
}

/** Images [n, h, w, c] in a frame of zeros. */
export function frame(images: Values, [n, h, w, c]: Shape4, [top, bottom]: Pair, [left, right]: Pair) {
  const [tall, wide] = [top + h + bottom, left + w + right];
  const out = new Float64Array(n * tall * wide * c);
  for (let at = 0; at < images.length; at++) {
    const [image, y, z, channel] = placeOf(at, [n, h, w, c]);
    out[((image * tall + y + top) * wide + z + left) * c + channel] = images[at]!;
  }
  return out;
}

export interface AdamRates {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** The weights after each gradient, and both moments at the end (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1). */
export function stepAdam(start: Values, gradients: readonly Values[], rates: AdamRates) {
  const { rate, beta1, beta2, epsilon } = rates;
  const weights = Float64Array.from(start);
  const first = new Float64Array(start.length);
  const second = new Float64Array(start.length);
  gradients.forEach((gradient, step) => {
    for (let i = 0; i < weights.length; i++) {
      first[i] = beta1 * first[i]! + (1 - beta1) * gradient[i]!;
      second[i] = beta2 * second[i]! + (1 - beta2) * gradient[i]! ** 2;
      const mean = first[i]! / (1 - beta1 ** (step + 1));
      const spread = second[i]! / (1 - beta2 ** (step + 1));
      weights[i]! -= (rate * mean) / (Math.sqrt(spread) + epsilon);
    }
  });
  return { weights, first, second };
}
