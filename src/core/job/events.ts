/** What a job says while it runs: plain data, checked at the border of the sandbox, and kept as its record. */

export type JobStatus = 'queued' | 'started' | 'finished' | 'failed' | 'cancelled' | 'interrupted';
export type StepStatus = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'skipped';
export type LogSeverity = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';

/** The author's own place of a fault. */
export interface Place {
  readonly plugin: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Fault {
  readonly message: string;
  readonly step: string | null;
  readonly task: string | null;
  readonly stack: string;
  readonly place: Place | null;
}

/** A small look at a step's output, for its node. `images` holds grey or RGB bytes, n·h·w·c long, at most 16 images. */
export type Preview =
  | { readonly kind: 'text'; readonly text: string }
  /** Written out at length; only of a task that is tried. */
  | { readonly kind: 'written'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'tensor'; readonly shape: readonly number[]; readonly dtype: string }
  | {
      readonly kind: 'images';
      readonly shape: readonly [number, number, number, number];
      readonly data: Uint8Array;
    }
  | { readonly kind: 'table'; readonly columns: readonly string[]; readonly rows: number };

export type JobEvent = { readonly time: number } & (
  | { readonly kind: 'status'; readonly status: JobStatus; readonly reason: string | null }
  | { readonly kind: 'backend'; readonly facts: BackendFacts }
  | {
      readonly kind: 'step';
      readonly step: string;
      readonly status: StepStatus;
      readonly milliseconds: number | null;
    }
  | {
      readonly kind: 'progress';
      readonly step: string;
      readonly done: number;
      readonly total: number;
      readonly note: string;
    }
  | { readonly kind: 'preview'; readonly step: string; readonly output: string; readonly preview: Preview }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | ({ readonly kind: 'log' } & Omit<LogRecord, 'time'>)
  | ({ readonly kind: 'metric' } & Omit<MetricPoint, 'time'>)
);

export interface LogRecord {
  readonly time: number;
  readonly step: string | null;
  readonly severity: LogSeverity;
  readonly logger: string;
  readonly message: string;
}

/** `at` is the metric's index over time (`step` in the reference's data); `step` is the graph step that wrote it. */
export interface MetricPoint {
  readonly time: number;
  readonly step: string | null;
  readonly name: string;
  readonly value: number;
  readonly at: number;
}

/** What did the arithmetic. */
export interface BackendFacts {
  readonly backend: 'webgpu' | 'wasm' | 'cpu';
  /** Why this one: forced, raced, or the only one. */
  readonly reason: string;
  readonly simd: boolean;
  readonly adapter: {
    readonly vendor: string;
    readonly architecture: string;
    readonly description: string;
    readonly fallback: boolean;
  } | null;
  readonly versions: Readonly<Record<string, string>>;
}
