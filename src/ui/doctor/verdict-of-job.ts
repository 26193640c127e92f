/** What the doctor says of a finished job and what its attackers could do, from what the job left. */
import { parseExamination } from '#core/doctor/finding.ts';
import type { MetricPoint } from '#core/job/events.ts';
import { isOnEpsilon, MetricLines, roleOfAccuracy } from '#core/job/metric-lines.ts';
import type { JobRemains } from '#core/job/remains.ts';
import { MATRIX_TASK, parseDefenceMatrix, type DefenceMatrix } from '#ui/figure/defence-matrix.ts';
import { EXAMINATION_TASK, type Opinion } from '#ui/job/examination.ts';
import { UNEXAMINED } from '#ui/job/judge-curves.ts';
import { judgeJob, type JobEvidence } from '#ui/job/judge-job.ts';
import { parseReport, REPORT_TASK, type ReportThreat } from '#ui/job/report.ts';
import { readThreats } from '#ui/job/threat-notes.ts';

/** One attack of a job, and what its attacker could do. */
export interface NamedThreat {
  readonly name: string;
  readonly threat: ReportThreat;
}

export interface JobVerdict {
  /** Null where nothing attacked. */
  readonly opinion: Opinion | null;
  readonly threats: readonly NamedThreat[];
}

/** The verdict that the job's own page shows. */
export async function readVerdict(left: JobRemains): Promise<JobVerdict> {
  const [examination, report, metrics, logs] = await Promise.all([
    left.json(EXAMINATION_TASK).then(parseExamination),
    left.json(REPORT_TASK).then(parseReport),
    left.metrics(),
    left.logs(),
  ]);
  const matrix = readMatrix(await left.json(MATRIX_TASK));
  const evidence = { examination, report, matrix, metrics, told: readThreats(logs) };
  const unknown = showsAttack(metrics) ? UNEXAMINED : null;
  return { opinion: judgeJob(evidence) ?? unknown, threats: listThreats(evidence) };
}

function readMatrix(json: unknown): DefenceMatrix | null {
  try {
    return json === null ? null : parseDefenceMatrix(json);
  } catch {
    return null;
  }
}

function showsAttack(points: readonly MetricPoint[]): boolean {
  const lines = new MetricLines(points);
  return lines.all.some((line) => isOnEpsilon(lines, line) && roleOfAccuracy(line.name) === 'adversarial');
}

/** Those of the report, else of the matrix, else of the logs; noise is nobody's attack. */
function listThreats({ report, matrix, told }: JobEvidence): NamedThreat[] {
  const curves = report?.curves ?? [];
  if (curves.length > 0)
    return curves.flatMap(({ attack, role, threat }) =>
      role === 'adversarial' && threat ? [{ name: attack, threat }] : [],
    );
  const met = matrix?.threats ?? [];
  if (met.length > 0)
    return met.map((threat) => ({ name: `${threat.attack} given ${threat.given}`, threat }));
  return [...told].flatMap(([key, threat]) => {
    const name = key.slice(key.indexOf('/') + 1);
    if (roleOfAccuracy(name) === 'noise') return [];
    return [{ name: `${name.replace(/_accuracy$/, '').replaceAll('_', ' ')} attack`, threat }];
  });
}
