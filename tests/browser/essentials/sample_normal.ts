/** Part 2: a task with inputs and an output. */
import { log, random, type NdArray } from 'alidade/sdk';

export type NumpyArray = NdArray<Float64Array>;

/**
 * Draws a sample from a normal distribution and logs its mean.
 *
 * @param {integer} random_seed names the sample: the same seed draws the same
 * @param mean of the distribution
 * @param variance of the distribution, not negative
 * @param {integer} sample_size how many numbers
 * @returns the sample
 */
export function sample_normal(
  random_seed: number,
  mean: number,
  variance: number,
  sample_size: number,
): NumpyArray {
  const source = random(String(random_seed));
  const data = Float64Array.from({ length: sample_size }, () => source.normal(mean, Math.sqrt(variance)));
  log(`The mean of the sample is ${(data.reduce((sum, x) => sum + x, 0) / sample_size).toFixed(4)}.`);
  return { shape: [sample_size], data };
}
