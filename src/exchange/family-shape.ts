/** The shape of a family in a bundle. */
import type { FamilyRecord, Stopped } from '#core/family/record.ts';
import { checkNumbers } from '#core/family/check-sweep.ts';
import { checkStop, type StopRule } from '#core/family/stop.ts';
import { MOST_MEMBERS, type Axis, type Distribution, type Sweep, type Varied } from '#core/family/sweep.ts';
import { backendChoice, pin } from './content-shapes.ts';
import {
  also,
  finite,
  flag,
  id,
  kinds,
  listOf,
  mapOf,
  may,
  oneOf,
  orNull,
  shortList,
  shortText,
  table,
  text,
  time,
  whole,
  type Shape,
} from './json-shape.ts';

type AxisOf<K extends Axis['kind']> = Extract<Axis, { readonly kind: K }>;
type Drawn<S extends Distribution['shape']> = Extract<Distribution, { readonly shape: S }>;

/** Far beyond what is typed, and little enough that a page shows it at once. */
const LONGEST_LINE = 10_000;
/** Values of one list, parameters that vary: more than a family can have jobs, since equal values count once. */
const MOST_VALUES = 10_000;
const MOST_SEED = 2 ** 32;

const line = shortText(LONGEST_LINE);
const texts = shortList(text, MOST_VALUES);
const seed = also(whole, (value) => value < MOST_SEED, `a seed below ${MOST_SEED}`);

const distribution: Shape<Distribution> = kinds<Distribution, 'shape'>('shape', {
  uniform: table<Drawn<'uniform'>>({ shape: oneOf('uniform'), low: finite, high: finite }),
  'log-uniform': table<Drawn<'log-uniform'>>({ shape: oneOf('log-uniform'), low: finite, high: finite }),
  normal: table<Drawn<'normal'>>({ shape: oneOf('normal'), mean: finite, deviation: finite }),
  choice: table<Drawn<'choice'>>({ shape: oneOf('choice'), values: texts }),
});

const axis: Shape<Axis> = also(
  kinds<Axis, 'kind'>('kind', {
    list: table<AxisOf<'list'>>({ kind: oneOf('list'), values: texts }),
    range: table<AxisOf<'range'>>({
      kind: oneOf('range'),
      from: finite,
      to: finite,
      scale: oneOf('linear', 'log'),
      count: may(finite),
      step: may(finite),
    }),
    random: table<AxisOf<'random'>>({ kind: oneOf('random'), distribution }),
  }),
  (one) => checkNumbers(one) === null && hasValues(one),
  'an axis with values',
);

function hasValues(one: Axis): boolean {
  if (one.kind === 'list') return one.values.length > 0;
  return one.kind !== 'random' || one.distribution.shape !== 'choice' || one.distribution.values.length > 0;
}

const parameter = also(line, (name) => name !== '__proto__', 'a name that is allowed');

const sweep: Shape<Sweep> = also(
  table<Sweep>({
    vary: also(
      shortList(table<Varied>({ parameter, axis }), MOST_VALUES),
      (vary) => areApart(vary.map((one) => one.parameter)),
      'a list with each parameter once',
    ),
    draws: also(whole, (count) => count <= MOST_MEMBERS, `at most ${MOST_MEMBERS}`),
    drawSeed: seed,
    seeds: also(
      shortList(seed, MOST_MEMBERS),
      (seeds) => seeds.length > 0 && areApart(seeds),
      'a list of seeds, each once',
    ),
  }),
  ({ vary, draws }) => vary.some((one) => one.axis.kind === 'random') === draws > 0,
  'a sweep with draws where something is drawn',
);

function areApart(list: readonly unknown[]): boolean {
  return new Set(list).size === list.length;
}

type RuleOf<W extends StopRule['when']> = Extract<StopRule, { readonly when: W }>;

const stop: Shape<StopRule> = also(
  kinds<StopRule, 'when'>('when', {
    below: table<RuleOf<'below'>>({ when: oneOf('below'), metric: line, bound: finite }),
    above: table<RuleOf<'above'>>({ when: oneOf('above'), metric: line, bound: finite }),
    'no-better': table<RuleOf<'no-better'>>({
      when: oneOf('no-better'),
      metric: line,
      best: oneOf('highest', 'lowest'),
      jobs: whole,
    }),
  }),
  (rule) => checkStop(rule).length === 0,
  'a rule that can be asked',
);

const counts = table<FamilyRecord['counts']>({
  queued: whole,
  started: whole,
  finished: whole,
  failed: whole,
  cancelled: whole,
  interrupted: whole,
});

/** The numbers of families go on from the highest; one near the end of what a number holds would be the last. */
const MOST_FAMILIES = 1e9;

const record = table<FamilyRecord>({
  id,
  number: also(whole, (count) => count >= 1 && count <= MOST_FAMILIES, `a number from 1 to ${MOST_FAMILIES}`),
  name: line,
  description: text,
  group: id,
  owner: id,
  created: time,
  experiment: pin,
  entrypoint: pin,
  queue: pin,
  names: table<FamilyRecord['names']>({ experiment: line, entrypoint: line, queue: line }),
  values: mapOf(orNull(text)),
  artifactValues: mapOf(id),
  backend: backendChoice,
  timeout: orNull(also(finite, (seconds) => seconds > 0, 'a time above 0')),
  sweep,
  size: also(whole, (count) => count <= MOST_MEMBERS, `at most ${MOST_MEMBERS}`),
  varied: line,
  stop: orNull(stop),
  stopped: orNull(table<Stopped>({ time, reason: line, overruled: flag })),
  counts,
  deleted: orNull(time),
  tags: listOf(id),
});

/** What varies has no value that all jobs share. */
export const family: Shape<FamilyRecord> = also(
  record,
  ({ values, sweep: { vary } }) => vary.every((one) => !Object.hasOwn(values, one.parameter)),
  'a family whose parameters either vary or do not',
);
