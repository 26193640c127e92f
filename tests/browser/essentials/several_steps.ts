/** Part 3: tasks that are put together in several steps. */
import { log, random, type NdArray } from 'alidade/sdk';

export type NumpyArray = NdArray<Float64Array>;

/**
 * Draws a sample from a normal distribution.
 *
 * @param {integer} random_seed names the sample
 * @param mean of the distribution
 * @param variance of the distribution, not negative
 * @param {integer} sample_size how many numbers
 */
export function sample_normal_distribution(
  random_seed: number,
  mean: number,
  variance: number,
  sample_size: number,
): NumpyArray {
  const source = random(String(random_seed));
  return {
    shape: [sample_size],
    data: Float64Array.from({ length: sample_size }, () => source.normal(mean, Math.sqrt(variance))),
  };
}

/**
 * Adds normal noise to each number.
 *
 * @param {integer} random_seed names the noise
 */
export function add_noise(array: NumpyArray, random_seed: number, noise_variance = 0.25): NumpyArray {
  const source = random(`noise ${random_seed}`);
  return { ...array, data: array.data.map((x) => x + source.normal(0, Math.sqrt(noise_variance))) };
}

const TRANSFORMS: Readonly<Record<string, (x: number) => number>> = {
  square: (x) => x * x,
  log: (x) => Math.log(Math.abs(x)),
  tanh: Math.tanh,
};

/** Applies `square`, `log` or `tanh` to each number. */
export function nonlinear_transform(array: NumpyArray, transform: string): NumpyArray {
  const apply = TRANSFORMS[transform];
  if (!apply) throw new Error(`There is no transform ${transform}; square, log and tanh there are.`);
  return { ...array, data: array.data.map((x) => apply(x)) };
}

/** Logs mean and deviation of an array, by a name. */
export function print_stats(plugin_step_name: string, array: NumpyArray): void {
  const { data } = array;
  const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
  const deviation = Math.sqrt(data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length);
  log(`${plugin_step_name}: mean ${mean.toFixed(4)}, deviation ${deviation.toFixed(4)}`);
}
