/** What the attack doctor says of a job: what its own task found, or what can be judged from the report alone. */
import { judgeNorms, type ExaminedNorm } from '#core/doctor/norm-rules.ts';
import { worstGrade, type Examination, type Finding, type Grade } from '#core/doctor/finding.ts';
import { isLargest } from './norm-words.ts';
import type { Report } from './report.ts';

export const EXAMINATION_TASK = 'ExaminationArtifactTask';

/** What the doctor says, and whether it attacked by itself. */
export interface Opinion extends Examination {
  readonly examined: boolean;
}

/**
 * The rules that cost nothing, from the curves and gradients of a report, norm by norm; null where it has no attack. Curves
 * towards a class are left out, since their accuracy is not robust accuracy; their gradients are judged as any.
 */
export function judgeReport({ curves }: Report): Opinion | null {
  const known = curves.filter(({ count }) => count > 0);
  const attacks = known.filter(({ role }) => role === 'adversarial');
  if (attacks.length === 0) return null;
  const healths = known.flatMap(({ attack, health }) => (health ? [{ attack, ...health }] : []));
  const free = known.filter(({ untargeted }) => untargeted);
  const findings = judgeNorms(
    free.map((curve) => ({ ...curve, norm: readNorm(curve.norm) })),
    healths,
  );
  const aimed = attacks.filter(({ untargeted }) => !untargeted).map(({ attack }) => attack);
  const method =
    'Judged from the figures of this job; the task examine_attacks of the plugin doctor looks closer.' +
    (aimed.length > 0 ? ` Of ${aimed.join(', ')}, towards a class, only the gradients are judged.` : '');
  return { format: 1, grade: worstGrade(findings), method, findings, examined: false };
}

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

/** What it comes to, in one sentence. */
export function sayOpinion({ grade, examined }: Pick<Opinion, 'grade' | 'examined'>): string {
  if (grade === 'red') return 'Do not trust this figure: the attack fails, and a better one may leave less.';
  if (grade === 'amber') return 'Look again: the attack may not be as strong as it could be.';
  if (grade === 'open')
    return 'Not examined: too little is told of the attacks here. Add a step examine_attacks of the plugin doctor.';
  return examined
    ? 'No sign that the attack is weaker than it should be.'
    : 'No sign in these figures that the attack is weaker than it should be.';
}

/** Findings by grade, the worst first. */
export function groupFindings(findings: readonly Finding[]): { grade: Grade; findings: Finding[] }[] {
  const grades: readonly Grade[] = ['red', 'amber', 'green', 'open'];
  return grades
    .map((grade) => ({ grade, findings: findings.filter((finding) => finding.grade === grade) }))
    .filter((group) => group.findings.length > 0);
}
