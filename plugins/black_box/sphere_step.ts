/** One step of the boundary attack: around the image at the same distance, then towards it. */
import type { Random } from 'alidade/sdk';
import { lengthOf, measureReach } from './approach.ts';

export interface Stand {
  readonly image: Float32Array;
  readonly current: Float32Array;
  /** Lengths of the two steps, as shares of the distance. */
  readonly around: number;
  readonly towards: number;
}

export interface Step {
  /** After the first half: as far from the image as before, but for what the range cut off. */
  readonly around: Float32Array;
  /** After both. */
  readonly point: Float32Array;
}

/** Draws a direction at right angles to the way to the image, and goes along it and inwards. */
export function proposeStep({ image, current, around, towards }: Stand, chance: Random): Step {
  const distance = measureReach(image, current, 2);
  const away = Float64Array.from(current, (value, j) => (value - image[j]!) / Math.max(1e-12, distance));
  const draw = chance.fillNormal(new Float32Array(image.length));
  const along = draw.reduce((sum, value, j) => sum + value * away[j]!, 0);
  const side = Float64Array.from(draw, (value, j) => value - along * away[j]!);
  const scale = (around * distance) / Math.max(1e-12, lengthOf(side));
  const shrink = 1 / Math.sqrt(around ** 2 + 1);
  const turned = clipped(image, (j) => shrink * (scale * side[j]! + distance * away[j]!));
  const left = measureReach(image, turned, 2);
  // What the range made nearer already is not gone again.
  const length = Math.max(0, towards * distance + (left - distance)) / Math.max(1e-12, left);
  const point = clipped(image, (j) => (1 - length) * (turned[j]! - image[j]!));
  return { around: turned, point };
}

function clipped(image: Float32Array, change: (j: number) => number): Float32Array {
  const point = new Float32Array(image.length);
  for (let j = 0; j < point.length; j++) point[j] = Math.min(1, Math.max(0, image[j]! + change(j)));
  return point;
}
