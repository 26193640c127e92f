/** How far images of a linear classifier are from being misread, exactly, in float64: with pixels kept in [0, 1] or not (techniques, section 4.3 A). */
import { CLASSES, PIXELS, type Digits8, type Linear } from './digits8.ts';

export interface Distance {
  /** Pixels may go anywhere. */
  readonly free: { readonly l2: number; readonly linf: number };
  /** Pixels stay from 0 to 1; `l0` is the fewest of them. Infinite where no change is enough. */
  readonly boxed: { readonly l2: number; readonly linf: number; readonly l0: number };
}

/** The least over the other classes; null where the image is misread already. */
export function distanceOf(model: Linear, { pixels, labels }: Digits8, image: number): Distance | null {
  const x = pixels.subarray(image * PIXELS, (image + 1) * PIXELS);
  const ways = waysOut(model, x, labels[image]!);
  if (ways.some(({ gap }) => gap <= 0)) return null;
  const least = (measure: (way: Way) => number): number => Math.min(...ways.map(measure));
  return {
    free: {
      l2: least(({ w, gap }) => gap / Math.hypot(...w)),
      linf: least(({ w, gap }) => gap / w.reduce((sum, value) => sum + Math.abs(value), 0)),
    },
    boxed: {
      l2: least((way) =>
        lengthOf(
          closeGap(x, way, (slope, t) => slope * t),
          Math.hypot,
        ),
      ),
      linf: least((way) =>
        lengthOf(
          closeGap(x, way, (slope, t) => Math.sign(slope) * t),
          mostOf,
        ),
      ),
      l0: least((way) => fewest(x, way)),
    },
  };
}

/** Towards another class: the slope of its lead over the label, and how far it lies behind. */
interface Way {
  readonly w: Float64Array;
  readonly gap: number;
}

function waysOut({ weights, bias }: Linear, x: Float64Array, label: number): Way[] {
  const others = [...Array(CLASSES).keys()].filter((k) => k !== label);
  return others.map((k) => {
    const w = x.map((_, j) => weights[j * CLASSES + k]! - weights[j * CLASSES + label]!);
    const lead = w.reduce((sum, slope, j) => sum + slope * x[j]!, bias[k]! - bias[label]!);
    return { w, gap: -lead };
  });
}

const mostOf = (...changes: number[]): number => Math.max(...changes.map(Math.abs));
const lengthOf = (change: readonly number[] | null, measure: (...values: number[]) => number): number =>
  change ? measure(...change) : Infinity;

/** The change that closes the gap with the least t, each pixel moving by `reach(slope, t)` within [0, 1]; null where none does. */
function closeGap(
  x: Float64Array,
  { w, gap }: Way,
  reach: (slope: number, t: number) => number,
): number[] | null {
  const kept = (t: number): number[] =>
    Array.from(w, (slope, j) => Math.min(1 - x[j]!, Math.max(-x[j]!, reach(slope, t))));
  const closed = (t: number): boolean => kept(t).reduce((sum, d, j) => sum + d * w[j]!, 0) >= gap;
  let [low, high] = [0, 1e6];
  if (!closed(high)) return null;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (closed(middle)) high = middle;
    else low = middle;
  }
  return kept(high);
}

/** How many pixels, each moved to the end of its range, those that gain most first. */
function fewest(x: Float64Array, { w, gap }: Way): number {
  const gains = [...w].map((slope, j) => Math.abs(slope) * (slope > 0 ? 1 - x[j]! : x[j]!));
  let left = gap;
  const last = gains.toSorted((a, b) => b - a).findIndex((gain) => (left -= gain) <= 0);
  return last < 0 ? Infinity : last + 1;
}

export interface Distances {
  /** Rows of the images that are read right. */
  readonly places: number[];
  readonly free: { readonly l2: number[]; readonly linf: number[] };
  readonly boxed: { readonly l2: number[]; readonly linf: number[] };
}

/** Of all images that are read right. */
export function exactDistances(linear: Linear, digits: Digits8): Distances {
  const all = Array.from(digits.labels, (_, i) => distanceOf(linear, digits, i));
  const known = all.filter((distance) => distance !== null);
  const columns = (kind: 'free' | 'boxed') => ({
    l2: known.map((distance) => distance[kind].l2),
    linf: known.map((distance) => distance[kind].linf),
  });
  const places = [...all.keys()].filter((i) => all[i] !== null);
  return { places, free: columns('free'), boxed: columns('boxed') };
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return Number.isInteger(half) ? (sorted[half - 1]! + sorted[half]!) / 2 : sorted[Math.floor(half)]!;
}
