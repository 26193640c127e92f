/** A trial of a task as its page sees it. */
import type { Issue } from '#core/issues.ts';
import type { Fault, LogRecord, MetricPoint, Preview } from '#core/job/events.ts';

export interface TrialFace {
  readonly state: 'idle' | 'running' | 'finished' | 'failed' | 'cancelled';
  /** What is wrong with an argument, by input. */
  readonly faults: Readonly<Record<string, string>>;
  /** Why the plugin cannot be loaded. */
  readonly issues: readonly Issue[];
  readonly outputs: readonly { readonly name: string; readonly preview: Preview }[];
  /** What an artifact task wrote; `text` is null where it is none, or long. */
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly text: string | null }[];
  readonly logs: readonly LogRecord[];
  readonly metrics: readonly MetricPoint[];
  readonly progress: { readonly done: number; readonly total: number; readonly note: string } | null;
  readonly fault: Fault | null;
  readonly milliseconds: number | null;
  stop(): void;
  reset(): void;
}
