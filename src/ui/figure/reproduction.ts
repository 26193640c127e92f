/** Reads a comparison with published figures as any file from a plugin must be read, and says what it came to. */
import { sayShare } from '#ui/chart/figures.ts';
import { sayMany, sayNumber } from '#ui/resource/say.ts';

export const OUTCOMES = ['reproduced', 'below', 'above', 'not measured'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What is stated of a published figure, the same for every run. */
export interface Stated {
  readonly name: string;
  /** `share`: of 1; else the unit itself; empty where it has none. */
  readonly unit: string;
  readonly published: number | null;
  readonly accept: readonly [number, number];
  readonly note: string;
}

export interface Compared extends Stated {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly count: number | null;
  readonly outcome: Outcome;
}

export interface Condition {
  readonly what: string;
  readonly published: string;
  readonly here: string;
  readonly recipe: string | null;
  readonly departs: boolean;
}

export interface Reproduction {
  readonly source: string;
  readonly difference: string;
  readonly ranges: string;
  readonly figures: readonly Compared[];
  readonly conditions: readonly Condition[];
}

const MOST = 100;
/** A figure on fewer images is not one by itself. */
const ENOUGH = 500;

/** Throws an Error that says what is wrong with the file. */
export function parseReproduction(json: unknown): Reproduction {
  const facts = mapping(json, 'reproduction.json');
  const figures = listOf(facts.figures, 'figures').map(parseFigure);
  if (figures.length === 0) throw new Error('reproduction.json compares no figure.');
  return {
    source: text(facts.source, 'source'),
    difference: text(facts.difference, 'difference'),
    ranges: text(facts.ranges, 'ranges'),
    figures,
    conditions: listOf(facts.conditions, 'conditions').map(parseCondition),
  };
}

function parseFigure(given: unknown): Compared {
  const figure = mapping(given, 'A figure');
  const outcome = OUTCOMES.find((known) => known === figure.outcome);
  if (!outcome) throw new Error(`reproduction.json has the outcome ${JSON.stringify(figure.outcome)}.`);
  const [lowest, highest, ...more] = listOf(figure.accept, 'accept').map((end) =>
    numberOrNull(end, 'accept'),
  );
  if (lowest == null || highest == null || more.length > 0 || lowest > highest)
    throw new Error('reproduction.json has an accepted range that is none.');
  return {
    name: text(figure.name, 'name'),
    unit: text(figure.unit, 'unit'),
    note: text(figure.note, 'note'),
    accept: [lowest, highest],
    published: numberOrNull(figure.published, 'published'),
    value: numberOrNull(figure.value, 'value'),
    low: numberOrNull(figure.low, 'low'),
    high: numberOrNull(figure.high, 'high'),
    count: numberOrNull(figure.count, 'count'),
    outcome,
  };
}

function parseCondition(given: unknown): Condition {
  const condition = mapping(given, 'A condition');
  return {
    what: text(condition.what, 'what'),
    published: text(condition.published, 'published'),
    here: text(condition.here, 'here'),
    recipe: condition.recipe === null ? null : text(condition.recipe, 'recipe'),
    departs: condition.departs === true,
  };
}

function mapping(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${what} is no mapping.`);
  return value as Record<string, unknown>;
}

function listOf(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value) || value.length > MOST)
    throw new Error(`reproduction.json has no list ${name} of ${MOST} at most.`);
  return value;
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new Error(`reproduction.json has no text ${name}.`);
  return value;
}

function numberOrNull(value: unknown, name: string): number | null {
  if (value === null) return null;
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new Error(`reproduction.json has no number ${name}.`);
  return value;
}

/** `70.2 %` for a share, else about three digits. */
export function sayFigure(value: number | null, unit: string): string {
  if (value === null) return '–';
  return unit === 'share' ? sayShare(value) : sayNumber(value);
}

/** `68 to 78 %`, `0.85 to 1.1`, `100 %` where both ends are one. */
export function sayRange([lowest, highest]: readonly [number, number], unit: string): string {
  const say = (value: number) =>
    unit === 'share' ? String(Number((100 * value).toPrecision(4))) : sayNumber(value);
  const range = lowest === highest ? say(lowest) : `${say(lowest)} to ${say(highest)}`;
  return unit === 'share' ? `${range} %` : range;
}

/** `departs`: by another recipe than the ranges are for, so that nothing is reproduced. */
export function sayOutcome(outcome: Outcome, departs = false): string {
  if (departs && outcome !== 'not measured')
    return outcome === 'reproduced'
      ? 'In the range, by another recipe'
      : `${outcome === 'below' ? 'Below' : 'Above'} the range, by another recipe`;
  if (outcome === 'reproduced') return 'Reproduced';
  return outcome === 'not measured' ? 'Not measured' : `Not reproduced: ${outcome} the range`;
}

/** One sentence for who cannot see it, and for who can. */
export function summariseReproduction({ figures, conditions }: Reproduction): string {
  const missed = figures.filter(({ outcome }) => outcome !== 'reproduced');
  const all = figures.length;
  const departs = sayDepartures(conditions);
  if (departs)
    return `${departs} ${all - missed.length} of ${sayMany(all, 'figure')} ${all - missed.length === 1 ? 'lies' : 'lie'} in the ranges.`;
  return missed.length === 0
    ? `Reproduced: ${all === 1 ? 'the figure lies' : `all ${all} figures lie`} in the range that is accepted here.`
    : `${all - missed.length} of ${sayMany(all, 'figure')} reproduced; ${missed.map(sayMissed).join('; ')}.`;
}

function sayMissed({ name, value, unit, accept, outcome }: Compared): string {
  if (outcome === 'not measured') return `${name} was not measured`;
  return `${name} is ${sayFigure(value, unit)}, ${outcome} the ${sayRange(accept, unit)} accepted here`;
}

/** What of the recipe was changed, so that the ranges do not hold for it; empty where nothing was. */
export function sayDepartures(conditions: readonly Condition[]): string {
  const changed = conditions.filter(({ departs }) => departs);
  if (changed.length === 0) return '';
  const parts = changed.map(({ what, here, recipe }) => `${what} ${here} instead of ${recipe}`);
  return `Not comparable, since it ran with another recipe than the ranges are for: ${parts.join(', ')}.`;
}

/** What is known only roughly: figures on few images; empty where there is none. */
export function sayFew(figures: readonly Pick<Compared, 'count'>[]): string {
  const few = figures.flatMap(({ count }) => (count !== null && count < ENOUGH ? [count] : []));
  if (few.length === 0) return '';
  return `Figures on fewer than ${ENOUGH} images (here ${Math.min(...few)}) have wide bands.`;
}

/** A published figure with its verdict, as a line says it. */
export interface VerdictLine {
  readonly name: string;
  /** Whether it may stand as reproduced. */
  readonly kept: boolean;
  /** What stands beside the name. */
  readonly head: string;
  readonly note: string;
}

/** What stands below the chart, for the picture that leaves the page. */
export const sayNotes = (
  { source, difference, ranges, figures }: Reproduction,
  verdicts: readonly VerdictLine[],
): string[] => [
  ...verdicts.map(({ name, head, note }) => `${name}: ${head}. ${note}`.trim()),
  difference,
  sayFew(figures),
  `Published: ${source}. Accepted ranges: ${ranges}.`,
];
