/** The texts that one parameter of a sweep takes: those of its list, the points of its range, or its draws. */
import type { ParameterWord } from '#core/resources/content.ts';
import { streamOf, type SplitMix } from './split-mix.ts';
import type { Axis, Distribution } from './sweep.ts';

/**
 * The text of a number that a parameter takes: whole where the parameter is, else of at most 12 significant digits, so that sums such as
 * 0.1 + 0.2 read as they are meant.
 */
export function textOfNumber(word: ParameterWord, value: number): string {
  return String(word === 'integer' ? Math.round(value) : Number(value.toPrecision(12)));
}

/** How many points a range has before any are the same, without making them; NaN where it has no such number. */
export function countRange({ from, to, scale, count, step }: Extract<Axis, { kind: 'range' }>): number {
  if (count !== undefined) return count;
  if (step === undefined) return NaN;
  const steps = scale === 'log' ? Math.log(to / from) / Math.log(step) : (to - from) / step;
  // What misses the end by rounding alone still reaches it.
  return Math.floor(steps + 1e-9) + 1;
}

/** The points of a range that was checked, from `from` to `to`; each text once. */
export function rangeValues(word: ParameterWord, axis: Extract<Axis, { kind: 'range' }>): readonly string[] {
  const { from, to, scale, step } = axis;
  const count = countRange(axis);
  const log = scale === 'log';
  const factor = log ? Math.log(to / from) : to - from;
  const at = (i: number): number => {
    if (step !== undefined) return log ? from * step ** i : snapped(from + step * i, axis);
    // The ends are exact, whatever the way there rounds to.
    if (i === 0) return from;
    if (i === count - 1) return to;
    const part = (factor * i) / (count - 1);
    return log ? from * Math.exp(part) : snapped(from + part, axis);
  };
  return [...new Set(Array.from({ length: count }, (_, i) => textOfNumber(word, at(i))))];
}

/** The texts of a list or range; each once. */
export function axisValues(axis: Exclude<Axis, { kind: 'random' }>, word: ParameterWord): readonly string[] {
  return axis.kind === 'list' ? [...new Set(axis.values)] : rangeValues(word, axis);
}

/** 0 where a sum misses it by rounding alone. */
function snapped(value: number, { from, to }: Extract<Axis, { kind: 'range' }>): number {
  return Math.abs(value) < 1e-12 * Math.max(Math.abs(from), Math.abs(to)) ? 0 : value;
}

/**
 * `draws` values of a parameter by its distribution. They follow from the seed and the parameter's name alone: more draws begin with the
 * same ones, and another parameter that is drawn changes none of them.
 */
export function drawValues(
  word: ParameterWord,
  name: string,
  distribution: Distribution,
  draws: number,
  seed: number,
): readonly string[] {
  const random = streamOf(seed, name);
  return Array.from({ length: draws }, () => {
    const drawn = draw(distribution, random);
    return typeof drawn === 'number' ? textOfNumber(word, drawn) : drawn;
  });
}

function draw(distribution: Distribution, random: SplitMix): number | string {
  switch (distribution.shape) {
    case 'uniform':
      return distribution.low + (distribution.high - distribution.low) * random.share();
    case 'log-uniform':
      return distribution.low * Math.exp(Math.log(distribution.high / distribution.low) * random.share());
    case 'normal': {
      // Box and Muller 1958; 1 − share lies above 0, so that its logarithm is finite.
      const radius = Math.sqrt(-2 * Math.log(1 - random.share()));
      return distribution.mean + distribution.deviation * radius * Math.cos(2 * Math.PI * random.share());
    }
    case 'choice':
      return distribution.values[Math.floor(random.share() * distribution.values.length)]!;
  }
}
