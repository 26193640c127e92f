/** What a person wants to vary, as it stands in the form, and the part of a request that it amounts to. */
import { checkSweep, seedsFrom } from '#core/family/check-sweep.ts';
import { countSweep, type SweepCount } from '#core/family/count.ts';
import { checkStop, type StopRule } from '#core/family/stop.ts';
import type { Axis, Distribution, Sweep } from '#core/family/sweep.ts';
import type { Issue } from '#core/issues.ts';
import type { EntrypointContent, ParameterWord } from '#core/resources/content.ts';

/** Texts as typed; which of them count follows from `mode` and, for draws, from `shape`. */
export interface AxisWish {
  readonly mode: 'list' | 'range' | 'random';
  /** The parameter has one value; what was typed waits until it varies again. */
  readonly off?: boolean;
  /** Of a list, or of the texts to choose from. */
  readonly values: string;
  readonly from: string;
  readonly to: string;
  readonly by: 'count' | 'step';
  readonly amount: string;
  readonly scale: 'linear' | 'log';
  readonly shape: Distribution['shape'];
}

export interface SweepWishes {
  readonly axes: Readonly<Record<string, AxisWish>>;
  readonly seeds: string;
  readonly draws: string;
  /** Empty for one drawn anew. */
  readonly drawSeed: string;
  readonly name: string;
  /** Empty for no rule. */
  readonly stop: '' | StopRule['when'];
  readonly metric: string;
  readonly bound: string;
  readonly best: 'highest' | 'lowest';
  readonly patience: string;
}

/** Where the faults of a whole family stand. */
export const SWEEP_FIELDS: readonly string[] = ['seeds', 'draws', 'drawSeed', 'stop', 'sweep'];

export const NO_AXIS: AxisWish = {
  mode: 'list',
  values: '',
  from: '',
  to: '',
  by: 'count',
  amount: '',
  scale: 'linear',
  shape: 'uniform',
};

export const NO_SWEEP: SweepWishes = {
  axes: {},
  seeds: '1',
  draws: '10',
  drawSeed: '',
  name: '',
  stop: '',
  metric: '',
  bound: '',
  best: 'highest',
  patience: '3',
};

/** The values of a list: one a line; those of a type that has no commas of its own also side by side, with `"` around one that has. */
export function readValues(word: ParameterWord, text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  const parts = word === 'list' || word === 'mapping' ? lines : lines.flatMap(splitLine);
  return parts.filter((part) => part !== '').map((part) => (part === '""' ? '' : part));
}

function splitLine(line: string): readonly string[] {
  return [...line.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/g)].map(([, quoted, plain = '']) =>
    quoted === undefined ? plain.trim() : quoted === '' ? '""' : quoted.replaceAll('""', '"'),
  );
}

/** Values as a list is written, one a line; a text that YAML would lay over several lines is one for a type with commas of its own. */
export function writeValues(word: ParameterWord, values: readonly string[]): string {
  if (word === 'list' || word === 'mapping')
    return values.map((value) => value.replaceAll(/\s*\n\s*/g, ' ').trim()).join('\n');
  return values
    .map((value) => (value === '' || /[,"]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join('\n');
}

/** How a parameter varies; undefined where it has one value. */
export function axisAt(axes: SweepWishes['axes'], name: string): AxisWish | undefined {
  const wish = Object.hasOwn(axes, name) ? axes[name] : undefined;
  return wish?.off ? undefined : wish;
}

const numberOf = (text: string) => (text.trim() === '' ? NaN : Number(text));

function axisOf(word: ParameterWord, wish: AxisWish): Axis {
  const { mode, from, to, by, amount, scale } = wish;
  if (mode === 'list') return { kind: 'list', values: readValues(word, wish.values) };
  if (mode === 'random') return { kind: 'random', distribution: distributionOf(word, wish) };
  return { kind: 'range', from: numberOf(from), to: numberOf(to), scale, [by]: numberOf(amount) };
}

function distributionOf(word: ParameterWord, { shape, values, from, to }: AxisWish): Distribution {
  const isNumber = word === 'float' || word === 'integer';
  if (!isNumber || shape === 'choice') return { shape: 'choice', values: readValues(word, values) };
  return shape === 'normal'
    ? { shape, mean: numberOf(from), deviation: numberOf(to) }
    : { shape, low: numberOf(from), high: numberOf(to) };
}

function stopOf({ stop, metric, bound, best, patience }: SweepWishes): StopRule | undefined {
  if (stop === '') return undefined;
  const name = metric.trim();
  return stop === 'no-better'
    ? { when: stop, metric: name, best, jobs: numberOf(patience) }
    : { when: stop, metric: name, bound: numberOf(bound) };
}

/** What a family's request has beside that of a job. */
export interface SweepRequest {
  readonly vary: Readonly<Record<string, Axis>>;
  readonly draws?: number;
  readonly drawSeed?: number;
  readonly seeds: number;
  readonly name: string;
  readonly stop?: StopRule;
}

export interface ReadSweep {
  /** Null where nothing varies and one seed is asked for: then it is a job. */
  readonly request: SweepRequest | null;
  /** Meaningless while there are issues, but for the one that says it is too large. */
  readonly count: SweepCount;
  readonly issues: readonly Issue[];
}

/** What stands in the form, with its faults at their fields. Parameters that the entrypoint has not are left out. */
export function readSweep(content: EntrypointContent, wishes: SweepWishes): ReadSweep {
  const axes = content.parameters.flatMap(({ name, type }) => {
    const wish = axisAt(wishes.axes, name);
    return wish ? [[name, axisOf(type, wish)] as const] : [];
  });
  const drawn = axes.some(([, axis]) => axis.kind === 'random');
  const stop = stopOf(wishes);
  const request: SweepRequest = {
    vary: Object.fromEntries(axes),
    ...(drawn && { draws: numberOf(wishes.draws) }),
    ...(drawn && wishes.drawSeed.trim() !== '' && { drawSeed: numberOf(wishes.drawSeed) }),
    seeds: numberOf(wishes.seeds),
    name: wishes.name,
    ...(stop && { stop }),
  };
  const sweep: Sweep = {
    vary: axes.map(([parameter, axis]) => ({ parameter, axis })),
    draws: request.draws ?? 0,
    drawSeed: request.drawSeed ?? 0,
    seeds: seedsFrom(0, request.seeds),
  };
  const issues = [...checkSweep(content, sweep), ...(stop ? checkStop(stop) : [])];
  const several = axes.length > 0 || request.seeds !== 1;
  return {
    request: several ? request : null,
    count: countSweep(sweep, content.parameters),
    issues: several ? issues : [],
  };
}

/** Where one job takes several ε itself, all in one tensor, a job for each is slower: the parameter that does so; null where there is none. */
export function fasterList(
  { parameters }: Pick<EntrypointContent, 'parameters'>,
  name: string,
): string | null {
  const isEpsilon = (text: string) => /^eps(ilons?)?$|_eps(ilons?)?$/i.test(text);
  if (!isEpsilon(name)) return null;
  return parameters.find((one) => one.type === 'list' && isEpsilon(one.name))?.name ?? null;
}
