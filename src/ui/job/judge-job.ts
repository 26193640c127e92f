/** What the doctor says of one job as a whole, from all that the job left. */
import type { Examination } from '#core/doctor/finding.ts';
import type { MetricPoint } from '#core/job/events.ts';
import { isOnEpsilon, MetricLines, roleOfAccuracy } from '#core/job/metric-lines.ts';
import type { DefenceMatrix } from '#ui/figure/defence-matrix.ts';
import { roleOf } from '#ui/graph/role.ts';
import { joinOpinions, judgeReport, type Opinion } from './examination.ts';
import { judgeShown, UNEXAMINED } from './judge-curves.ts';
import type { Report } from './report.ts';
import { isChance, type ToldThreats } from './threat-notes.ts';

/** What a job left that tells of its attacks; null where it left none. */
export interface JobEvidence {
  readonly examination: Examination | null;
  readonly report: Report | null;
  readonly matrix: DefenceMatrix | null;
  readonly metrics: readonly MetricPoint[];
  readonly told: ToldThreats;
  /** What its steps run, as far as that is known. */
  readonly tasks: readonly (string | null)[];
}

/**
 * Its own examination and its report, else what its curves tell, else at least that nothing tells of its attacks; null where
 * nothing attacked. Random noise is no attack, whatever the step that drew it is called.
 */
export function judgeJob(evidence: JobEvidence): Opinion | null {
  const { examination, report, matrix, metrics, told } = evidence;
  const judged = report && judgeReport(report);
  if (examination) return joinOpinions(examination, judged);
  if (report) return judged;
  return judgeShown(metrics, told, matrix) ?? (isAttacked(evidence) ? UNEXAMINED : null);
}

function isAttacked({ metrics, told, tasks }: JobEvidence): boolean {
  const named = [...told].filter(([key]) => roleOfAccuracy(key.slice(key.indexOf('/') + 1)) !== 'noise');
  if (named.length > 0) return named.some(([, threat]) => !isChance(threat));
  const lines = new MetricLines(metrics);
  return (
    tasks.some((task) => roleOf(task).meaning === 'adversarial') ||
    lines.all.some((line) => isOnEpsilon(lines, line) && roleOfAccuracy(line.name) === 'adversarial')
  );
}
