/** How far images lie from the boundary of a linear model when pixels must stay from 0 to 1, exactly (techniques, section 4.3 A), in float64. */
import { CLASSES, PIXELS, type Digits8, type Linear } from './digits8.ts';

/** The least change that gives another class at least the label's logit: its L2 and L∞ length, image by image. */
export function boxedDistances(model: Linear, digits: Digits8): { l2: number; linf: number }[] {
  return Array.from({ length: digits.count }, (_, i) => {
    const x = digits.pixels.subarray(i * PIXELS, (i + 1) * PIXELS);
    const own = digits.labels[i]!;
    const others = [...Array(CLASSES).keys()].filter((k) => k !== own);
    const distances = others.map((k) => {
      const slope = Float64Array.from(x, (_value, j) => weight(model, j, k) - weight(model, j, own));
      const margin = x.reduce((sum, value, j) => sum + slope[j]! * value, model.bias[k]! - model.bias[own]!);
      return { l2: nearest(x, slope, margin, alongSlope), linf: nearest(x, slope, margin, alongSigns) };
    });
    return {
      l2: Math.min(...distances.map(({ l2 }) => l2)),
      linf: Math.min(...distances.map(({ linf }) => linf)),
    };
  });
}

const weight = ({ weights }: Linear, j: number, k: number): number => weights[j * CLASSES + k]!;

/** The change of one pixel at a multiplier: λ·slope, or λ to the side of the slope; within the box both are the best there is. */
type Move = (slope: number, lambda: number) => number;
const alongSlope: Move = (slope, lambda) => slope * lambda;
const alongSigns: Move = (slope, lambda) => Math.sign(slope) * lambda;

/** The length of the change at the multiplier that brings the margin to 0, by halving. */
function nearest(x: Float64Array, slope: Float64Array, margin: number, move: Move): number {
  if (margin >= 0) return 0;
  const change = new Float64Array(x.length);
  const after = (lambda: number): number => {
    let sum = margin;
    for (let j = 0; j < x.length; j++) {
      change[j] = Math.min(1, Math.max(0, x[j]! + move(slope[j]!, lambda))) - x[j]!;
      sum += change[j]! * slope[j]!;
    }
    return sum;
  };
  let [low, high] = [0, 1];
  while (after(high) < 0) {
    high *= 2;
    if (high > 1e6) return Infinity;
  }
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (after(middle) < 0) low = middle;
    else high = middle;
  }
  after(high);
  return move === alongSlope ? Math.hypot(...change) : Math.max(...change.map(Math.abs));
}
