/** The doctor's rules over curves of several norms: each rule is judged norm by norm, and says where it could not be. */
import { judgeAccuracies, judgeGradients, type ExaminedHealth } from './curve-rules.ts';
import type { ExaminedCurve } from './curve.ts';
import { keepWorst, leaveOpen, type Finding } from './finding.ts';

/** What ε measures; null where no norm bounds the attack, as a turn of the image. */
export type ExaminedNorm = 'L0' | 'L1' | 'L2' | 'Linf' | null;

export interface NormedCurve extends ExaminedCurve {
  readonly norm: ExaminedNorm;
}

/**
 * Judges curves of any norms: accuracies are compared within one norm alone, since ε means another thing in each; gradients
 * in all at once. Whether nothing is left at a large ε is judged in L∞ alone, where ε 0.5 can make any image grey. A rule
 * gives its worst finding, which names its norm where that is not L∞, and the norms in which it could not be judged.
 *
 * @param curves attacks without a target and noise, on the first images of one data set
 * @param healths of the gradients, where they are told
 *
 * @example
 * const findings = judgeNorms([{ attack: 'PGD', role: 'adversarial', norm: 'L2', count: 100, steps: 20, points }]);
 */
export function judgeNorms(
  curves: readonly NormedCurve[],
  healths: readonly ExaminedHealth[] = [],
): Finding[] {
  const attacked = curves.filter(({ role }) => role === 'adversarial').map(({ norm }) => norm);
  const norms = [...new Set(attacked)];
  const judged = norms.map((norm) => judgeNorm(curves, norm));
  const accuracies =
    judged.length > 0
      ? keepWorst(judged.flat()).map((finding) => nameUnjudged(finding, norms, judged))
      : judgeAccuracies([]);
  return [...judgeGradients(healths), ...accuracies];
}

function judgeNorm(curves: readonly NormedCurve[], norm: ExaminedNorm): Finding[] {
  const findings = judgeAccuracies(
    curves.filter((curve) => curve.norm === norm),
    norm === 'Linf' ? undefined : Infinity,
  );
  if (norm === 'Linf') return findings;
  return findings.map((finding) => {
    if (finding.rule === 'unbounded') return leaveOpen(finding, sayUnbounded(norm));
    return { ...finding, reason: `${sayWhere(norm)}: ${finding.reason}` };
  });
}

/** A rule that was judged in one norm and left open in another says in which it was left. */
function nameUnjudged(
  finding: Finding,
  norms: readonly ExaminedNorm[],
  judged: readonly (readonly Finding[])[],
): Finding {
  if (finding.grade === 'open') return finding;
  const left = norms.filter((_, i) =>
    judged[i]!.some(({ rule, grade }) => rule === finding.rule && grade === 'open'),
  );
  if (left.length === 0) return finding;
  return { ...finding, reason: `${finding.reason} Not judged ${left.map(sayIn).join(', nor ')}.` };
}

const sayIn = (norm: ExaminedNorm): string =>
  norm === null ? 'where no norm bounds the attack' : `in ${norm === 'Linf' ? 'L∞' : norm}`;

const sayWhere = (norm: ExaminedNorm): string => {
  const where = sayIn(norm);
  return where[0]!.toUpperCase() + where.slice(1);
};

const sayUnbounded = (norm: ExaminedNorm): string =>
  norm === null
    ? 'Judged in L∞ alone: where no norm bounds the attack, no ε is as large as the image.'
    : `Judged in L∞ alone: how large an ε turns any image grey in ${norm} depends on its size.`;
