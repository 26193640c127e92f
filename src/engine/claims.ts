/** Keeps what a worker claims about its job within reason: known steps, states in order, and no more than a record can hold. */
import type { JobEvent, JobStatus, StepStatus } from '#core/job/events.ts';
import type { Plan } from '#core/graph/plan-types.ts';

/** The most that one job may leave in its record. */
const MOST = { logs: 100_000, logCharacters: 30_000_000, metrics: 2_000_000 } as const;

export class Claims {
  readonly #steps: Map<string, { status: StepStatus; since: number }>;
  readonly #previews = new Set<string>();
  #logs = 0;
  #logCharacters = 0;
  #metrics = 0;
  #warned = false;

  constructor(plan: Plan) {
    this.#steps = new Map(plan.steps.map((step) => [step.name, { status: 'waiting', since: 0 }]));
  }

  /** Every step, waiting. */
  begin(): JobEvent[] {
    return [...this.#steps.keys()].map((step) => stepEvent(step, 'waiting', null));
  }

  /** Those events that can be true and still fit. */
  admit(events: readonly JobEvent[]): JobEvent[] {
    const admitted: JobEvent[] = [];
    for (const event of events) {
      if (!('step' in event) || event.step === null || this.#steps.has(event.step)) {
        if (this.#fits(event)) admitted.push(event);
        else if (event.kind !== 'step' && event.kind !== 'preview') this.#warn(admitted);
      }
    }
    return admitted;
  }

  /** What becomes of the steps when the job ends in this way. */
  close(status: JobStatus): JobEvent[] {
    const now = Date.now();
    const running = status === 'finished' ? 'done' : status === 'cancelled' ? 'cancelled' : 'failed';
    const waiting = status === 'finished' ? 'done' : 'skipped';
    const events: JobEvent[] = [];
    for (const [name, { status: was, since }] of this.#steps) {
      if (was === 'running') events.push(stepEvent(name, running, now - since));
      if (was === 'waiting') events.push(stepEvent(name, waiting, null));
    }
    return events;
  }

  #fits(event: JobEvent): boolean {
    if (event.kind === 'step') return this.#moves(event.step, event.status);
    if (event.kind === 'metric') return ++this.#metrics <= MOST.metrics;
    if (event.kind === 'log') {
      this.#logCharacters += event.message.length;
      return ++this.#logs <= MOST.logs && this.#logCharacters <= MOST.logCharacters;
    }
    if (event.kind !== 'preview') return true;
    const key = `${event.step}.${event.output}`;
    return !this.#previews.has(key) && this.#previews.add(key).size <= 4 * this.#steps.size + 64;
  }

  /** A step goes from waiting to running to its end, and nowhere else. */
  #moves(name: string, status: StepStatus): boolean {
    const step = this.#steps.get(name);
    const may = status === 'running' ? 'waiting' : 'running';
    if (step?.status !== may) return false;
    this.#steps.set(name, { status, since: Date.now() });
    return true;
  }

  #warn(events: JobEvent[]): void {
    if (this.#warned) return;
    this.#warned = true;
    const message = 'This job said more than a record holds: what follows is not kept.';
    events.push({
      time: Date.now(),
      kind: 'log',
      step: null,
      severity: 'WARNING',
      logger: 'alidade',
      message,
    });
  }
}

function stepEvent(step: string, status: StepStatus, milliseconds: number | null): JobEvent {
  return { time: Date.now(), kind: 'step', step, status, milliseconds };
}
