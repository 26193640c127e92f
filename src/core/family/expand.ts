/** A sweep into the jobs that it asks for: every combination of what varies, each with each seed. */
import { invariant } from '#core/invariant.ts';
import type { EntrypointParameter } from '#core/resources/content.ts';
import { axisValues, drawValues } from './axis-values.ts';
import { countSweep } from './count.ts';
import { MOST_MEMBERS, type Member, type Sweep } from './sweep.ts';

/** The values of each parameter that varies by itself, and those that are drawn together: one list of equal length for each. */
interface Grid {
  readonly fixed: readonly (readonly [name: string, values: readonly string[]])[];
  readonly drawn: readonly (readonly [name: string, values: readonly string[]])[];
}

/**
 * The jobs of a sweep that `checkSweep` let through, in its order: the first parameter varies slowest, then the draws of random search,
 * the seeds fastest. The same sweep gives the same jobs for ever.
 */
export function expandSweep(sweep: Sweep, parameters: readonly EntrypointParameter[]): readonly Member[] {
  const { jobs: count } = countSweep(sweep, parameters);
  invariant(count <= MOST_MEMBERS, `a sweep of ${count} jobs was not refused`);
  const { fixed, drawn } = gridOf(sweep, parameters);
  const points = drawn.length === 0 ? 1 : sweep.draws;
  return Array.from({ length: count }, (_, place): Member => {
    let rest = place;
    const take = (length: number): number => {
      const index = rest % length;
      rest = Math.floor(rest / length);
      return index;
    };
    const seed = sweep.seeds[take(sweep.seeds.length)]!;
    const point = take(points);
    const chosen = fixed.toReversed().map(([name, values]) => [name, values[take(values.length)]!] as const);
    const random = drawn.map(([name, values]) => [name, values[point]!] as const);
    return { place, values: Object.fromEntries([...chosen.toReversed(), ...random]), seed };
  });
}

function gridOf({ vary, draws, drawSeed }: Sweep, parameters: readonly EntrypointParameter[]): Grid {
  const wordOf = (name: string) => parameters.find((one) => one.name === name)?.type ?? 'string';
  return {
    fixed: vary.flatMap(({ parameter: name, axis }) =>
      axis.kind === 'random' ? [] : [[name, axisValues(axis, wordOf(name))] as const],
    ),
    drawn: vary.flatMap(({ parameter: name, axis }) =>
      axis.kind === 'random'
        ? [[name, drawValues(wordOf(name), name, axis.distribution, draws, drawSeed)] as const]
        : [],
    ),
  };
}
