/** What is wrong with a sweep, each fault at the field that it belongs to, before a single job is made of it. */
import { coerceParameter } from '#core/graph/coerce.ts';
import type { Issue } from '#core/issues.ts';
import { requestIssue } from '#core/job/check-request.ts';
import type { EntrypointContent, EntrypointParameter } from '#core/resources/content.ts';
import { countSweep } from './count.ts';
import { MOST_MEMBERS, type Axis, type Distribution, type Sweep } from './sweep.ts';
import { saySweep } from './words.ts';

const MOST_SEED = 2 ** 32;
/** Far above what is refused, and still made at once. */
const MOST_SEEDS = 100_000;

/** A fault's sentence and its remedy. */
export type Fault = readonly [message: string, remedy: string];

/** Every fault of a sweep; none means that `expandSweep` makes jobs of it whose values can all be read. */
export function checkSweep(entrypoint: EntrypointContent, sweep: Sweep): readonly Issue[] {
  const named = sweep.vary.flatMap(({ parameter: name, axis }) => {
    const parameter = entrypoint.parameters.find((one) => one.name === name);
    const fault = parameter
      ? checkAxis(parameter, axis)
      : ([`${entrypoint.name} has no parameter “${name}”.`, 'Leave it out.'] as const);
    return fault ? [requestIssue('bad-sweep', fault[0], fault[1], [name], 'parameters')] : [];
  });
  const others = checkCounts(sweep);
  if (named.length + others.length > 0) return [...named, ...others];
  const total = countSweep(sweep, entrypoint.parameters);
  if (total.jobs <= MOST_MEMBERS) return [];
  const message = `This is ${saySweep(total)}; a family has ${MOST_MEMBERS} at most.`;
  return [requestIssue('sweep-too-large', message, 'Take fewer values, draws or seeds.', ['sweep'])];
}

function checkAxis(parameter: EntrypointParameter, axis: Axis): Fault | null {
  if (axis.kind === 'list') return checkTexts(parameter, axis.values);
  if (axis.kind === 'random' && axis.distribution.shape === 'choice')
    return checkTexts(parameter, axis.distribution.values);
  if (parameter.type !== 'float' && parameter.type !== 'integer')
    return [`“${parameter.name}” is no number.`, 'Give a list of values.'];
  return checkNumbers(axis) ?? (parameter.type === 'integer' ? checkWhole(parameter, axis) : null);
}

/** What is wrong with the numbers of an axis, whatever parameter they are for. */
export function checkNumbers(axis: Axis): Fault | null {
  if (axis.kind === 'list') return null;
  return axis.kind === 'range' ? checkRange(axis) : checkDistribution(axis.distribution);
}

/** Whole numbers are written digit by digit, and by orders of magnitude those below 1 would all be rounded to 0 or 1. */
function checkWhole({ name }: EntrypointParameter, axis: Exclude<Axis, { kind: 'list' }>): Fault | null {
  const [ends, log] = endsOf(axis);
  if (!ends.every((end) => Math.abs(end) <= Number.MAX_SAFE_INTEGER))
    return [`“${name}” is a whole number, and these are too large.`, 'Stay between −2^53 and 2^53.'];
  return log && Math.min(...ends) < 1
    ? [
        `“${name}” is a whole number, and a logarithmic scale has none below 1.`,
        'Begin and end at 1 or above.',
      ]
    : null;
}

function endsOf(axis: Exclude<Axis, { kind: 'list' }>): readonly [ends: readonly number[], log: boolean] {
  if (axis.kind === 'range') return [[axis.from, axis.to], axis.scale === 'log'];
  const { distribution } = axis;
  if (distribution.shape === 'choice') return [[], false];
  return distribution.shape === 'normal'
    ? [[distribution.mean, distribution.deviation], false]
    : [[distribution.low, distribution.high], distribution.shape === 'log-uniform'];
}

function checkTexts({ name, type }: EntrypointParameter, texts: readonly string[]): Fault | null {
  if (texts.length === 0) return [`“${name}” has no values.`, 'Give one or more.'];
  for (const [i, text] of texts.entries()) {
    const reply = coerceParameter(type, text);
    if ('fault' in reply)
      return [`Value ${i + 1} of “${name}”: ${reply.fault.message}`, reply.fault.remedy || `Give a ${type}.`];
  }
  return null;
}

function checkRange(axis: Extract<Axis, { kind: 'range' }>): Fault | null {
  const { from, to, scale, count, step } = axis;
  // Their distance too, since the points are counted along it.
  if (![from, to, to - from].every(Number.isFinite))
    return ['A range needs two numbers.', 'Write where it begins and where it ends, such as 0 and 0.3.'];
  if (scale === 'log' && !(from > 0 && to > 0))
    return [
      'A logarithmic range has no 0 and nothing below it.',
      'Begin and end above 0, or make it linear.',
    ];
  if ((count === undefined) === (step === undefined))
    return ['A range needs a step or a number of values.', 'Give one of the two.'];
  if (count !== undefined)
    return Number.isInteger(count) && count >= 2
      ? null
      : ['This is no number of values.', 'Give a whole number from 2.'];
  const away = scale === 'log' ? Math.log(step!) * Math.log(to / from) : step! * (to - from);
  if (Number.isFinite(away) && away >= 0 && (from === to || away > 0) && step !== 0) return null;
  return scale === 'log'
    ? [
        'These steps never reach the end.',
        'Each step multiplies: give a factor, such as 2, or below 1 downwards.',
      ]
    : ['These steps never reach the end.', 'Give a step towards it, such as 0.1.'];
}

function checkDistribution(distribution: Distribution): Fault | null {
  if (distribution.shape === 'choice') return null;
  if (distribution.shape === 'normal') {
    const { mean, deviation } = distribution;
    return Number.isFinite(mean) && Number.isFinite(deviation) && deviation > 0
      ? null
      : ['A normal distribution needs a mean and a deviation above 0.', 'Give both as numbers.'];
  }
  const { low, high, shape } = distribution;
  if (!Number.isFinite(high - low) || !(low < high))
    return ['The bounds of the draws are not in order.', 'Give two numbers, the lower one first.'];
  return shape === 'log-uniform' && low <= 0
    ? ['A log-uniform draw has no 0 and nothing below it.', 'Begin above 0, or draw uniformly.']
    : null;
}

function checkCounts({ vary, draws, drawSeed, seeds }: Sweep): readonly Issue[] {
  const drawn = vary.some(({ axis }) => axis.kind === 'random');
  const issues: Issue[] = [];
  if (drawn && !(Number.isInteger(draws) && draws >= 1))
    issues.push(
      requestIssue('bad-draws', 'This is no number of draws.', 'Give a whole number from 1.', ['draws']),
    );
  if (drawn && !isSeed(drawSeed))
    issues.push(
      requestIssue('bad-seed', 'This is no seed.', 'Give a whole number from 0 to 4294967295.', ['drawSeed']),
    );
  if (seeds.length === 0 || !seeds.every(isSeed) || new Set(seeds).size !== seeds.length)
    issues.push(
      requestIssue('bad-seeds', 'This is no number of seeds.', 'Give a whole number from 1.', ['seeds']),
    );
  return issues;
}

function isSeed(seed: number): boolean {
  return Number.isInteger(seed) && seed >= 0 && seed < MOST_SEED;
}

/** `count` seeds one after another from the first, going on from 0 after 2^32 − 1; none where `count` is no whole number from 1. */
export function seedsFrom(first: number, count: number): readonly number[] {
  if (!Number.isInteger(count) || count < 1) return [];
  return Array.from({ length: Math.min(count, MOST_SEEDS) }, (_, i) => (first + i) % MOST_SEED);
}
