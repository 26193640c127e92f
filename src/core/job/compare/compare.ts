/** Any set of jobs side by side by what differs: what they were given and ran, how they went, what they recorded and what they kept. */
import type { MetricPoint } from '#core/job/events.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import { compareFacts, type FactRow } from './facts.ts';
import { compareMetrics, type MetricRow } from './metrics.ts';
import { sayComparison } from './words.ts';

/** As many jobs are compared on one page. */
export const MOST_COMPARED = 50;

/** A job with what it recorded and kept. */
export interface ComparedJob {
  readonly record: JobRecord;
  readonly metrics: readonly MetricPoint[];
  readonly artifacts: readonly ArtifactRecord[];
}

/** The artifacts of one name. */
export interface ArtifactRow {
  readonly name: string;
  /** One entry a job, in their order; null where it kept none of this name. */
  readonly artifacts: readonly (ArtifactRecord | null)[];
  /** Whether all that are there have the same bytes. */
  readonly same: boolean;
}

export interface JobComparison {
  /** Deleted ones too, in the order in which they were asked for; all lists below follow it. */
  readonly jobs: readonly JobRecord[];
  /** Ids of which there is no job here. */
  readonly missing: readonly string[];
  readonly facts: readonly FactRow[];
  readonly metrics: readonly MetricRow[];
  readonly artifacts: readonly ArtifactRow[];
  /** All of it in one sentence. */
  readonly summary: string;
}

/** Never refuses: a single job, and none, is compared with nothing. */
export function compareJobs(jobs: readonly ComparedJob[], missing: readonly string[] = []): JobComparison {
  const records = jobs.map(({ record }) => record);
  const facts = compareFacts(records);
  const metrics = compareMetrics(jobs.map((job) => job.metrics));
  return {
    jobs: records,
    missing,
    facts,
    metrics,
    artifacts: compareArtifacts(jobs.map(({ artifacts }) => artifacts)),
    summary: sayComparison(records, facts, metrics, missing.length),
  };
}

function compareArtifacts(jobs: readonly (readonly ArtifactRecord[])[]): readonly ArtifactRow[] {
  const names = [...new Set(jobs.flatMap((artifacts) => artifacts.map(({ name }) => name)))];
  return names.map((name) => {
    const own = jobs.map((artifacts) => artifacts.find((artifact) => artifact.name === name) ?? null);
    return { name, artifacts: own, same: new Set(own.flatMap((one) => one?.hash ?? [])).size <= 1 };
  });
}

/** What tells a job from the others in few words, such as `epochs 3`: the parameters that differ, two at most. */
export function labelJob(facts: readonly FactRow[], place: number): string {
  const telling = facts.filter(({ group, differs }) => group === 'parameters' && differs);
  return telling
    .slice(0, 2)
    .flatMap(({ name, texts }) => (texts[place] === null ? [] : `${name} ${shorten(texts[place]!)}`))
    .join(', ');
}

function shorten(text: string): string {
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}

/** Ids that an address holds, each once; empty ones are none. */
export function readIds(text: string | null): readonly string[] {
  return [...new Set((text ?? '').split(',').map((id) => id.trim()))].filter((id) => id !== '');
}
