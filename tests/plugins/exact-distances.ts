/** How far each image of a linear classifier is from being misread, exactly, in float64; with pixels kept in [0, 1] or not. */
import { CLASSES, PIXELS, type Digits8, type Linear } from './digits8.ts';

export interface Distances {
  /** Rows of the images that are read right. */
  readonly places: number[];
  readonly free: { readonly l2: number[]; readonly linf: number[] };
  readonly boxed: { readonly l2: number[]; readonly linf: number[] };
}

/** The scores of one image. */
function scoresOf({ weights, bias }: Linear, x: Float64Array): number[] {
  return Array.from({ length: CLASSES }, (_, k) =>
    x.reduce((sum, value, j) => sum + value * weights[j * CLASSES + k]!, bias[k]!),
  );
}

/** The least t for which moving each pixel by `reach(w, t)`, kept in [0, 1], closes the gap; infinite where none does. */
function closeGap(x: Float64Array, w: Float64Array, gap: number, reach: (w: number, t: number) => number) {
  const kept = (t: number): number[] =>
    Array.from(w, (slope, j) => Math.min(1 - x[j]!, Math.max(-x[j]!, reach(slope, t))));
  const closed = (t: number): boolean => kept(t).reduce((sum, d, j) => sum + d * w[j]!, 0) >= gap;
  let [low, high] = [0, 1e6];
  if (!closed(high)) return null;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (closed(middle)) high = middle;
    else low = middle;
  }
  return kept(high);
}

export function exactDistances(linear: Linear, digits: Digits8): Distances {
  const found: Distances = { places: [], free: { l2: [], linf: [] }, boxed: { l2: [], linf: [] } };
  digits.labels.forEach((label, i) => {
    const x = digits.pixels.subarray(i * PIXELS, (i + 1) * PIXELS);
    const scores = scoresOf(linear, x);
    if (scores.some((score) => score > scores[label]!)) return;
    const least = { l2: Infinity, linf: Infinity, boxedL2: Infinity, boxedLinf: Infinity };
    for (let k = 0; k < CLASSES; k++) {
      if (k === label) continue;
      const w = Float64Array.from(
        { length: PIXELS },
        (_, j) => linear.weights[j * CLASSES + k]! - linear.weights[j * CLASSES + label]!,
      );
      const gap = scores[label]! - scores[k]!;
      least.l2 = Math.min(least.l2, gap / Math.hypot(...w));
      least.linf = Math.min(least.linf, gap / w.reduce((sum, value) => sum + Math.abs(value), 0));
      const near = closeGap(x, w, gap, (slope, t) => slope * t);
      if (near) least.boxedL2 = Math.min(least.boxedL2, Math.hypot(...near));
      const flat = closeGap(x, w, gap, (slope, t) => Math.sign(slope) * t);
      if (flat) least.boxedLinf = Math.min(least.boxedLinf, Math.max(...flat.map(Math.abs)));
    }
    found.places.push(i);
    found.free.l2.push(least.l2);
    found.free.linf.push(least.linf);
    found.boxed.l2.push(least.boxedL2);
    found.boxed.linf.push(least.boxedLinf);
  });
  return found;
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return Number.isInteger(half) ? (sorted[half - 1]! + sorted[half]!) / 2 : sorted[Math.floor(half)]!;
}
