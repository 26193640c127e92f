/** How many jobs a sweep asks for, without making them. */
import type { EntrypointParameter } from '#core/resources/content.ts';
import { axisValues, countRange } from './axis-values.ts';
import { MOST_MEMBERS, type Axis, type Sweep } from './sweep.ts';

/** How many jobs a sweep asks for, and what they are the product of. */
export interface SweepCount {
  readonly jobs: number;
  /** Parameters with how many values each takes; one that is drawn is not among them. */
  readonly values: readonly (readonly [name: string, count: number])[];
  readonly drawn: readonly string[];
  readonly draws: number;
  readonly seeds: number;
}

/** Of a sweep without faults but its size; a range is not made for it. */
export function countSweep(sweep: Sweep, parameters: readonly EntrypointParameter[]): SweepCount {
  const wordOf = (name: string) => parameters.find((one) => one.name === name)?.type ?? 'string';
  const values = sweep.vary.flatMap(({ parameter: name, axis }) =>
    axis.kind === 'random' ? [] : [[name, countAxis(axis, wordOf(name))] as const],
  );
  const drawn = sweep.vary.filter(({ axis }) => axis.kind === 'random').map(({ parameter }) => parameter);
  const draws = drawn.length > 0 ? sweep.draws : 0;
  const seeds = sweep.seeds.length;
  const jobs = values.reduce((product, [, count]) => product * count, seeds * Math.max(1, draws));
  return { jobs, values, drawn, draws, seeds };
}

function countAxis(axis: Exclude<Axis, { kind: 'random' }>, word: EntrypointParameter['type']): number {
  const huge = axis.kind === 'range' && countRange(axis) > MOST_MEMBERS;
  return huge ? countRange(axis) : axisValues(axis, word).length;
}
