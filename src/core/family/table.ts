/** A family as a table: a row for each of its places, with what varies and what its metrics ended with. */
import type { JobStatus, MetricPoint } from '#core/job/events.ts';
import type { JobRecord } from '#core/job/record.ts';
import type { FamilyRecord } from './record.ts';

/** What one metric of a job ended with. */
export interface Figure {
  readonly step: string | null;
  readonly name: string;
  readonly value: number;
}

/** One place of a family. */
export interface FamilyRow {
  readonly place: number;
  /** Id and number of the last job of this place. */
  readonly id: string;
  readonly job: number;
  readonly status: JobStatus;
  /** Why it failed, or was left out. */
  readonly reason: string | null;
  readonly seed: number;
  /** Milliseconds that it ran; null while it has not ended. */
  readonly took: number | null;
  /** What varies, as texts. */
  readonly values: Readonly<Record<string, string>>;
  /** By the names in `metrics`; absent where the job recorded none. */
  readonly figures: Readonly<Record<string, number>>;
}

/** What a family's page, its CSV and a script read. */
export interface FamilyTable {
  /** Those that vary, in the order of the sweep. */
  readonly parameters: readonly string[];
  /** In the order in which they were first recorded; `step.name` where several steps record one name. */
  readonly metrics: readonly string[];
  /** The step that recorded each, by the names in `metrics`; null where none did. */
  readonly steps: Readonly<Record<string, string | null>>;
  /** By place. */
  readonly rows: readonly FamilyRow[];
}

/** Of each metric of a job the value with the highest `at`. Any order of points; one that is said twice counts as it was said last. */
export function lastFigures(points: readonly MetricPoint[]): readonly Figure[] {
  const last = new Map<string, MetricPoint>();
  for (const point of points) {
    const key = `${point.step ?? ''}\n${point.name}`;
    const before = last.get(key);
    if (!before || point.at >= before.at) last.set(key, point);
  }
  return [...last.values()].map(({ step, name, value }) => ({ step, name, value }));
}

/** The last job of each place that is not deleted, by place; of a family in the bin those that were `deleted` at the same moment. */
export function lastOfPlaces(
  jobs: readonly JobRecord[],
  deleted: number | null = null,
): readonly JobRecord[] {
  const last = new Map<number, JobRecord>();
  for (const job of jobs) {
    if (job.deleted !== deleted || job.family === null) continue;
    const before = last.get(job.family.place);
    if (!before || before.number < job.number) last.set(job.family.place, job);
  }
  return [...last.values()].toSorted((a, b) => a.family!.place - b.family!.place);
}

/** `jobs` are all of the family, `figuresOf` gives what a job's metrics ended with, as far as they are known. */
export function tableOfFamily(
  { sweep, deleted }: Pick<FamilyRecord, 'sweep' | 'deleted'>,
  jobs: readonly JobRecord[],
  figuresOf: (job: string) => readonly Figure[],
): FamilyTable {
  const last = lastOfPlaces(jobs, deleted);
  const all = last.map((job) => figuresOf(job.id));
  const nameOf = namesOf(all.flat());
  const parameters = sweep.vary.map(({ parameter }) => parameter);
  const rows = last.map((job, i): FamilyRow => {
    const { id, number, status, reason, seed, started, ended, values } = job;
    return {
      place: job.family!.place,
      id,
      job: number,
      status,
      reason: reason ?? job.fault?.message ?? null,
      seed,
      took: started === null || ended === null ? null : ended - started,
      values: Object.fromEntries(
        parameters.map((name) => [name, (Object.hasOwn(values, name) && values[name]) || '']),
      ),
      figures: Object.fromEntries(all[i]!.map((figure) => [nameOf(figure), figure.value])),
    };
  });
  const steps = Object.fromEntries(all.flat().map((figure) => [nameOf(figure), figure.step]));
  return { parameters, metrics: [...new Set(all.flat().map(nameOf))], steps, rows };
}

/** What a metric is called in a table: its name, with its step before it where another step records one of that name. */
function namesOf(figures: readonly Figure[]): (figure: Figure) => string {
  const steps = new Map<string, Set<string | null>>();
  for (const { name, step } of figures) steps.set(name, (steps.get(name) ?? new Set()).add(step));
  return ({ name, step }) => (steps.get(name)!.size > 1 && step !== null ? `${step}.${name}` : name);
}
