/** What a job left, each part read where it is asked for. */
import type { LogRecord, MetricPoint } from './events.ts';

/** A reader of what one job left. */
export interface JobRemains {
  /** The first file of the artifact that this task wrote, as unchecked JSON; null where there is none that can be read. */
  json(task: string): Promise<unknown>;
  metrics(): Promise<readonly MetricPoint[]>;
  logs(): Promise<readonly LogRecord[]>;
  /** What its steps ran, as its graph names it; none where that is not on this device. */
  tasks(): Promise<readonly (string | null)[]>;
}
