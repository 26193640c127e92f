/** Follows a running job and says what its steps do, a line a change, until it has ended. */
import type { Client } from '#core/client.ts';
import type { StepView } from '#core/job/fold.ts';
import type { JobRecord } from '#core/job/record.ts';

const PAUSE = 400;
/** Milliseconds between two lines on the progress of one step. */
const PROGRESS = 2000;
const LOUD = new Set(['WARNING', 'ERROR', 'CRITICAL']);

type Say = (line: string) => void;

/** Resolves with the job as it ended. */
export async function watchJob(alidade: Client, id: string, say: Say): Promise<JobRecord> {
  const teller = new StepTeller(say);
  const ended = alidade.jobs.wait(id);
  for (;;) {
    const job = await Promise.race([ended, pause()]);
    teller.tell((await alidade.jobs.view(id)).steps);
    if (!job) continue;
    const logs = await alidade.jobs.logs(id);
    for (const { severity, step, message } of logs.filter((log) => LOUD.has(log.severity)))
      say(`${severity.toLowerCase()}: ${step === null ? '' : `${step}: `}${message}`);
    return job;
  }
}

const pause = () => new Promise<null>((resolve) => setTimeout(() => resolve(null), PAUSE));

class StepTeller {
  readonly #say: Say;
  readonly #told = new Map<string, { status: string; progress: number }>();

  constructor(say: Say) {
    this.#say = say;
  }

  tell(steps: ReadonlyMap<string, StepView>): void {
    const width = Math.max(...[...steps.keys()].map((name) => name.length), 0);
    for (const step of steps.values()) this.#tellStep(step, step.name.padEnd(width));
  }

  #tellStep(step: StepView, name: string): void {
    const told = this.#told.get(step.name) ?? { status: 'waiting', progress: Date.now() };
    this.#told.set(step.name, told);
    if (step.status !== told.status) {
      told.status = step.status;
      const time = step.milliseconds === null ? '' : `  ${showTime(step.milliseconds)}`;
      this.#say(`  ${name}  ${step.status}${time}`);
    } else if (step.status === 'running' && step.progress && Date.now() - told.progress > PROGRESS) {
      told.progress = Date.now();
      const { done, total, note } = step.progress;
      this.#say(`  ${name}  ${Math.floor((100 * done) / (total || 1))} %${note && `  ${note}`}`);
    }
  }
}

/** `340 ms`, `5.2 s`. */
export function showTime(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${Number((milliseconds / 1000).toPrecision(3))} s`;
}
