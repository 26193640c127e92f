/** What `--json` prints: one job, with all that came of it, as one object. */
import type { Client } from '#core/client.ts';
import type { MetricPoint, StepStatus, JobStatus } from '#core/job/events.ts';
import type { JobRecord, Manifest } from '#core/job/record.ts';
import { typeOf } from '#exchange/job-folder.ts';

export interface JobReport {
  readonly job: string;
  readonly entrypoint: string;
  readonly status: JobStatus;
  /** After coercion. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly steps: readonly {
    readonly name: string;
    readonly task: string | null;
    readonly status: StepStatus;
    readonly milliseconds: number | null;
  }[];
  /** `step` is the metric's index over time, as in the reference's data; a value that is not finite is its name as text. */
  readonly metrics: readonly {
    readonly name: string;
    readonly step: number;
    readonly value: number | string;
  }[];
  readonly artifacts: readonly {
    readonly name: string;
    readonly type: string;
    readonly sha256: string;
    readonly bytes: number;
  }[];
  readonly manifest: Manifest | null;
}

export async function makeReport(alidade: Client, job: JobRecord): Promise<JobReport> {
  const [view, metrics, artifacts, tasks] = await Promise.all([
    alidade.jobs.view(job.id),
    alidade.jobs.metrics(job.id),
    alidade.jobs.artifacts(job.id),
    tasksOf(alidade, job),
  ]);
  const names = new Set([...view.steps.keys(), ...tasks.keys()]);
  return {
    job: job.id,
    entrypoint: job.names.entrypoint,
    status: job.status,
    parameters: job.manifest?.parameters ?? job.values,
    steps: [...names].map((name) => {
      const step = view.steps.get(name);
      return {
        name,
        task: tasks.get(name) ?? null,
        status: step?.status ?? 'waiting',
        milliseconds: step?.milliseconds ?? null,
      };
    }),
    metrics: metrics.map(reportMetric),
    artifacts: artifacts.map((artifact) => ({
      name: artifact.name,
      type: typeOf(artifact),
      sha256: artifact.hash,
      bytes: artifact.bytes,
    })),
    manifest: job.manifest,
  };
}

function reportMetric({ name, at, value }: MetricPoint): JobReport['metrics'][number] {
  return { name, step: at, value: Number.isFinite(value) ? value : String(value) };
}

/** Step → task, from the very snapshot that the job ran. */
async function tasksOf(alidade: Client, job: JobRecord): Promise<ReadonlyMap<string, string | null>> {
  const ran = await alidade.entrypoints.get(job.entrypoint.resource, job.entrypoint.number);
  if (!ran) return new Map();
  const { picture } = await alidade.entrypoints.compile(ran.content);
  return new Map(picture.steps.map((step) => [step.name, step.task]));
}
