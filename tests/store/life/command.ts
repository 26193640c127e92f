// One step of a random life, and what must hold after it.
import fc from 'fast-check';
import type { Store } from '#store/store.ts';
import { holds } from './invariants.ts';
import type { World } from './world.ts';

export type Step = fc.AsyncCommand<World, Store>;

/** Commands that do this, and say so when a life is told. */
export function steps<T>(
  called: string,
  given: fc.Arbitrary<T>,
  work: (store: Store, world: World, given: T) => Promise<void>,
): fc.Arbitrary<Step> {
  return given.map((one) => ({
    check: () => true,
    run: async (world, store) => {
      await work(store, world, one);
      await holds(store, world);
    },
    toString: () => `${called}(${fc.stringify(one)})`,
  }));
}

/** Each as often as its number says. */
export function weigh(...steps: readonly (readonly [fc.Arbitrary<Step>, number])[]): fc.Arbitrary<Step>[] {
  return steps.flatMap(([step, times]) => Array.from({ length: times }, () => step));
}
