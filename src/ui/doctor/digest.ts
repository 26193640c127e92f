/** What the doctor says of many jobs together: the worst, how many of each grade, what is behind it, and what their attackers could do. */
import { worstGrade, type Grade } from '#core/doctor/finding.ts';
import { groupBy } from '#core/family/curve.ts';
import { sayThreats, STRONGER } from '#ui/chart/threats.ts';
import type { Opinion } from '#ui/job/examination.ts';
import { sayWhat } from '#ui/job/verdict.ts';
import { sayMany } from '#ui/resource/say.ts';
import type { JobVerdict, NamedThreat } from './verdict-of-job.ts';

/** A job whose remains were read. */
export interface JudgedJob extends JobVerdict {
  readonly id: string;
  readonly number: number;
}

/** The verdicts of jobs by id, as they are read. */
export interface Verdicts {
  readonly reading: boolean;
  of(id: string): JobVerdict | undefined;
}

/** One that attacks. */
export type OpinedJob = JudgedJob & { readonly opinion: Opinion };

/** One rule that some jobs do not keep. */
export interface Sign {
  readonly title: string;
  readonly grade: Grade;
  readonly jobs: readonly OpinedJob[];
}

export interface Digest {
  readonly grade: Grade;
  readonly jobs: readonly OpinedJob[];
  /** By grade, the worst first. */
  readonly groups: readonly { readonly grade: Grade; readonly jobs: readonly OpinedJob[] }[];
  readonly signs: readonly Sign[];
}

const GRADES: readonly Grade[] = ['red', 'amber', 'green', 'open'];

/** Null where none of them attacks. */
export function digestOf(judged: readonly JudgedJob[]): Digest | null {
  const jobs = judged.filter((job): job is OpinedJob => job.opinion !== null);
  if (jobs.length === 0) return null;
  const groups = GRADES.map((grade) => ({
    grade,
    jobs: jobs.filter(({ opinion }) => opinion.grade === grade),
  }));
  return {
    grade: worstGrade(jobs.map(({ opinion }) => opinion)),
    jobs,
    groups: groups.filter((group) => group.jobs.length > 0),
    signs: listSigns(jobs),
  };
}

function listSigns(jobs: readonly OpinedJob[]): Sign[] {
  const found = jobs.flatMap((job) => job.opinion.findings.map((finding) => ({ job, finding })));
  const bad = found.filter(({ finding: { grade } }) => grade === 'red' || grade === 'amber');
  const signs = [...groupBy(bad, ({ finding }) => finding.title)].map(([title, those]) => ({
    title,
    grade: worstGrade(those.map(({ finding }) => finding)),
    jobs: those.map(({ job }) => job),
  }));
  return signs.toSorted((a, b) => GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade));
}

/** What it comes to, in one sentence. */
export function sayDigest({ grade, jobs, groups }: Digest): string {
  const count = (of: Grade): number => groups.find((group) => group.grade === of)?.jobs.length ?? 0;
  const all = sayMany(jobs.length, 'job');
  const where = (of: Grade): string => (count(of) === jobs.length ? '' : ` in ${count(of)} of ${all}`);
  if (grade === 'red')
    return `Do not trust these figures: the attack fails${where('red')}, and a better one may leave less.`;
  if (grade === 'amber')
    return `Look again: the attack may not be as strong as it could be${where('amber')}.`;
  if (grade === 'open')
    return 'Not examined: too little is told of the attacks here. Add a step examine_attacks of the plugin doctor.';
  const no = 'o sign that an attack is weaker than it should be';
  if (count('open') === 0) return `N${no}.`;
  return `In ${count('green')} of ${all} n${no}; ${count('open')} ${count('open') === 1 ? 'was' : 'were'} not judged.`;
}

/**
 * The threat line of each attack: once where all jobs agree; where they do not, what differs, with the jobs. Steps of one job
 * whose attacks have one name stand apart.
 */
export function joinThreats(jobs: readonly JudgedJob[]): { readonly name: string; readonly says: string }[] {
  const told = jobs.flatMap(({ number, threats }) => threats.map((one) => ({ ...one, number })));
  return [...groupBy(told, ({ name }) => name).values()].flatMap(partBySteps).map(({ name, those }) => ({
    name: numbersOf(those).length < jobs.length ? `${name} (${sayJobs(those)})` : name,
    says: sayWhat({
      sees: joinPart(those, ({ sees }) => sees),
      mayChange: joinPart(those, ({ mayChange }) => mayChange),
      tries: joinPart(those, ({ tries }) => tries),
    }),
  }));
}

/** The same as paragraphs under a figure that leaves the page; none where nothing attacks. */
export function threatNotes(judged: readonly JudgedJob[]): string[] {
  const digest = digestOf(judged);
  if (!digest) return [];
  const threats = joinThreats(digest.jobs);
  return threats.length > 0 ? sayThreats(threats) : [`${UNTOLD} ${STRONGER}`];
}

/** Where attackers are, and none is told of. */
export const UNTOLD = 'Nothing tells what the attacker sees, may change and tries.';

type NumberedThreat = NamedThreat & { readonly number: number };

function partBySteps(those: readonly NumberedThreat[]) {
  const { name } = those[0]!;
  const steps = [...groupBy(those, ({ step }) => step ?? '')];
  if (steps.length === 1 || numbersOf(those).length === those.length) return [{ name, those }];
  return steps.map(([step, own]) => ({ name: `${name} of ${step}`, those: own }));
}

function joinPart(those: readonly NumberedThreat[], of: (threat: NamedThreat['threat']) => string): string {
  const ways = [...groupBy(those, ({ threat }) => of(threat))];
  if (ways.length === 1) return ways[0]![0];
  return ways
    .map(([says, some]) => `${says || 'not told'}${numbersOf(those).length > 1 ? ` (${sayJobs(some)})` : ''}`)
    .join(' or ');
}

const numbersOf = (those: readonly { readonly number: number }[]): number[] => [
  ...new Set(those.map(({ number }) => number)),
];

/** As many are named one by one. */
const MOST_NAMED = 6;

function sayJobs(jobs: readonly { readonly number: number }[]): string {
  const numbers = numbersOf(jobs);
  if (numbers.length > MOST_NAMED) return sayMany(numbers.length, 'job');
  return `${numbers.length === 1 ? 'job' : 'jobs'} ${numbers.join(', ')}`;
}
