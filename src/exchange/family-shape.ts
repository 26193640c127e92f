/** The shape of a family in a bundle. */
import type { FamilyRecord, Stopped } from '#core/family/record.ts';
import type { StopRule } from '#core/family/stop.ts';
import { MOST_MEMBERS, type Axis, type Distribution, type Sweep, type Varied } from '#core/family/sweep.ts';
import { backendChoice, pin } from './content-shapes.ts';
import {
  also,
  flag,
  id,
  kinds,
  listOf,
  mapOf,
  may,
  number,
  oneOf,
  orNull,
  table,
  text,
  time,
  whole,
  type Shape,
} from './json-shape.ts';

type AxisOf<K extends Axis['kind']> = Extract<Axis, { readonly kind: K }>;
type Drawn<S extends Distribution['shape']> = Extract<Distribution, { readonly shape: S }>;

const distribution: Shape<Distribution> = kinds<Distribution, 'shape'>('shape', {
  uniform: table<Drawn<'uniform'>>({ shape: oneOf('uniform'), low: number, high: number }),
  'log-uniform': table<Drawn<'log-uniform'>>({ shape: oneOf('log-uniform'), low: number, high: number }),
  normal: table<Drawn<'normal'>>({ shape: oneOf('normal'), mean: number, deviation: number }),
  choice: table<Drawn<'choice'>>({ shape: oneOf('choice'), values: listOf(text) }),
});

const axis: Shape<Axis> = kinds<Axis, 'kind'>('kind', {
  list: table<AxisOf<'list'>>({ kind: oneOf('list'), values: listOf(text) }),
  range: table<AxisOf<'range'>>({
    kind: oneOf('range'),
    from: number,
    to: number,
    scale: oneOf('linear', 'log'),
    count: may(number),
    step: may(number),
  }),
  random: table<AxisOf<'random'>>({ kind: oneOf('random'), distribution }),
});

const sweep = table<Sweep>({
  vary: listOf(table<Varied>({ parameter: text, axis })),
  draws: number,
  drawSeed: number,
  seeds: listOf(number),
});

type RuleOf<W extends StopRule['when']> = Extract<StopRule, { readonly when: W }>;

const stop: Shape<StopRule> = kinds<StopRule, 'when'>('when', {
  below: table<RuleOf<'below'>>({ when: oneOf('below'), metric: text, bound: number }),
  above: table<RuleOf<'above'>>({ when: oneOf('above'), metric: text, bound: number }),
  'no-better': table<RuleOf<'no-better'>>({
    when: oneOf('no-better'),
    metric: text,
    best: oneOf('highest', 'lowest'),
    jobs: number,
  }),
});

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

export const family: Shape<FamilyRecord> = table<FamilyRecord>({
  id,
  number: also(whole, (count) => count >= 1 && count <= MOST_FAMILIES, `a number from 1 to ${MOST_FAMILIES}`),
  name: text,
  description: text,
  group: id,
  owner: id,
  created: time,
  experiment: pin,
  entrypoint: pin,
  queue: pin,
  names: table<FamilyRecord['names']>({ experiment: text, entrypoint: text, queue: text }),
  values: mapOf(orNull(text)),
  artifactValues: mapOf(id),
  backend: backendChoice,
  timeout: orNull(number),
  sweep,
  size: also(whole, (count) => count <= MOST_MEMBERS, `at most ${MOST_MEMBERS}`),
  varied: text,
  stop: orNull(stop),
  stopped: orNull(table<Stopped>({ time, reason: text, overruled: flag })),
  counts,
  deleted: orNull(time),
  tags: listOf(id),
});
