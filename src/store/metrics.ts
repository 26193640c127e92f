/** Metrics: points packed into typed arrays, since a row for each point would be four hundred times slower. */
import Dexie from 'dexie';
import type { MetricPoint } from '#core/job/events.ts';
import type { MetricRow, Tables } from './tables.ts';

/** Points in a chunk at most. */
export const CHUNK = 1000;

/** One metric of a job: parallel arrays, ordered by `at`; each step of the graph has one point for each. */
export interface MetricSeries {
  readonly name: string;
  readonly at: Float64Array;
  readonly value: Float64Array;
  readonly time: Float64Array;
  readonly step: readonly (string | null)[];
}

type Point = Omit<MetricPoint, 'name'>;

/** Inside a transaction over metrics: adds the points to the last chunk of their name, and to new ones where it is full. */
export async function appendMetrics(db: Tables, job: string, points: readonly MetricPoint[]): Promise<void> {
  for (const [name, said] of groupByName(points)) {
    const last = await nameRange(db, job, name).last();
    const room = last !== undefined && last.at.length < CHUNK;
    const first = last === undefined ? 0 : room ? last.seq : last.seq + 1;
    await db.metrics.bulkPut(packChunks(job, name, first, room ? [...unpack(last), ...said] : said));
  }
}

/** Every metric of the job by name; where a step of the graph said one `at` twice, the later stands. */
export async function readSeries(db: Tables, job: string): Promise<MetricSeries[]> {
  const range = db.metrics.where('[job+name+seq]').between([job], [job, Dexie.maxKey]);
  return [...groupByName(await range.toArray())].map(([name, rows]) => seriesOf(name, rows));
}

/** The same as single points. */
export async function readMetrics(db: Tables, job: string): Promise<MetricPoint[]> {
  const series = await readSeries(db, job);
  return series.flatMap(({ name, at, value, time, step }) =>
    Array.from(at, (index, i) => ({ time: time[i]!, step: step[i]!, name, value: value[i]!, at: index })),
  );
}

function nameRange(db: Tables, job: string, name: string) {
  return db.metrics.where('[job+name+seq]').between([job, name], [job, name, Dexie.maxKey]);
}

function groupByName<T extends { readonly name: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.name);
    if (group) group.push(item);
    else groups.set(item.name, [item]);
  }
  return groups;
}

/** The last point said for each `at`, as in the reference, but by the step of the graph that said it: two steps never replace each other's. */
function lastOfEach(points: readonly Point[]): Point[] {
  return [...new Map(points.map((point) => [placeOf(point.step, point.at), point])).values()];
}

const placeOf = (step: string | null, at: number): string => `${at} ${step ?? ''}`;

function packChunks(job: string, name: string, first: number, points: readonly Point[]): MetricRow[] {
  const kept = lastOfEach(points);
  return Array.from({ length: Math.ceil(kept.length / CHUNK) }, (_, i) => ({
    job,
    name,
    seq: first + i,
    ...pack(kept.slice(i * CHUNK, (i + 1) * CHUNK)),
  }));
}

function pack(points: readonly Point[]): Omit<MetricRow, 'job' | 'name' | 'seq'> {
  const steps = [...new Set(points.map((point) => point.step))];
  const places = new Map(steps.map((step, i) => [step, i]));
  return {
    at: Float64Array.from(points, (point) => point.at),
    value: Float64Array.from(points, (point) => point.value),
    time: Float64Array.from(points, (point) => point.time),
    step: Uint16Array.from(points, (point) => places.get(point.step)!),
    steps,
  };
}

function unpack({ at, value, time, step, steps }: MetricRow): Point[] {
  return Array.from(at, (index, i) => ({
    at: index,
    value: value[i]!,
    time: time[i]!,
    step: steps[step[i]!]!,
  }));
}

function seriesOf(name: string, rows: readonly MetricRow[]): MetricSeries {
  const at = join(rows.map((row) => row.at));
  const value = join(rows.map((row) => row.value));
  const time = join(rows.map((row) => row.time));
  const step = rows.flatMap((row) => Array.from(row.step, (place) => row.steps[place]!));
  if (isAscending(at)) return { name, at, value, time, step };
  // The last place of each, since later values replace earlier ones.
  const places = [...new Map(step.map((one, place) => [placeOf(one, at[place]!), place])).values()];
  places.sort((a, b) => at[a]! - at[b]!);
  const pick = (numbers: Float64Array) => Float64Array.from(places, (place) => numbers[place]!);
  return {
    name,
    at: pick(at),
    value: pick(value),
    time: pick(time),
    step: places.map((place) => step[place]!),
  };
}

function join(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

function isAscending(numbers: Float64Array): boolean {
  for (let i = 1; i < numbers.length; i++) if (!(numbers[i]! > numbers[i - 1]!)) return false;
  return true;
}
