/** How large the squares of the Square attack are, as its authors set it. */
import type { ImageShape } from './subjects.ts';

/** Up to which of 10,000 steps the first share is divided by 1, 2, 4 …; after the last, by 512. */
const UNTIL = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000];

/**
 * The share of pixels that a square covers at a step: the schedule of Andriushchenko et al. (2020), made for 10,000 steps
 * and stretched over `steps`.
 *
 * @param step from 0
 */
export function shareAt(step: number, steps: number, first: number): number {
  const place = Math.trunc((step / steps) * 10_000);
  const halvings = UNTIL.filter((until) => place > until).length;
  return first / 2 ** halvings;
}

/** The side of a square that covers a share of the image in L∞: at least 1 pixel, and one less than the shorter side. */
export function sideInf([height, width]: ImageShape, share: number): number {
  const side = Math.round(Math.sqrt(share * height * width));
  return Math.max(1, Math.min(side, Math.min(height, width) - 1));
}

/** In L2 sides are odd, 3 or more, so that a bump has a middle. */
export function sideTwo([height, width]: ImageShape, share: number): number {
  const side = Math.max(3, Math.round(Math.sqrt(share * height * width)));
  const most = Math.min(height, width);
  const odd = side % 2 === 0 ? side + 1 : side;
  return Math.min(odd, most % 2 === 0 ? most - 1 : most);
}
