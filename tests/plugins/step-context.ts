/** A step's context for tests that call a task by itself: it notes what is said instead of printing it. */
import { enterStep, type StepContext } from '#sdk/context.ts';

export interface Heard {
  readonly metrics: { name: string; value: number; at: number }[];
  readonly logs: { severity: string; message: string }[];
  readonly progress: [done: number, total: number][];
}

/** Enters a step that hears; `data` are the data sets that it is handed. */
export function listen(seed = 0, data: Readonly<Record<string, Uint8Array>> = {}): Heard {
  const heard: Heard = { metrics: [], logs: [], progress: [] };
  const context: StepContext = {
    step: 'step',
    seed,
    signal: new AbortController().signal,
    streams: new Map(),
    log: (severity, message) => void heard.logs.push({ severity, message }),
    metric: (name, value, at) => void heard.metrics.push({ name, value, at }),
    progress: (done, total) => void heard.progress.push([done, total]),
    data: (name) => data[name],
  };
  enterStep(context);
  return heard;
}
