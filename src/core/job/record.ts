/** A job and its artifacts as they are kept: who ran what, pinned whole, with what came out. */
import type { BackendFacts, Fault, JobStatus } from '#core/job/events.ts';
import type { BackendChoice, Pin, TaskOutput } from '#core/resources/content.ts';

export interface JobRecord {
  readonly id: string;
  /** Counts from 1 on this device; what people say. */
  readonly number: number;
  readonly group: string;
  readonly owner: string;
  readonly description: string;
  readonly status: JobStatus;
  readonly reason: string | null;
  readonly created: number;
  readonly started: number | null;
  readonly ended: number | null;
  readonly experiment: Pin;
  readonly entrypoint: Pin;
  readonly queue: Pin;
  /** Names at the time of the run, so that a list needs no look-up. */
  readonly names: { readonly experiment: string; readonly entrypoint: string; readonly queue: string };
  /** Parameter values as texts, defaults filled in. */
  readonly values: Readonly<Record<string, string | null>>;
  /** Artifact parameter → id of the artifact that feeds it. */
  readonly artifactValues: Readonly<Record<string, string>>;
  readonly backend: BackendChoice;
  readonly seed: number;
  /** Seconds; null for no limit. */
  readonly timeout: number | null;
  readonly fault: Fault | null;
  readonly manifest: Manifest | null;
  /** Null for a job that was asked for by itself. */
  readonly family: FamilyPlace | null;
  readonly deleted: number | null;
  /** Ids of tags. */
  readonly tags: readonly string[];
}

/** Where in a family a job stands. */
export interface FamilyPlace {
  /** Of the family, which may be gone. */
  readonly id: string;
  /** Counts from 0 in the order of the sweep. A job that was run again has the place of the one before it. */
  readonly place: number;
}

/** The evidence: everything that a replay needs to be the same run. */
export interface Manifest {
  readonly format: 1;
  /** Every snapshot that the job used, by role and name. */
  readonly pins: readonly { readonly role: string; readonly name: string; readonly pin: Pin }[];
  /** Parameter values after coercion. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** SHA-256 of each artifact that was fed in, by artifact parameter. */
  readonly inputs: Readonly<Record<string, string>>;
  /** SHA-256 of each data set that was handed in, by name. */
  readonly data: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly backend: BackendFacts | null;
  readonly alidade: string;
  readonly userAgent: string;
  readonly created: number;
  readonly started: number | null;
  readonly ended: number | null;
}

export interface ArtifactFile {
  /** Path inside a folder artifact, or the file's name. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the bytes. */
  readonly hash: string;
}

export interface ArtifactHandler {
  /** Name of the plugin whose artifact task wrote it and reads it. */
  readonly plugin: string;
  readonly pin: Pin;
  readonly task: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly outputs: readonly TaskOutput[];
}

export interface ArtifactRecord {
  readonly id: string;
  readonly job: string;
  readonly name: string;
  readonly handler: ArtifactHandler;
  readonly folder: boolean;
  readonly files: readonly ArtifactFile[];
  /** SHA-256 of the one file, or of the canonical JSON of the list of files. */
  readonly hash: string;
  readonly bytes: number;
  readonly created: number;
  readonly description: string;
  readonly group: string;
  readonly owner: string;
  readonly deleted: number | null;
  /** Ids of tags. */
  readonly tags: readonly string[];
}
