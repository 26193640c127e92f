/** When a family ends before all of its jobs are run: a rule over one metric, asked after each job that finishes. */
import type { Issue } from '#core/issues.ts';
import { requestIssue } from '#core/job/check-request.ts';

/** Asked of the finished jobs of a family, by what their metric ended with; `metric` is named as in the family's table. */
export type StopRule =
  /** As soon as a job ends with the metric below or above the bound. */
  | { readonly when: 'below'; readonly metric: string; readonly bound: number }
  | { readonly when: 'above'; readonly metric: string; readonly bound: number }
  /** As soon as so many finished jobs in a row, in the order of the sweep, are no better than the best before them. */
  | {
      readonly when: 'no-better';
      readonly metric: string;
      readonly best: 'highest' | 'lowest';
      readonly jobs: number;
    };

/** A finished job: its place in the family, its number, and what its metric ended with. */
export interface Outcome {
  readonly place: number;
  readonly job: number;
  /** Undefined where it recorded no such metric; such a job is no better than any. */
  readonly value: number | undefined;
}

/** Why the rule ends the family now, in a sentence, or null where it goes on. A value that is no number is no better than any and outside no bound. */
export function judgeStop(rule: StopRule, finished: readonly Outcome[]): string | null {
  return rule.when === 'no-better' ? judgeCourse(rule, finished) : judgeBound(rule, finished);
}

function judgeBound(
  { when, metric, bound }: Exclude<StopRule, { when: 'no-better' }>,
  finished: readonly Outcome[],
): string | null {
  const outside = ({ value = NaN }: Outcome) => (when === 'below' ? value < bound : value > bound);
  const found = finished.find(outside);
  return found ? `${metric} of job ${found.job} is ${found.value}, ${when} ${bound}.` : null;
}

function judgeCourse(
  { metric, best, jobs }: Extract<StopRule, { when: 'no-better' }>,
  finished: readonly Outcome[],
): string | null {
  let top: Outcome | null = null;
  let worse = 0;
  for (const one of finished.toSorted((a, b) => a.place - b.place)) {
    const { value = NaN } = one;
    const before = top?.value ?? (best === 'highest' ? -Infinity : Infinity);
    if (best === 'highest' ? value > before : value < before) [top, worse] = [one, 0];
    else worse += 1;
    if (worse >= jobs)
      return top
        ? `${metric} has not been better than ${top.value} of job ${top.job} for ${jobs} ${jobs === 1 ? 'job' : 'jobs'}.`
        : `No job has recorded ${metric} for ${jobs} ${jobs === 1 ? 'job' : 'jobs'}.`;
  }
  return null;
}

/** What is wrong with a rule, at `stop`. */
export function checkStop(rule: StopRule): readonly Issue[] {
  const say = (message: string, remedy: string) => requestIssue('bad-stop', message, remedy, ['stop']);
  if (rule.metric.trim() === '') return [say('The rule names no metric.', 'Write the name of one.')];
  if (rule.when !== 'no-better')
    return Number.isFinite(rule.bound) ? [] : [say('The bound is no number.', 'Write a number.')];
  return Number.isInteger(rule.jobs) && rule.jobs >= 1
    ? []
    : [say('This is no number of jobs.', 'Give a whole number from 1.')];
}

/** The rule as a sentence's end: `accuracy is below 0.5`. */
export function sayStop(rule: StopRule): string {
  if (rule.when !== 'no-better') return `${rule.metric} is ${rule.when} ${rule.bound}`;
  const many = rule.jobs === 1 ? '1 job' : `${rule.jobs} jobs`;
  return `${rule.metric} has not been better (${rule.best === 'highest' ? 'higher' : 'lower'}) for ${many}`;
}
