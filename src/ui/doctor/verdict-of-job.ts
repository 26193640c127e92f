/** What the doctor says of a finished job and what its attackers could do, from what the job left. */
import { parseExamination } from '#core/doctor/finding.ts';
import { roleOfAccuracy } from '#core/job/metric-lines.ts';
import type { JobRemains } from '#core/job/remains.ts';
import { MATRIX_TASK, parseDefenceMatrix, type DefenceMatrix } from '#ui/figure/defence-matrix.ts';
import { EXAMINATION_TASK, type Opinion } from '#ui/job/examination.ts';
import { judgeJob, type JobEvidence } from '#ui/job/judge-job.ts';
import { parseReport, REPORT_TASK, type ReportThreat } from '#ui/job/report.ts';
import { readThreats } from '#ui/job/threat-notes.ts';

/** One attack of a job, and what its attacker could do. */
export interface NamedThreat {
  readonly name: string;
  /** The step that told of it; null where a file did. */
  readonly step: string | null;
  readonly threat: ReportThreat;
}

export interface JobVerdict {
  /** Null where nothing attacked. */
  readonly opinion: Opinion | null;
  readonly threats: readonly NamedThreat[];
}

/** The verdict that the job's own page shows. */
export async function readVerdict(left: JobRemains): Promise<JobVerdict> {
  const [examination, report, metrics, logs, tasks] = await Promise.all([
    left.json(EXAMINATION_TASK).then(parseExamination),
    left.json(REPORT_TASK).then(parseReport),
    left.metrics(),
    left.logs(),
    left.tasks(),
  ]);
  const matrix = readMatrix(await left.json(MATRIX_TASK));
  const evidence = { examination, report, matrix, metrics, told: readThreats(logs), tasks };
  return { opinion: judgeJob(evidence), threats: listThreats(evidence) };
}

function readMatrix(json: unknown): DefenceMatrix | null {
  try {
    return json === null ? null : parseDefenceMatrix(json);
  } catch {
    return null;
  }
}

/** Those of the report, else of the matrix, else of the logs; noise is nobody's attack. */
function listThreats({ report, matrix, told }: JobEvidence): NamedThreat[] {
  const curves = report?.curves ?? [];
  if (curves.length > 0)
    return curves.flatMap(({ attack, role, threat }) =>
      role === 'adversarial' && threat ? [{ name: attack, step: null, threat }] : [],
    );
  const met = matrix?.threats ?? [];
  if (met.length > 0)
    return met.map((threat) => ({ name: `${threat.attack} given ${threat.given}`, step: null, threat }));
  return [...told].flatMap(([key, threat]) => {
    const [step, name] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)];
    if (roleOfAccuracy(name) === 'noise') return [];
    return [{ name: `${name.replace(/_accuracy$/, '').replaceAll('_', ' ')} attack`, step, threat }];
  });
}
