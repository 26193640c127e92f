/** The context of the step that runs now: the one mutable thing of the SDK. The runner sets and clears it; plugins never see it. */
import type { LogSeverity } from '#core/job/events.ts';
import type { Random } from './random.ts';

/** What a running step may say and ask. */
export interface StepContext {
  readonly step: string;
  /** Whole number, 0 to 2^32 − 1, the same for all steps of a job. */
  readonly seed: number;
  readonly signal: AbortSignal;
  /** The generators that the step has asked for, by stream; each goes on where it stopped. */
  readonly streams: Map<string, Random>;
  log(severity: LogSeverity, message: string): void;
  metric(name: string, value: number, at: number): void;
  progress(done: number, total: number, note: string): void;
  /** The bytes of a data set, or undefined where the job was handed none of this name. */
  data(name: string): Uint8Array | undefined;
}

let current: StepContext | null = bareContext();
let ended = '';

/** The context in force. Throws where the step that calls has already ended. */
export function stepContext(): StepContext {
  if (current) return current;
  throw new Error(`The step "${ended}" has ended: a task must await all that it starts.`);
}

/** Makes this the context of every call of the SDK until `leaveStep`. */
export function enterStep(context: StepContext): void {
  current = context;
}

/** Ends the step: from now on a late call is an error, until the next step is entered. */
export function leaveStep(): void {
  ended = current?.step ?? ended;
  current = null;
}

/** What holds outside of any job, so that a task runs bare in a test: says all to the console, seeds from 0, has no data. */
export function bareContext(): StepContext {
  return {
    step: '',
    seed: 0,
    signal: new AbortController().signal,
    streams: new Map(),
    log: (severity, message) => console.log(`${severity} ${message}`),
    metric: (name, value, at) => console.log(`${name}[${at}] = ${value}`),
    progress: (done, total, note) => console.log(`${done}/${total} ${note}`.trimEnd()),
    data: () => undefined,
  };
}
