/** Attacks that are chosen by their names, each asked in the same words: how a plugin offers its own to whoever chooses. */
import type { Readable } from './classifier.ts';
import type { Dataset } from './dataset.ts';
import type { Examples } from './examples.ts';

/** What an attack is asked for that was chosen by its name; undefined: the attack's own default. */
export interface AttackWish {
  /** The model, behind its defence where it has one. */
  readonly model: Readable;
  /** Images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]. */
  readonly dataset: Dataset;
  readonly epsilons: readonly number[];
  /** How many of the first images. */
  readonly count: number;
  /** What ε bounds: inf, 2 or 1. */
  readonly norm: string | number;
  /** Steps along the gradient; an attack that takes none leaves it unread. */
  readonly iterations: number | undefined;
  /** Questions for each image and ε; an attack that follows gradients leaves it unread. */
  readonly queries: number | undefined;
  /** Draws of a random defence that each gradient is averaged over. */
  readonly eot: number;
  /** Readings of a random defence that an attack without gradients judges a candidate by. */
  readonly readings: number | undefined;
}

/**
 * Attacks by their names, in the order in which they are told. Throws what the attack throws, such as for a norm that it
 * does not know.
 *
 * @example
 * const menu: AttackMenu = new Map([['mine', ({ model, dataset, epsilons }) => attack_mine(model, dataset, epsilons)]]);
 */
export type AttackMenu = ReadonlyMap<string, (wish: AttackWish) => Promise<Examples>>;

/**
 * One of some things by its name.
 *
 * @param noun what is chosen, such as `attack`
 * @throws where there is none of that name, with the names that there are
 *
 * @example
 * const attack = chooseByName('attack', 'pgd', menu);
 */
export function chooseByName<T>(noun: string, name: string, choices: ReadonlyMap<string, T>): T {
  const chosen = choices.get(name);
  if (chosen !== undefined) return chosen;
  throw new RangeError(`There is no ${noun} “${name}” here: take one of ${[...choices.keys()].join(', ')}.`);
}
