/** What every step of an order shares: libraries, data sets, seed, signal, and the way to be heard. */
import type { PlanStep } from '#core/graph/plan-types.ts';
import type { StepContext } from '#sdk/context.ts';
import type { WorkerOrder } from '#engine/protocol.ts';
import type { LoadedLibraries, Sdk, Tf } from './libraries.ts';
import type { Speaker } from './speaker.ts';

export class Surroundings {
  readonly tf: Tf | null;
  readonly speaker: Speaker;
  readonly #sdk: Sdk;
  readonly #seed: number;
  readonly #data: ReadonlyMap<string, Uint8Array>;
  #stop = new AbortController();

  private constructor(
    sdk: Sdk,
    tf: Tf | null,
    seed: number,
    data: ReadonlyMap<string, Uint8Array>,
    speaker: Speaker,
  ) {
    this.#sdk = sdk;
    this.tf = tf;
    this.#seed = seed;
    this.#data = data;
    this.speaker = speaker;
  }

  static async gather(
    order: WorkerOrder,
    { sdk, tf }: LoadedLibraries,
    speaker: Speaker,
  ): Promise<Surroundings> {
    if (!sdk) throw new Error('The SDK has not been handed in.');
    const data = new Map<string, Uint8Array>();
    for (const [name, blob] of Object.entries(order.data))
      data.set(name, new Uint8Array(await blob.arrayBuffer()));
    return new Surroundings(sdk, tf, order.seed, data, speaker);
  }

  abort(): void {
    this.#stop.abort();
  }

  /** A new signal, where the last one was used up. */
  restart(): void {
    if (this.#stop.signal.aborted) this.#stop = new AbortController();
  }

  /** Runs `act` as the step: all that its code says meanwhile is the step's. */
  async within<T>(step: PlanStep | null, name: string, act: () => T | Promise<T>): Promise<T> {
    const logger = step ? `${step.task.plugin}.${step.task.name}` : name;
    this.#sdk.enterStep(this.#context(step?.name ?? null, name, logger));
    try {
      return await act();
    } finally {
      this.#sdk.leaveStep();
    }
  }

  #context(step: string | null, name: string, logger: string): StepContext {
    return {
      step: name,
      seed: this.#seed,
      signal: this.#stop.signal,
      streams: new Map(),
      log: (severity, message) => this.speaker.log(step, logger, severity, message),
      metric: (metric, value, at) => this.speaker.metric(step, metric, value, at),
      progress: (done, total, note) => {
        if (step !== null) this.speaker.progress(step, done, total, note);
      },
      data: (set) => this.#data.get(set),
    };
  }
}
