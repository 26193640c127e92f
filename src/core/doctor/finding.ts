/** What the attack doctor finds: one rule, how it went, the figures behind it, the reason and what to do. */

/** `open`: the rule could not be judged, and the reason says why. */
export type Grade = 'green' | 'amber' | 'red' | 'open';

export interface Finding {
  /** The rule's name for code, such as `zero_gradients`. */
  readonly rule: string;
  /** What holds where all is well, in one short sentence. */
  readonly title: string;
  readonly grade: Grade;
  /** What was measured, by name; shares from 0 to 1. */
  readonly figures: Readonly<Record<string, number>>;
  /** The same in words, and why that is a sign or none. */
  readonly reason: string;
  /** What to do about it; empty where nothing is to do. */
  readonly advice: string;
}

/** What the doctor found about the attacks of one job. */
export interface Examination {
  readonly format: 1;
  /** The worst grade among the findings; open ones do not count. */
  readonly grade: Grade;
  /** How it was measured: `PGD, 20 steps of 2.5·ε/iterations, on 100 images at ε 0.1`. */
  readonly method: string;
  readonly findings: readonly Finding[];
}

/** The rule that a finding is about, before it is judged. */
export type Rule = Pick<Finding, 'rule' | 'title'>;

const RANK: Readonly<Record<Grade, number>> = { open: 0, green: 1, amber: 2, red: 3 };

/** The worst of several grades; `open` where none was judged. @example worstGrade(findings) */
export function worstGrade(findings: readonly Pick<Finding, 'grade'>[]): Grade {
  return findings.reduce<Grade>((worst, { grade }) => (RANK[grade] > RANK[worst] ? grade : worst), 'open');
}

/** Rules of which one has to be judged before all is well: whether an attack does more than chance, or than one led elsewhere. */
const NEEDED = new Set(['noise', 'shared', 'transfer']);

/**
 * The grade of figures that a job has anyway: the worst, but green only where they tell that an attack does more than chance.
 *
 * @example
 * gradeFigures(judgeCurves(curves)); // 'open' without noise beside the attacks
 */
export function gradeFigures(findings: readonly Pick<Finding, 'rule' | 'grade'>[]): Grade {
  const worst = worstGrade(findings);
  const told = findings.some(({ rule, grade }) => NEEDED.has(rule) && grade !== 'open');
  return worst === 'green' && !told ? 'open' : worst;
}

/** The worst finding of each rule, in the order in which the rules first come. @example keepWorst(findings) */
export function keepWorst(findings: readonly Finding[]): Finding[] {
  const kept = new Map<string, Finding>();
  for (const finding of findings) {
    const known = kept.get(finding.rule);
    if (!known || RANK[finding.grade] > RANK[known.grade]) kept.set(finding.rule, finding);
  }
  return [...kept.values()];
}

/** Reads an examination from a file, which may say anything; null where it is none. Findings that are none are left out. */
export function parseExamination(json: unknown): Examination | null {
  const root = asRecord(json);
  if (root?.format !== 1 || !Array.isArray(root.findings)) return null;
  const findings = keepWorst(root.findings.flatMap((entry) => parseFinding(entry) ?? []));
  const method = typeof root.method === 'string' ? root.method : '';
  return { format: 1, grade: worstGrade(findings), method, findings };
}

function parseFinding(json: unknown): Finding | null {
  const entry = asRecord(json);
  const texts = ['rule', 'title', 'reason', 'advice'].map((key) => entry?.[key]);
  if (!entry || !texts.every((text) => typeof text === 'string')) return null;
  if (typeof entry.grade !== 'string' || !Object.hasOwn(RANK, entry.grade)) return null;
  const [rule, title, reason, advice] = texts as [string, string, string, string];
  const figures = Object.fromEntries(
    Object.entries(asRecord(entry.figures) ?? {}).filter(([, value]) => typeof value === 'number'),
  ) as Record<string, number>;
  return { rule, title, grade: entry.grade as Grade, figures, reason, advice };
}

/** A rule that could not be judged, and why. @example leaveOpen(rule, 'No attack was given.') */
export function leaveOpen(rule: Rule, reason: string): Finding {
  return { ...rule, grade: 'open', figures: {}, reason, advice: '' };
}

const asRecord = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
