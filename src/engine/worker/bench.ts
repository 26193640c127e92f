/** What the worker exposes to the page: one job or session at a time, every answer as data, no error thrown across. */
import type { Reply, RawFault, WorkerApi } from '#engine/protocol.ts';
import { chooseBackend } from './backend.ts';
import { describeDevice } from './describe.ts';
import { faultOf } from './fault.ts';
import { LoadedLibraries } from './libraries.ts';
import { RunningPlan } from './running-plan.ts';
import type { Speaker } from './speaker.ts';

export class Bench {
  readonly #libraries = new LoadedLibraries();
  readonly #speaker: Speaker;
  #plan: RunningPlan | null = null;

  constructor(speaker: Speaker) {
    this.#speaker = speaker;
  }

  readonly api: WorkerApi = {
    prepare: (libraries) => this.#answer(async () => (await this.#libraries.take(libraries), null)),
    open: (order) =>
      this.#answer(async () => {
        const facts = await chooseBackend(this.#libraries, order);
        this.#plan = await RunningPlan.load(order, this.#libraries, this.#speaker);
        return facts;
      }),
    run: (values) => this.#answer(() => this.#opened().run(values)).finally(() => this.#speaker.finish()),
    ask: (values, outputs) => this.#answer(() => this.#opened().ask(values, outputs)),
    abort: () => this.#answer(async () => (this.#plan?.abort(), null)),
    describe: (force) => this.#answer(() => describeDevice(this.#libraries, force)),
  };

  #opened(): RunningPlan {
    if (this.#plan) return this.#plan;
    throw new Error('There is no open job in this worker.');
  }

  async #answer<T>(act: () => Promise<T>): Promise<Reply<T>> {
    try {
      return { ok: true, value: await act() };
    } catch (error) {
      return { ok: false, fault: faultOf(error) satisfies RawFault };
    } finally {
      this.#speaker.flush();
    }
  }
}
