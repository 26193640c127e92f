/** The page's side of a worker of functions: started on first use, started anew if it dies, so that no call waits for ever. */
import { wrap, type Remote } from 'comlink';

type Functions = Record<string, (...args: never[]) => unknown>;

interface Options<F> {
  /** Called with each worker that is started. */
  readonly onstart?: (remote: Remote<F>) => Promise<unknown>;
  /** The worker died, and knows nothing any more of what it was told. */
  readonly onlost?: () => void;
}

interface Running<F> {
  readonly remote: Remote<F>;
  /** Rejects when the worker is gone. */
  readonly dead: Promise<never>;
}

/** `work` says what the worker does, as in *The worker that reads lists stopped*. */
export class WorkerLine<F extends Functions> {
  readonly #make: () => Worker;
  readonly #work: string;
  readonly #options: Options<F>;
  #running: Running<F> | null = null;

  constructor(make: () => Worker, work: string, options: Options<F> = {}) {
    this.#make = make;
    this.#work = work;
    this.#options = options;
  }

  get runs(): boolean {
    return this.#running !== null;
  }

  /** Starts the worker ahead of the first call, for who knows that one will come. */
  warm(): void {
    this.#running ??= this.#start();
  }

  /** Calls one function of the worker. */
  async ask<K extends keyof F & string>(
    name: K,
    ...args: Parameters<F[K]>
  ): Promise<Awaited<ReturnType<F[K]>>> {
    const { remote, dead } = (this.#running ??= this.#start());
    const call = remote[name] as unknown as (...args: unknown[]) => Promise<Awaited<ReturnType<F[K]>>>;
    return Promise.race([call(...args), dead]);
  }

  #start(): Running<F> {
    const worker = this.#make();
    const remote = wrap<F>(worker);
    const dead = new Promise<never>((_, reject) => {
      worker.onerror = (event) => {
        this.#running = null;
        worker.terminate();
        const why = event.message || 'its script did not load';
        reject(new Error(`The worker that ${this.#work} stopped: ${why}`));
        this.#options.onlost?.();
      };
    });
    const began = this.#options.onstart?.(remote);
    Promise.race([began, dead]).catch(() => undefined);
    return { remote, dead };
  }
}
