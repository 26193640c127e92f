/** Counts of images as signs, and shares of them in words. */
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

/** A share in words: 0.125 is `12.5 %`. @example sayShare(0.125) */
export const sayShare = (share: number): string => `${Number((100 * share).toFixed(1))} %`;

/** A difference of shares in words: 0.02 is `2 points`. @example sayPoints(0.02) */
export const sayPoints = (share: number): string => {
  const points = Number((100 * Math.abs(share)).toFixed(1));
  return `${points} ${points === 1 ? 'point' : 'points'}`;
};
