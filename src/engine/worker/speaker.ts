/** The worker's one voice: gathers what steps say and posts it in bounded batches. It must never wait and never throw. */
import type { JobEvent, LogSeverity, StepStatus } from '#core/job/events.ts';
import { Allowance } from '#engine/allowance.ts';
import { BOUNDS } from '#engine/protocol.ts';

type Said = JobEvent extends infer E ? (E extends JobEvent ? Omit<E, 'time'> : never) : never;

export class Speaker {
  readonly #port: MessagePort;
  readonly #logs = new Allowance(BOUNDS.logsPerSecond);
  readonly #metrics = new Allowance(BOUNDS.metricsPerSecond);
  /** Steps are told at once while they are few, so that a long step that never awaits is seen to run. */
  readonly #prompt = new Allowance(BOUNDS.batchesPerSecond / 2, BOUNDS.batchBurst / 2);
  #events: JobEvent[] = [];
  /** Progress that waits, by step: only the latest is worth telling. */
  #progress = new Map<string, JobEvent>();
  #dropped = { logs: 0, metrics: 0 };
  #sent = 0;
  #progressSent = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(port: MessagePort) {
    this.#port = port;
  }

  step(step: string, status: StepStatus, milliseconds: number | null): void {
    if (status !== 'running') this.#takeProgress();
    this.#add({ kind: 'step', step, status, milliseconds });
    if (this.#prompt.take()) this.flush();
  }

  log(step: string | null, logger: string, severity: LogSeverity, message: string): void {
    if (this.#logs.take()) this.#add({ kind: 'log', step, severity, logger, message: cut(message) });
    else this.#dropped.logs++;
  }

  metric(step: string | null, name: string, value: number, at: number): void {
    if (this.#metrics.take()) this.#add({ kind: 'metric', step, name, value, at });
    else this.#dropped.metrics++;
  }

  progress(step: string, done: number, total: number, note: string): void {
    const short = note.slice(0, BOUNDS.noteCharacters);
    this.#progress.set(step, { time: Date.now(), kind: 'progress', step, done, total, note: short });
    if (performance.now() - this.#progressSent >= BOUNDS.progressInterval) this.#schedule();
    else this.#timer ??= setTimeout(() => this.flush(), BOUNDS.progressInterval);
  }

  say(event: Said): void {
    this.#add(event);
  }

  /** Posts all that waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sent = performance.now();
    this.#tellDropped();
    if (this.#sent - this.#progressSent >= BOUNDS.progressInterval) this.#takeProgress();
    const events = this.#events;
    this.#events = [];
    for (let at = 0; at < events.length; at += BOUNDS.eventsPerBatch) {
      this.#port.postMessage(events.slice(at, at + BOUNDS.eventsPerBatch));
    }
  }

  /** Posts all that waits, and then the mark that there is no more. */
  finish(): void {
    this.flush();
    this.#port.postMessage([]);
  }

  /** What a plugin writes to its console, and what it forgot to await, belongs to the job's log. */
  listenToConsole(scope: WorkerGlobalScope & typeof globalThis): void {
    const severities = {
      debug: 'DEBUG',
      log: 'INFO',
      info: 'INFO',
      warn: 'WARNING',
      error: 'ERROR',
    } as const;
    for (const [method, severity] of Object.entries(severities) as [keyof typeof severities, LogSeverity][]) {
      scope.console[method] = (...values: unknown[]) =>
        this.log(null, 'console', severity, values.map(show).join(' '));
    }
    scope.addEventListener('error', (event) => {
      event.preventDefault();
      this.log(null, 'console', 'ERROR', `Uncaught: ${event.message}`);
    });
    scope.addEventListener('unhandledrejection', (event) => {
      event.preventDefault();
      this.log(null, 'console', 'ERROR', `Not awaited, and failed: ${show(event.reason)}`);
    });
  }

  #add(event: Said): void {
    this.#events.push({ ...event, time: Date.now() } as JobEvent);
    this.#schedule();
  }

  #takeProgress(): void {
    if (this.#progress.size === 0) return;
    this.#progressSent = performance.now();
    this.#events.push(...this.#progress.values());
    this.#progress.clear();
  }

  /** Soon; and at once where a task that never awaits keeps the timer from running. */
  #schedule(): void {
    const since = performance.now() - this.#sent;
    if (since >= BOUNDS.interval || this.#events.length >= BOUNDS.eventsPerBatch) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), BOUNDS.interval - since);
  }

  #tellDropped(): void {
    const { logs, metrics } = this.#dropped;
    if (logs + metrics === 0) return;
    this.#dropped = { logs: 0, metrics: 0 };
    const message = `Too much at once: ${logs} log lines and ${metrics} points of metrics were not kept.`;
    this.#events.push({
      time: Date.now(),
      kind: 'log',
      step: null,
      severity: 'WARNING',
      logger: 'alidade',
      message,
    });
  }
}

function cut(message: string): string {
  const rest = message.length - BOUNDS.logCharacters;
  return rest > 0 ? `${message.slice(0, BOUNDS.logCharacters)} … (${rest} more characters)` : message;
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.stack ?? value.message;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
