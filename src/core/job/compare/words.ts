/** A comparison of jobs in one sentence, and the words that it is made of. */
import type { JobRecord } from '#core/job/record.ts';
import { hasEnded } from '#core/job/states.ts';
import type { FactRow } from './facts.ts';
import { findHeadline, type MetricRow } from './metrics.ts';

/** More values than this are told by their least and most. */
const MOST_VALUES = 6;
/** More differing facts than this are counted. */
const MOST_FACTS = 3;

/** `3 jobs of Demo: they differ in epochs; accuracy at ε 0.1 is 0.52, 0.61, 0.63.` `missing` counts those asked for that are not here. */
export function sayComparison(
  jobs: readonly JobRecord[],
  facts: readonly FactRow[],
  metrics: readonly MetricRow[],
  missing = 0,
): string {
  const parts = [
    jobs.length > 1 ? sayFacts(facts) : null,
    sayHeadline(findHeadline(metrics), jobs),
    ...sayCourse(jobs),
    missing > 0 ? `${missing} asked for ${missing === 1 ? 'is' : 'are'} not here` : null,
  ].filter((part) => part !== null);
  const who = sayWho(jobs);
  return parts.length === 0 ? `${who}.` : `${who}: ${parts.join('; ')}.`;
}

function sayWho(jobs: readonly JobRecord[]): string {
  if (jobs.length === 0) return 'No job';
  const names = [...new Set(jobs.map(({ names }) => names.entrypoint))];
  const few = names.length > MOST_FACTS ? [`${names.length} entrypoints`] : names;
  return `${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'} of ${joinWords(few)}`;
}

/** What they were given differently; what they ran on counts, when and how they went does not. */
export function givenDifferences(facts: readonly FactRow[]): readonly FactRow[] {
  return facts.filter(({ group, differs, name }) => differs && group !== 'course' && name !== 'description');
}

function sayFacts(facts: readonly FactRow[]): string {
  const names = [...new Set(givenDifferences(facts).map(sayFact))];
  if (names.length === 0) return 'they were given the same';
  const told = names.length > MOST_FACTS + 1 ? names.slice(0, MOST_FACTS) : names;
  const rest = names.length - told.length;
  return `they differ in ${joinWords(rest > 0 ? [...told, `${rest} more`] : told)}`;
}

/** What a fact is called outside its group: `epochs`, `the graph`, `plugin robustness`; those of the machine are told as one. */
export function sayFact({ group, name }: Pick<FactRow, 'group' | 'name'>): string {
  if (group === 'graph') return 'the graph';
  // One of its rows seldom differs alone.
  if (group === 'machine') return 'backend or versions';
  if (group === 'inputs') return `the artifact ${name}`;
  return group === 'data' ? `the data ${name}` : name;
}

/** `pgd accuracy at ε 0.1`; the step too, where it alone tells two rows apart. */
export function sayMetric({ name, epsilon }: Pick<MetricRow, 'name' | 'epsilon'>): string {
  const words = name.replaceAll('_', ' ');
  return epsilon === null ? words : `${words} at ε ${sayFigure(epsilon)}`;
}

function sayHeadline(row: MetricRow | null, jobs: readonly JobRecord[]): string | null {
  if (!row) return null;
  const values = row.values.map((value) => value?.value ?? null);
  const there = values.flatMap((value, k) => (value === null ? [] : [{ value, number: jobs[k]!.number }]));
  if (values.length > 1 && there.length === values.length && there.every(({ value }) => value === values[0]))
    return `${sayMetric(row)} is ${sayFigure(values[0]!)} in ${values.length === 2 ? 'both' : 'all'}`;
  if (values.length <= MOST_VALUES)
    return `${sayMetric(row)} is ${values.map((value) => (value === null ? 'not recorded' : sayFigure(value))).join(', ')}`;
  const sorted = there.toSorted((a, b) => a.value - b.value);
  const [least, most] = [sorted[0]!, sorted.at(-1)!];
  const of = there.length < jobs.length ? ` in ${there.length} of them` : '';
  if (least.value === most.value) return `${sayMetric(row)} is ${sayFigure(least.value)}${of}`;
  const ends = `from ${sayFigure(least.value)} (job ${least.number}) to ${sayFigure(most.value)} (job ${most.number})`;
  return `${sayMetric(row)} goes ${ends}${of}`;
}

/** Whatever keeps the figures from being all there is to see. */
function sayCourse(jobs: readonly JobRecord[]): string[] {
  const tell = (some: readonly JobRecord[], one: string, many: string) =>
    some.length === 0 ? [] : [`${sayNumbers(some)} ${some.length === 1 ? one : many}`];
  const by = (status: JobRecord['status']) => jobs.filter((job) => job.status === status);
  return [
    ...tell(
      jobs.filter(({ status }) => !hasEnded(status)),
      'has not ended',
      'have not ended',
    ),
    ...tell(by('failed'), 'failed', 'failed'),
    ...tell(by('cancelled'), 'was cancelled', 'were cancelled'),
    ...tell(by('interrupted'), 'was interrupted', 'were interrupted'),
    ...tell(
      jobs.filter(({ deleted }) => deleted !== null),
      'is in the bin',
      'are in the bin',
    ),
  ];
}

/** `job 4`, `jobs 4 and 7`, `9 jobs`. */
export function sayNumbers(jobs: readonly Pick<JobRecord, 'number'>[]): string {
  if (jobs.length > MOST_VALUES) return `${jobs.length} jobs`;
  return `${jobs.length === 1 ? 'job' : 'jobs'} ${joinWords(jobs.map(({ number }) => String(number)))}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A number at three digits: `0.52`, `1230`, `3.1e-7`. */
export function sayFigure(value: number): string {
  return String(Number(value.toPrecision(3)));
}
