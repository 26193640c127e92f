/** What the engine is handed and what it hands back. The engine never sees the store: it writes to a sink. */
import type { JobEvent, BackendFacts } from '#core/job/events.ts';
import type { ArtifactHandler } from '#core/job/record.ts';
import type { Plan } from '#core/graph/plan-types.ts';
import type { BackendChoice } from '#core/resources/content.ts';

/** A plugin file after stripping and checking: JavaScript with every import found and allowed. */
export interface PreparedModule {
  /** `plugin@hash/file.ts`; unique even when two versions of one plugin are loaded. */
  readonly id: string;
  readonly plugin: string;
  readonly file: string;
  readonly code: string;
  /** Offsets of each specifier in `code`, without its quotes, and what it names: `sdk`, `numeric` (the whole SDK), `tfjs`, or another module's id. */
  readonly imports: readonly {
    readonly start: number;
    readonly end: number;
    readonly target: string;
    readonly dynamic: boolean;
  }[];
}

export interface LoadedPlugin {
  readonly name: string;
  /** Content hash of the plugin's snapshot. */
  readonly hash: string;
  readonly modules: readonly PreparedModule[];
}

/** An artifact fed into a job. */
export interface ArtifactInput {
  readonly handler: ArtifactHandler;
  readonly files: readonly { readonly path: string; readonly bytes: Blob }[];
}

export interface JobOrder {
  readonly job: string;
  readonly plan: Plan;
  /** Coerced parameter values. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Plugins of the plan's steps and artifact tasks, found by name; handlers of artifact inputs, found by hash. */
  readonly plugins: readonly LoadedPlugin[];
  readonly artifacts: Readonly<Record<string, ArtifactInput>>;
  /** Data sets that the plugins name in their `datasets.json`. */
  readonly data: Readonly<Record<string, Blob>>;
  readonly backend: BackendChoice;
  /** What this device's measured race chose, where it was run: it spares the job a race of its own. */
  readonly raced?: BackendFacts['backend'];
  readonly seed: number;
  /** Seconds; null for no limit. */
  readonly timeout: number | null;
  /** Outputs are written out at length, for whoever tries a task. */
  readonly written?: boolean;
}

export interface ArtifactOutput {
  readonly name: string;
  readonly plugin: string;
  readonly pluginHash: string;
  readonly task: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly folder: boolean;
  readonly files: readonly { readonly path: string; readonly bytes: Blob }[];
}

/** Where a job's record goes. Each call is one transaction; the next batch waits for its promise. */
export interface JobSink {
  record(events: readonly JobEvent[]): Promise<void>;
  artifact(output: ArtifactOutput): Promise<void>;
}

export type JobOutcome = 'finished' | 'failed' | 'cancelled';

export interface JobRun {
  /** Resolves after the last event is recorded; never rejects and never hangs. */
  readonly done: Promise<JobOutcome>;
  cancel(): void;
}

/** A warm sandbox that runs one plan again and again with other values, and re-runs only the steps that these reach. */
export interface Session {
  readonly facts: BackendFacts;
  /** Runs the plan; resolves with the values of the asked-for outputs (`step.output`) as plain data: numbers, texts, typed arrays, arrays, records; a tensor as `{shape, dtype, data}`. A later call supersedes an earlier one that waits: that one rejects with `Superseded`. */
  run(
    values: Readonly<Record<string, unknown>>,
    outputs: readonly string[],
  ): Promise<Readonly<Record<string, unknown>>>;
  close(): void;
}

/** Built files that enter the sandbox as text or bytes; the page fetches them lazily and once. */
export interface SandboxAssets {
  text(name: 'boot' | 'sdk' | 'numeric' | 'tfjs' | 'webgpu'): Promise<string>;
  bytes(name: 'tfjs-backend-wasm.wasm' | 'tfjs-backend-wasm-simd.wasm'): Promise<ArrayBuffer>;
}

/** What this device offers, as measured. */
export interface DeviceFacts {
  readonly backends: readonly {
    readonly backend: 'webgpu' | 'wasm' | 'cpu';
    readonly available: boolean;
    /** Why not, or what it runs on. */
    readonly note: string;
    /** Milliseconds for one training step of the race, null where it was not raced. */
    readonly raceMilliseconds: number | null;
  }[];
  readonly chosen: 'webgpu' | 'wasm' | 'cpu';
  readonly reason: string;
  readonly adapter:
    (NonNullable<BackendFacts['adapter']> & { readonly limits: Readonly<Record<string, number>> }) | null;
  readonly simd: boolean;
  readonly versions: Readonly<Record<string, string>>;
}
