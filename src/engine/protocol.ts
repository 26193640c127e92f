/** What the page and the worker in its sandbox say to each other. Types alone: either side checks what it hears. */
import type { Plan } from '#core/graph/plan-types.ts';
import type { BackendFacts } from '#core/job/events.ts';
import type { BackendChoice } from '#core/resources/content.ts';
import type { ArtifactInput, DeviceFacts, LoadedPlugin } from './contract.ts';

/** The libraries as text, and the wasm backend's binary; null where this job needs none. */
export interface Libraries {
  readonly sdk: string;
  /** The SDK's numeric half. */
  readonly numeric: string | null;
  readonly tfjs: string | null;
  readonly webgpu: string | null;
  readonly wasm: { readonly file: string; readonly bytes: ArrayBuffer } | null;
}

/** A job without what concerns the page alone. */
export interface WorkerOrder {
  readonly plan: Plan;
  readonly plugins: readonly LoadedPlugin[];
  readonly artifacts: Readonly<Record<string, ArtifactInput>>;
  readonly data: Readonly<Record<string, Blob>>;
  readonly backend: BackendChoice;
  /** What the measured race of this device said, where it was run; it spares the job its own. */
  readonly raced: 'webgpu' | 'wasm' | 'cpu' | null;
  readonly seed: number;
  /** Outputs are written out at length. */
  readonly written?: boolean;
}

/** A fault in the worker's words; the page finds the author's place in its stack. */
export interface RawFault {
  readonly message: string;
  readonly stack: string;
  readonly step: string | null;
  readonly task: string | null;
}

/** Comlink keeps little of an error, so a call that may fail says so as data. */
export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: RawFault };

export interface SerializedArtifact {
  readonly name: string;
  readonly folder: boolean;
  readonly files: readonly { readonly path: string; readonly bytes: ArrayBuffer }[];
}

export type PlainRecord = Readonly<Record<string, unknown>>;

/** What the worker exposes. The page wraps it; nothing is ever exposed the other way. */
export interface WorkerApi {
  /** Takes in the libraries. May be called ahead of any job, and again for those that were left out. */
  prepare(libraries: Libraries): Promise<Reply<null>>;
  /** Chooses a backend and loads the plugins. */
  open(order: WorkerOrder): Promise<Reply<BackendFacts>>;
  /** Runs the plan once; steps, logs and metrics go over the events' port meanwhile. */
  run(values: PlainRecord): Promise<Reply<readonly SerializedArtifact[]>>;
  /** Runs what other values reach, and gives back outputs (`step.output`) as plain data. */
  ask(values: PlainRecord, outputs: readonly string[]): Promise<Reply<PlainRecord>>;
  /** Tells the running task that nobody waits for it; heard when it awaits. */
  abort(): Promise<Reply<null>>;
  /** Measures what this device offers. */
  describe(force: boolean): Promise<Reply<DeviceFacts>>;
}

/** Bounds of what a worker may say, held on both sides: the worker keeps them, the page ends a job that does not. */
export const BOUNDS = {
  /** Milliseconds between two batches of events, while there are any: each costs the page a transaction and a redraw. */
  interval: 200,
  /** And between two tellings of progress: an eye asks for no more, and a long job's record holds them all. */
  progressInterval: 250,
  eventsPerBatch: 4000,
  /** Batches a second that the page takes, and how many may come at once before that counts. */
  batchesPerSecond: 120,
  batchBurst: 600,
  logCharacters: 10_000,
  logsPerSecond: 2000,
  metricsPerSecond: 50_000,
  noteCharacters: 200,
  previewBytes: 1_000_000,
  previewCharacters: 400,
  writtenCharacters: 20_000,
  stackCharacters: 8000,
} as const;
