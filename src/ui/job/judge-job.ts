/** What the doctor says of one job as a whole, from all that the job left. */
import type { Examination } from '#core/doctor/finding.ts';
import type { MetricPoint } from '#core/job/events.ts';
import type { DefenceMatrix } from '#ui/figure/defence-matrix.ts';
import { joinOpinions, judgeReport, type Opinion } from './examination.ts';
import { judgeShown } from './judge-curves.ts';
import type { Report } from './report.ts';
import type { ToldThreats } from './threat-notes.ts';

/** What a job left that tells of its attacks; null where it left none. */
export interface JobEvidence {
  readonly examination: Examination | null;
  readonly report: Report | null;
  readonly matrix: DefenceMatrix | null;
  readonly metrics: readonly MetricPoint[];
  readonly told: ToldThreats;
}

/** Its own examination and its report, else what its curves tell; null where nothing attacked. */
export function judgeJob({ examination, report, matrix, metrics, told }: JobEvidence): Opinion | null {
  const judged = report && judgeReport(report);
  if (examination) return joinOpinions(examination, judged);
  return report ? judged : judgeShown(metrics, told, matrix);
}
