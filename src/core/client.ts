/** The one interface to Alidade that the page, the browser console (`alidade`) and Node (`alidade/client`) offer. Types only. */
import type { Compilation } from '#core/graph/plan-types.ts';
import type { Issue } from '#core/issues.ts';
import type { LogRecord, MetricPoint } from '#core/job/events.ts';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import type { JobView } from '#core/job/fold.ts';
import type { BackendChoice, ContentOf, ResourceKind } from '#core/resources/content.ts';
import type { ConflictRule } from '#core/resources/import-plan.ts';
import type { ImportDeed, ImportPreview } from '#core/resources/import-preview.ts';
import type { Resource, Snapshot, Versioned } from '#core/resources/snapshot.ts';

/** A file of an import: a path relative to the chosen folder, and its bytes. */
export interface ImportFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ImportReport {
  readonly issues: readonly Issue[];
  /** Name → id of what is now there; empty if any issue is an ERROR, and then nothing was changed. */
  readonly resources: Readonly<Record<'plugins' | 'types' | 'entrypoints', Readonly<Record<string, string>>>>;
  /** Every record that was looked at, jobs and artifacts too, and what became of it; empty where nothing was changed. */
  readonly records: readonly ImportedRecord[];
}

export interface ImportedRecord {
  /** A kind of resource, `job` or `artifact`. */
  readonly noun: string;
  readonly id: string;
  readonly name: string;
  readonly does: ImportDeed;
}

export interface ImportOptions {
  /** Path of the TOML among the files. */
  readonly config?: string;
  /** What to do where a name is taken; refuse, if nothing is said. */
  readonly conflicts?: ConflictRule;
  /** Keys of a preview: these and no others. A bundle's records bring what they need of it; others find it here, or it is told. */
  readonly only?: readonly string[];
  /** Of a preview: the import is refused if anything that it looked at was saved or deleted since. */
  readonly basis?: string;
}

/** Names or ids; jobs and artifacts by id. A job brings what it made, and everything brings what it pins. */
export interface ExportSelection {
  readonly plugins?: readonly string[];
  readonly types?: readonly string[];
  readonly entrypoints?: readonly string[];
  readonly experiments?: readonly string[];
  readonly queues?: readonly string[];
  readonly models?: readonly string[];
  readonly jobs?: readonly string[];
  readonly artifacts?: readonly string[];
  /** All that is in no bin. */
  readonly everything?: boolean;
}

export interface ExportOptions {
  /** `files`: a resource TOML and what it names, in a ZIP. `bundle`: all history too, and anything. Files, unless jobs or artifacts are chosen. */
  readonly as?: 'files' | 'bundle';
}

export interface Exported {
  /** What to call the file. */
  readonly name: string;
  /** Null where an ERROR stands among the issues. */
  readonly bytes: Uint8Array | null;
  readonly issues: readonly Issue[];
}

/** One face for each noun that has snapshots. */
export interface ResourceClient<K extends ResourceKind> {
  /** Newest first; `after` is the `modified` and id of the last one seen. */
  list(options?: {
    readonly limit?: number;
    readonly after?: { readonly modified: number; readonly id: string };
  }): Promise<readonly Resource[]>;
  /** The latest snapshot, or the one with this number. */
  get(id: string, number?: number): Promise<Versioned<K> | null>;
  find(name: string): Promise<Versioned<K> | null>;
  create(content: ContentOf[K], message?: string): Promise<Versioned<K>>;
  /** Makes a snapshot; content equal to the latest makes none. */
  save(id: string, content: ContentOf[K], message?: string): Promise<Versioned<K>>;
  history(id: string): Promise<readonly Snapshot[]>;
}

export interface JobRequest {
  /** Name or id. */
  readonly entrypoint: string;
  /** Number of one of its snapshots; else the latest. */
  readonly entrypointSnapshot?: number;
  /** Parameter values as texts; absent ones take their default. */
  readonly values?: Readonly<Record<string, string>>;
  /** Artifact parameter → id of an artifact. */
  readonly artifacts?: Readonly<Record<string, string>>;
  /** Name or id; the one used last, else *Scratch*. */
  readonly experiment?: string;
  /** Makes an experiment of this name where there is none. */
  readonly newExperiment?: boolean;
  /** Name or id; else the first that the entrypoint names, else `auto`. One that names queues runs on these alone. */
  readonly queue?: string;
  readonly backend?: BackendChoice;
  /** Whole number, 0 to 2^32 − 1; else drawn anew. */
  readonly seed?: number;
  readonly description?: string;
  /** Seconds; else a day. */
  readonly timeout?: number;
  /** Names or ids of tags. */
  readonly tags?: readonly string[];
}

/** A request that cannot become a job says why; nothing is kept of it. */
export type JobReply =
  | { readonly job: JobRecord; readonly issues: readonly Issue[] }
  | { readonly job: null; readonly issues: readonly Issue[] };

export interface JobClient {
  /** Queues a job; it starts when its queue has room. */
  run(request: JobRequest): Promise<JobReply>;
  get(id: string): Promise<JobRecord | null>;
  list(options?: {
    readonly limit?: number;
    readonly before?: number;
    readonly experiment?: string;
    readonly entrypoint?: string;
  }): Promise<readonly JobRecord[]>;
  /** Resolves when the job has ended, in whatever way. */
  wait(id: string): Promise<JobRecord>;
  cancel(id: string): Promise<void>;
  /** What people say of it; nothing else of a job ever changes. */
  describe(id: string, description: string): Promise<void>;
  /** Puts it into the bin; its artifacts stay. Refuses one that has not ended. */
  remove(id: string): Promise<void>;
  /** Takes it out of the bin. */
  restore(id: string): Promise<void>;
  /** All that it said, folded. */
  view(id: string): Promise<JobView>;
  metrics(id: string): Promise<readonly MetricPoint[]>;
  logs(id: string): Promise<readonly LogRecord[]>;
  artifacts(id: string): Promise<readonly ArtifactRecord[]>;
}

export interface ArtifactClient {
  get(id: string): Promise<ArtifactRecord | null>;
  /** The bytes of one of its files. */
  read(id: string, path: string): Promise<Uint8Array>;
  /** Takes in an artifact that an earlier run left as files, checked by hash; resolves with its id. */
  import(record: ArtifactImport): Promise<string>;
}

/** One entry of a `job.json` with its files. */
export interface ArtifactImport {
  readonly name: string;
  readonly type: string;
  readonly handler: { readonly plugin: string; readonly task: string; readonly hash: string };
  readonly sha256: string;
  readonly folder: boolean;
  readonly files: readonly ImportFile[];
}

export interface Client {
  readonly version: string;
  readonly plugins: ResourceClient<'plugin'>;
  readonly types: ResourceClient<'type'>;
  readonly entrypoints: ResourceClient<'entrypoint'> & {
    /** Checks a stored entrypoint, or content not yet saved. */
    compile(entrypoint: string | ContentOf['entrypoint']): Promise<Compilation>;
  };
  readonly experiments: ResourceClient<'experiment'>;
  readonly queues: ResourceClient<'queue'>;
  readonly jobs: JobClient;
  readonly artifacts: ArtifactClient;
  /**
   * Imports a resource TOML with the files that it names, or the one archive (`.zip`, `.tar`, `.tar.gz`) or bundle (`.alidade`) that is given
   * instead. All or nothing.
   *
   * ```js
   * const files = [{ path: 'suite.zip', bytes }];
   * const { items, basis } = await alidade.previewImport(files);
   * const only = items.filter(({ under }) => under.update.does !== 'refuse').map(({ key }) => key);
   * const { issues, resources } = await alidade.import(files, { conflicts: 'update', only, basis });
   * ```
   */
  import(files: readonly ImportFile[], options?: ImportOptions): Promise<ImportReport>;
  /** What that would do, for each record and under each rule. Nothing is changed. */
  previewImport(
    files: readonly ImportFile[],
    options?: Pick<ImportOptions, 'config'>,
  ): Promise<ImportPreview>;
  /**
   * The chosen records with all that they pin, as one file.
   *
   * ```js
   * const { name, bytes, issues } = await alidade.export({ jobs: [job.id] }); // job-3.alidade
   * const suite = await alidade.export({ entrypoints: ['Demo'] }); // Demo.zip, with a resource TOML
   * ```
   */
  export(selection: ExportSelection, options?: ExportOptions): Promise<Exported>;
}
