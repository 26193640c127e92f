/** Several runs of one reproduction, a seed each, as one: every seed's value, their mean, and the verdict over them. */
import { sayMany } from '#ui/resource/say.ts';
import {
  sayDepartures,
  sayFigure,
  sayOutcome,
  sayRange,
  type Outcome,
  type Reproduction,
  type Stated,
} from './reproduction.ts';

export interface SeedRun {
  readonly seed: number;
  readonly reproduction: Reproduction;
}

export interface SeedFigure extends Stated {
  /** One for each run, in their order; null where it was not measured. */
  readonly values: readonly (number | null)[];
  readonly mean: number | null;
  /** Standard deviation over the seeds (of a sample, n − 1); null below two values. */
  readonly deviation: number | null;
  /** How many values lie in the accepted range. */
  readonly inside: number;
  /** Of the mean. */
  readonly outcome: Outcome;
}

/** Figures are matched by name; a run that states another range for one gives no value to it. */
export function joinSeeds(runs: readonly SeedRun[]): readonly SeedFigure[] {
  const stated = runs[0]?.reproduction.figures ?? [];
  return stated.map(({ name, unit, published, accept, note }) => {
    const values = runs.map(({ reproduction }) => {
      const same = reproduction.figures.find((figure) => figure.name === name);
      return same?.accept[0] === accept[0] && same.accept[1] === accept[1] ? same.value : null;
    });
    const known = values.filter((value) => value !== null);
    const mean = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
    return {
      name,
      unit,
      published,
      accept,
      note,
      values,
      mean,
      deviation: deviationOf(known, mean),
      inside: known.filter((value) => value >= accept[0] && value <= accept[1]).length,
      outcome: judge(mean, accept),
    };
  });
}

function deviationOf(values: readonly number[], mean: number | null): number | null {
  if (mean === null || values.length < 2) return null;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function judge(mean: number | null, [lowest, highest]: readonly [number, number]): Outcome {
  if (mean === null) return 'not measured';
  if (mean < lowest) return 'below';
  return mean > highest ? 'above' : 'reproduced';
}

/** `Reproduced, all 3 seeds`, `Reproduced by the mean, 2 of 3 seeds`, `Not reproduced: below the range, 1 of 3 seeds within it`. */
export function saySeedOutcome({ outcome, inside, values }: SeedFigure, departs = false): string {
  const measured = values.filter((value) => value !== null).length;
  if (outcome === 'not measured') return sayOutcome(outcome);
  const seeds = sayMany(measured, 'seed');
  if (departs || outcome !== 'reproduced')
    return `${sayOutcome(outcome, departs)}, ${inside} of ${seeds} within it`;
  if (inside < measured) return `Reproduced by the mean, ${inside} of ${seeds}`;
  return measured === 1 ? 'Reproduced, 1 seed' : `Reproduced, all ${seeds}`;
}

/** One sentence. `expected` is how many runs the family has. */
export function summariseSeeds(runs: readonly SeedRun[], expected: number): string {
  const figures = joinSeeds(runs);
  const kept = figures.filter(({ outcome }) => outcome === 'reproduced').length;
  const whole = figures.filter((figure) => figure.inside === runs.length).length;
  const over =
    runs.length < expected
      ? `So far, over ${runs.length} of ${sayMany(expected, 'seed')}`
      : `Over ${sayMany(expected, 'seed')}`;
  const departs = sayAllDepartures(runs);
  if (departs)
    return `${departs} ${over} ${kept} of ${sayMany(figures.length, 'mean')} ${kept === 1 ? 'lies' : 'lie'} in the ranges.`;
  const missed = figures.filter(({ outcome }) => outcome !== 'reproduced');
  return missed.length === 0
    ? `${over} the mean of ${figures.length === 1 ? 'the figure' : `each of ${sayMany(figures.length, 'figure')}`} lies in the range accepted here${whole === kept ? ', and so does every seed' : ''}.`
    : `${over} ${kept} of ${sayMany(figures.length, 'figure')} reproduced; ${missed.map(sayMissed).join('; ')}.`;
}

/** What of the recipe the first run that departs from it changed; empty where none did. */
export const sayAllDepartures = (runs: readonly SeedRun[]): string =>
  runs.map(({ reproduction }) => sayDepartures(reproduction.conditions)).find(Boolean) ?? '';

function sayMissed({ name, mean, unit, accept, outcome }: SeedFigure): string {
  if (outcome === 'not measured') return `${name} was not measured`;
  return `${name} is ${sayFigure(mean, unit)} in the mean, ${outcome} the ${sayRange(accept, unit)} accepted here`;
}

/** `70.4 ± 0.6 %`, `0.97 ± 0.02`; the mean alone where one seed is known. */
export function sayMean({ mean, deviation, unit }: Pick<SeedFigure, 'mean' | 'deviation' | 'unit'>): string {
  if (mean === null || deviation === null) return sayFigure(mean, unit);
  return unit === 'share'
    ? `${(100 * mean).toFixed(1)} ± ${(100 * deviation).toFixed(1)} %`
    : `${mean.toPrecision(3)} ± ${Number(deviation.toPrecision(2))}`;
}
