/** How far an image is from being read wrongly by a linear model, exactly, with pixels kept from 0 to 1. */
import { CLASSES, PIXELS, type Digits8, type Linear } from './digits8.ts';

export interface Distance {
  readonly l2: number;
  readonly linf: number;
  /** The fewest pixels. */
  readonly l0: number;
}

/** The least over the other classes; null where the image is read wrongly already. */
export function boxedDistance(model: Linear, { pixels, labels }: Digits8, image: number): Distance | null {
  const x = pixels.subarray(image * PIXELS, (image + 1) * PIXELS);
  const label = labels[image]!;
  const ways: { readonly w: Float64Array; readonly gap: number }[] = [];
  for (let k = 0; k < CLASSES; k++) {
    if (k === label) continue;
    const w = Float64Array.from(
      { length: PIXELS },
      (_, j) => model.weights[j * CLASSES + k]! - model.weights[j * CLASSES + label]!,
    );
    const start = w.reduce((sum, weight, j) => sum + weight * x[j]!, model.bias[k]! - model.bias[label]!);
    if (start >= 0) return null;
    ways.push({ w, gap: -start });
  }
  const least = (measure: (way: { w: Float64Array; gap: number }) => number) =>
    Math.min(...ways.map(measure));
  const room = (w: number, j: number) => (w > 0 ? 1 - x[j]! : x[j]!);
  return {
    linf: least(({ w, gap }) =>
      bisect(
        (reach) => w.reduce((sum, v, j) => sum + Math.abs(v) * Math.min(reach, room(v, j)), 0) >= gap,
        1,
      ),
    ),
    l2: least(({ w, gap }) => {
      const sizes = (scale: number) => [...w].map((v, j) => Math.min(scale * Math.abs(v), room(v, j)));
      const reaches = (scale: number) =>
        sizes(scale).reduce((sum, d, j) => sum + Math.abs(w[j]!) * d, 0) >= gap;
      const scale = bisect(reaches, 1e3);
      return reaches(1e3) ? Math.hypot(...sizes(scale)) : Infinity;
    }),
    l0: least(({ w, gap }) => {
      const gains = [...w].map((v, j) => Math.abs(v) * room(v, j)).sort((a, b) => b - a);
      let left = gap;
      const count = gains.findIndex((gain) => (left -= gain) <= 0);
      return count < 0 ? Infinity : count + 1;
    }),
  };
}

/** Where a property begins to hold between 0 and `most`. */
function bisect(holds: (value: number) => boolean, most: number): number {
  let [low, high] = [0, most];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
