/** The black-box attacks that keep to given ε, by their names. */
import type { AttackMenu } from 'alidade/sdk';
import { attack_square } from './square.ts';

/**
 * The black-box attacks of this plugin that keep to given ε, by their names, for `attack_by_name`: `square` (Andriushchenko et
 * al. 2020, arXiv:1912.00049), which is `attack_square` with the same settings, byte for byte. Its `iterations` are the
 * queries that are asked for, and its `eot` the readings of a random defence: 10 unless others are asked for.
 *
 * @returns the attacks; `square` knows the norms inf and 2
 */
export function black_box_attacks(): AttackMenu {
  return new Map([
    [
      'square',
      ({ model, dataset, norm, epsilons, queries, count, readings }) =>
        attack_square(model, dataset, norm, epsilons, queries, undefined, count, readings),
    ],
  ]);
}
