/** The doctor's free rules where a job wrote no report: on the ε curves of its metrics, and on a matrix of attacks and defences. */
import { judgeAccuracies, judgeGradients } from '#core/doctor/curve-rules.ts';
import { gradeFigures, keepWorst, leaveOpen, type Finding } from '#core/doctor/finding.ts';
import { judgeNorms, type ExaminedNorm, type NormedCurve } from '#core/doctor/norm-rules.ts';
import type { MetricPoint } from '#core/job/events.ts';
import { isOnEpsilon, MetricLines, roleOfAccuracy, type Line } from '#core/job/metric-lines.ts';
import type { DefenceMatrix } from '#ui/figure/defence-matrix.ts';
import type { Opinion } from './examination.ts';
import { isLargest, UNBOUNDED } from './norm-words.ts';
import type { ReportThreat } from './report.ts';
import { isChance, type ToldThreats } from './threat-notes.ts';

/** Curves of one classifier, which alone can be held against each other. */
interface Group {
  readonly curves: readonly Curve[];
}

interface Curve extends Omit<NormedCurve, 'norm'> {
  /** Undefined where nobody tells what ε measures. */
  readonly norm: ExaminedNorm | undefined;
}

/** A job that attacks, and of which nothing is known that could be judged. */
export const UNEXAMINED: Opinion = {
  format: 1,
  grade: 'open',
  about: '',
  method: '',
  findings: [],
  others: [],
  examined: false,
};

/**
 * The rules that cost nothing, from what a job shows: each step's own curves, and each column of a matrix. Only curves of one
 * classifier are compared. Null where there is no attack. Attacks towards a class are left out, and so are bars that are
 * read by another classifier than the one that was attacked.
 */
export function judgeShown(
  points: readonly MetricPoint[],
  told: ToldThreats,
  matrix: DefenceMatrix | null,
): Opinion | null {
  const groups = [...groupsOfMetrics(points, told), ...(matrix ? groupsOfMatrix(matrix) : [])];
  const attacked = groups.filter(({ curves }) => curves.some(({ role }) => role === 'adversarial'));
  if (attacked.length === 0) return null;
  const judged = attacked.flatMap(judgeGroup);
  // What one classifier's curves tell of chance says nothing of another's.
  const untold = judged.find(({ rule, grade }) => rule === 'noise' && grade === 'open');
  const findings = keepWorst([...judgeGradients([]), ...judged]).map((finding) =>
    untold && finding.rule === 'noise' && finding.grade === 'green' ? untold : finding,
  );
  const method =
    'Judged from the curves of this job alone; a step examine_attacks of the plugin doctor looks closer.';
  const about = `${sayAttacks(attacked)} in this job`;
  return { format: 1, grade: gradeFigures(findings), about, method, findings, others: [], examined: false };
}

/** Those that are judged, each once: two by their names, more by their number. */
function sayAttacks(groups: readonly Group[]): string {
  const curves = groups.flatMap((group) => group.curves);
  const names = new Set(curves.flatMap(({ attack, role }) => (role === 'adversarial' ? attack : [])));
  return names.size > 2 ? `any of ${names.size}` : [...names].join(', ');
}

function judgeGroup({ curves }: Group): Finding[] {
  const known = curves.filter((curve): curve is NormedCurve => curve.norm !== undefined);
  const bare = curves.filter(({ norm }) => norm === undefined);
  const blind = judgeAccuracies(bare).map((finding) =>
    finding.rule === 'unbounded' ? leaveOpen(finding, 'Nothing tells in which norm these ε are.') : finding,
  );
  return [...(known.length > 0 ? judgeNorms(known) : []), ...(bare.length > 0 ? blind : [])];
}

/** Whose images another classifier made, what is counted of several attacks, or what no attack can lower: nothing about one attack. */
const NOT_ITS_OWN = /^(clean|undefended|oblivious|robust|worst_class|certified)_accuracy$/;

function groupsOfMetrics(points: readonly MetricPoint[], told: ToldThreats): Group[] {
  const lines = new MetricLines(points);
  const curves = lines.all.filter((line) => isOnEpsilon(lines, line) && !NOT_ITS_OWN.test(line.name));
  const steps = new Set(curves.map(({ step }) => step));
  return [...steps].map((step) => ({
    curves: curves
      .filter((line) => line.step === step && (told.get(keyOf(line))?.target ?? null) === null)
      .flatMap((line) => curveOf(lines, line, { threat: told.get(keyOf(line)), named: steps.size > 1 })),
  }));
}

const keyOf = ({ step, name }: Line): string => `${step}/${name}`;

interface Known {
  readonly threat: ReportThreat | undefined;
  /** Whether the step has to be named, since there are others. */
  readonly named: boolean;
}

/** Accuracies become counts again; none where nobody tells of how many images. */
function curveOf(lines: MetricLines, line: Line, { threat, named }: Known): Curve[] {
  const count = lines.countOf(line);
  const epsilons = lines.find(line.step, 'epsilon')?.byAt;
  if (!count || !epsilons) return [];
  const points = [...line.byAt].flatMap(([at, share]) => {
    const epsilon = epsilons.get(at);
    return epsilon === undefined ? [] : [{ epsilon, correct: Math.round(share * count) }];
  });
  const stem = line.name.replace(/_accuracy$/, '');
  const effort = lines.find(line.step, `${stem}_gradient_evaluations`)?.byAt.values();
  return [
    {
      attack: named ? `${sayStem(stem)} (${line.step})` : sayStem(stem),
      role: roleOfAccuracy(line.name) === 'noise' || (threat && isChance(threat)) ? 'noise' : 'adversarial',
      count,
      points: points.toSorted((a, b) => a.epsilon - b.epsilon),
      steps: effort ? Math.max(...effort) : stepsIn(threat?.tries),
      norm: threat && normIn(threat.mayChange),
      elsewhere: threat?.elsewhere ?? false,
      shared: threat?.shared ?? false,
      hasty: threat?.hasty ?? false,
    },
  ];
}

const sayStem = (stem: string): string =>
  stem === 'adaptive' ? 'adaptive attack' : stem.toUpperCase().replaceAll('_', ' ');

/** `10 steps of …` → 10; null where it is not told. */
function stepsIn(tries = ''): number | null {
  const [, steps] = /\b(\d+) steps?\b/.exec(tries) ?? [];
  return steps === undefined ? null : Number(steps);
}

/** Every threat names the norm that bounds it in brackets; one that does not is bounded by none. */
function normIn(mayChange: string): ExaminedNorm {
  const [, norm = UNBOUNDED] = /\((L∞|L[012])[,)]/.exec(mayChange) ?? [];
  return nameOf(norm);
}

function nameOf(norm: string): ExaminedNorm {
  if (isLargest(norm)) return 'Linf';
  return norm === 'L0' || norm === 'L1' || norm === 'L2' ? norm : null;
}

/** The undefended and the adaptive columns; in an oblivious one the classifier that reads was not attacked. */
function groupsOfMatrix({ columns, rows, epsilons, correct, count, norm, threats }: DefenceMatrix): Group[] {
  return columns.flatMap(({ name, attacker, clean }, j): Group[] => {
    if (attacker === 'oblivious') return [];
    const curves = rows.flatMap(({ attack, role, tries }, i): Curve[] => {
      const told = threats.find((threat) => threat.attack === attack && threat.given === name);
      const points = epsilons.flatMap((epsilon, at) => {
        const left = correct[at]![i]![j]!;
        return left === null ? [] : [{ epsilon, correct: left }];
      });
      if (points.length === 0) return [];
      const steps = stepsIn(told?.tries ?? tries);
      const unchanged = { epsilon: 0, correct: clean };
      return [
        {
          attack: `${attack} (${name})`,
          role,
          count,
          steps,
          norm: nameOf(norm),
          elsewhere: told?.elsewhere ?? false,
          shared: told?.shared ?? false,
          hasty: told?.hasty ?? false,
          points: [unchanged, ...points],
        },
      ];
    });
    return [{ curves }];
  });
}
