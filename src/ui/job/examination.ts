/** What the attack doctor says of a job: what its own task found, and what can be judged of the verdict's figure from the report. */
import { isSingle } from '#core/doctor/curve.ts';
import { isAbove, isSign, sayShare } from '#core/doctor/figures.ts';
import {
  gradeFigures,
  keepWorst,
  leaveOpen,
  type Examination,
  type Finding,
  type Grade,
  type Rule,
} from '#core/doctor/finding.ts';
import { judgeNorms, type ExaminedNorm, type NormedCurve } from '#core/doctor/norm-rules.ts';
import { sayMany } from '#ui/resource/say.ts';
import { isLargest, sayEpsilonIn } from './norm-words.ts';
import type { Report, ReportCurve } from './report.ts';

export const EXAMINATION_TASK = 'ExaminationArtifactTask';

/** What the doctor says, and whether it attacked by itself. */
export interface Opinion extends Examination {
  readonly examined: boolean;
  /** The figure, or the attacks, that it is about; empty where the method says it. */
  readonly about: string;
  /** Signs about other attacks of the job, which say nothing of that figure. */
  readonly others: readonly Finding[];
}

const LOWEST: Rule = { rule: 'lowest', title: 'No other attack of this job leaves less at this ε' };

/**
 * The rules that cost nothing about the figure of the verdict: its attack, beside noise and beside the other attacks of its
 * norm; null where nothing attacked. Of an attack towards a class the gradients alone are judged, since accuracy under it is
 * no robust accuracy. What is found about the other attacks stands apart.
 */
export function judgeReport({ curves, headline }: Report): Opinion | null {
  const known = curves.filter(({ count }) => count > 0).map(toExamined);
  const head = known.find(({ role, attack }) => role === 'adversarial' && attack === headline.attack);
  if (!head) return null;
  const free = known.filter(({ untargeted }) => untargeted);
  const own = head.untargeted ? judgeHead(head, free) : judgeNorms([], healthsOf([head]));
  const lowest = head.untargeted ? [judgeLowest(head, free, headline.epsilon)] : [];
  const findings = keepWorst([...own, ...lowest]);
  const told = new Set(findings.map(({ reason }) => reason));
  const others = judgeNorms(free, healthsOf(known)).filter(
    ({ grade, reason }) => (grade === 'red' || grade === 'amber') && !told.has(reason),
  );
  const aimed = head.untargeted ? '' : ` Of ${head.attack}, towards a class, only the gradients are judged.`;
  return {
    format: 1,
    grade: gradeFigures(findings),
    about: `${head.attack} at ${sayEpsilonIn(headline.epsilon, head.scale)}`,
    method: `Judged from the figures of this job; the task examine_attacks of the plugin doctor looks closer.${aimed}`,
    findings,
    others,
    examined: false,
  };
}

/** What the doctor's own task found, and what the report of the same job tells of its verdict. */
export function joinOpinions(examination: Examination, told: Opinion | null): Opinion {
  const findings = keepWorst([...examination.findings, ...(told?.findings ?? [])]);
  return {
    ...examination,
    findings,
    grade: gradeFigures(findings),
    about: told?.about ?? '',
    others: told?.others ?? [],
    examined: true,
  };
}

interface Told extends NormedCurve, Pick<ReportCurve, 'untargeted' | 'health'> {
  /** Its norm as the report names it. */
  readonly scale: string;
}

const toExamined = ({ norm, threat, ...curve }: ReportCurve): Told => ({
  ...curve,
  norm: readNorm(norm),
  scale: norm,
  elsewhere: threat?.elsewhere ?? false,
  shared: threat?.shared ?? false,
  hasty: threat?.hasty ?? false,
});

/** Gradients of another classifier say nothing of this one. */
const healthsOf = (curves: readonly Told[]) =>
  curves.flatMap(({ attack, health, elsewhere, count }) =>
    health && !elsewhere ? [{ attack, count, ...health }] : [],
  );

/**
 * An attack that took no gradient is only as good as those beside it, so there all gradients count. Steps are held against
 * each other attack by itself, a transfer against the best of all that see the weights.
 */
function judgeHead(head: Told, free: readonly Told[]): Finding[] {
  const same = free.filter(({ norm }) => norm === head.norm);
  const healths = healthsOf([head]);
  const alone = [head, ...same.filter(({ role }) => role === 'noise')];
  const attacks = same.filter(({ role }) => role === 'adversarial');
  const steps = attacks
    .filter((other) => isSingle(other) !== isSingle(head))
    .flatMap((other) => judgeRule('iterative', [head, other]));
  const transfer = head.shared ? [] : judgeRule('transfer', attacks);
  return [...judgeNorms(alone, healths.length > 0 ? healths : healthsOf(same)), ...steps, ...transfer];
}

const judgeRule = (name: string, curves: readonly Told[]): Finding[] =>
  judgeNorms(curves).filter(({ rule }) => rule === name);

/** The verdict's figure beside what the other attacks of its norm leave at the same ε. */
function judgeLowest(head: Told, free: readonly Told[], epsilon: number): Finding {
  const at = ({ points }: Told) => points.find((point) => Math.abs(point.epsilon - epsilon) < 1e-9);
  const shareOf = (curve: Told): number => at(curve)!.correct / curve.count;
  const others = free.filter(
    (other) => other.role === 'adversarial' && other !== head && other.norm === head.norm && at(other),
  );
  if (others.length === 0 || !at(head)) return leaveOpen(LOWEST, 'No other attack was tried at this ε.');
  const least = others.reduce((best, one) => (shareOf(one) < shareOf(best) ? one : best));
  const [own, other] = [shareOf(head), shareOf(least)];
  const above = isAbove([at(head)!.correct, head.count], [at(least)!.correct, least.count]);
  const sign = above && isSign((own - other) * head.count, head.count, 0.01);
  const grade: Grade = !sign ? 'green' : own - other > 0.05 ? 'red' : 'amber';
  return {
    ...LOWEST,
    grade,
    figures: { epsilon, accuracy: own, lowest_accuracy: other },
    reason: `At ε ${epsilon} ${head.attack} leaves ${sayFigure(own, head)}, ${least.attack} ${sayFigure(other, least)}${
      sign ? ': the lower figure is the one that counts.' : '.'
    }`,
    advice: sign ? `Report ${least.attack}, or the worst case of all attacks image by image.` : '',
  };
}

const sayFigure = (share: number, { count }: Told): string => `${sayShare(share)} of ${count}`;

function readNorm(norm: string): ExaminedNorm {
  if (isLargest(norm)) return 'Linf';
  const [size] = /[012]/.exec(norm) ?? [];
  return size ? (`L${size}` as ExaminedNorm) : null;
}

const WORDS: Readonly<Record<Grade, string>> = {
  green: 'passes',
  amber: 'look again',
  red: 'fails',
  open: 'not judged',
};

/** The grade as a word: colour and shape only stand beside it. */
export const sayGrade = (grade: Grade): string => WORDS[grade];

const MANY: Readonly<Record<Grade, readonly [one: string, many: string]>> = {
  green: ['passes', 'pass'],
  amber: ['asks to look again', 'ask to look again'],
  red: ['fails', 'fail'],
  open: ['is not judged', 'are not judged'],
};

/** How many there are of one grade: `1 rule passes`, `5 rules pass`. */
export const sayGraded = (count: number, noun: string, grade: Grade): string =>
  `${sayMany(count, noun)} ${MANY[grade][count === 1 ? 0 : 1]}`;

/** What it comes to, in one sentence. */
export function sayOpinion({
  grade,
  examined,
  about,
}: Pick<Opinion, 'grade' | 'examined' | 'about'>): string {
  const which = about === '' ? '' : ` (${about})`;
  if (grade === 'red')
    return `Do not trust this figure${which}: the attack fails, and a better one may leave less.`;
  if (grade === 'amber') return `Look again: the attack${which} may not be as strong as it could be.`;
  if (grade === 'open')
    return `Not examined${which}: too little is told of the attacks here. Add a step examine_attacks of the plugin doctor.`;
  return examined
    ? `No sign that the attack${which} is weaker than it should be.`
    : `No sign in these figures that the attack${which} is weaker than it should be.`;
}

/** Findings by grade, the worst first. */
export function groupFindings(findings: readonly Finding[]): { grade: Grade; findings: Finding[] }[] {
  const grades: readonly Grade[] = ['red', 'amber', 'green', 'open'];
  return grades
    .map((grade) => ({ grade, findings: findings.filter((finding) => finding.grade === grade) }))
    .filter((group) => group.findings.length > 0);
}
