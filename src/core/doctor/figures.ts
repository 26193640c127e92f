/** Counts of images as signs, and shares of them in words. */
import { pluralOf } from '#core/text/plural.ts';
import { wilsonBand } from '#core/wilson.ts';

/** So few images are never a sign, however few there are in all. */
const FEW_IMAGES = 2;

/**
 * Whether a number of images is more than a share of all; two images are never a sign.
 *
 * @example
 * isSign(3, 50, 0.01); // true
 */
export const isSign = (images: number, count: number, share: number): boolean =>
  images > Math.max(FEW_IMAGES, share * count) + 1e-6;

/**
 * Whether images are surely more than a share of all: they are a sign, and the 95 % band of what they are a sample of lies
 * above the share. For what is a matter of degree; what must never happen needs no more than a sign.
 *
 * @example
 * isBeyondChance(3, 100, 0.01); // true
 * isBeyondChance(3, 100, 0.02); // false
 */
export const isBeyondChance = (images: number, count: number, share: number): boolean =>
  isSign(images, count, share) && wilsonBand(Math.min(images, count), count).low > share;

/**
 * Whether one figure, images read right of all, is above another: of other numbers of images only where their bands part.
 *
 * @example
 * isAbove([12, 100], [10, 100]); // true
 * isAbove([12, 100], [50, 500]); // false
 */
export function isAbove(
  [one, count]: readonly [right: number, of: number],
  [other, size]: readonly [right: number, of: number],
): boolean {
  if (count === size) return one > other;
  return wilsonBand(one, count).low > wilsonBand(other, size).high;
}

/** A count with its noun: `1 step`, `5 steps`. @example sayCounted(5, 'step') */
export const sayCounted = (count: number, noun: string): string =>
  `${count} ${count === 1 ? noun : pluralOf(noun)}`;

/** A share in words: 0.125 is `12.5 %`. @example sayShare(0.125) */
export const sayShare = (share: number): string => `${Number((100 * share).toFixed(1))} %`;

/** A difference of shares in words: 0.02 is `2 points`. @example sayPoints(0.02) */
export const sayPoints = (share: number): string => {
  const points = Number((100 * Math.abs(share)).toFixed(1));
  return `${points} ${points === 1 ? 'point' : 'points'}`;
};
