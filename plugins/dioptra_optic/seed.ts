/** Where a job's chance begins. */
import { log, random } from 'alidade/sdk';

/**
 * Gives the seed that later steps take, and logs it. Nothing global is set: a step is as random as the seed that it is
 * given, or as the job's own where it is given none.
 *
 * @param seed whole number, 0 to 4294967295 (0 is a seed like any other); default: drawn from the job's seed
 * @returns the seed
 */
export function set_random_seed(seed: number | null = null): number {
  const chosen = seed ?? random('seed').word();
  if (!Number.isInteger(chosen) || chosen < 0 || chosen >= 2 ** 32) {
    throw new RangeError(`A seed is a whole number from 0 to 4294967295, not ${chosen}.`);
  }
  log(`random seed ${chosen}`);
  return chosen;
}
