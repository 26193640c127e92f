/** How far a share of counted images can be trusted. */

/** The normal distribution's 97.5 % point. */
const Z = 1.959963984540054;

/** The ends of a band of shares, 0 to 1. */
export interface Band {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's 95 % band of a share (Wilson 1927): between which true shares `correct` of `count` is no surprise. 95 of 100
 * give 0.888 to 0.978.
 *
 * @returns shares from 0 to 1
 *
 * @example
 * const { low, high } = wilsonBand(95, 100);
 */
export function wilsonBand(correct: number, count: number): Band {
  if (!(count > 0) || correct < 0 || correct > count) {
    throw new RangeError(`There is no share of ${correct} in ${count}.`);
  }
  const share = correct / count;
  const weight = 1 + (Z * Z) / count;
  const middle = (share + (Z * Z) / (2 * count)) / weight;
  const reach = (Z / weight) * Math.sqrt((share * (1 - share)) / count + (Z * Z) / (4 * count * count));
  return { low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}
