/** The page's side of the author worker: started on first use, started anew if it dies, so that no call waits for ever. */
import { wrap, type Remote } from 'comlink';
import type { Author } from './author.worker.ts';

interface Running {
  readonly remote: Remote<Author>;
  /** Rejects when the worker is gone. */
  readonly dead: Promise<never>;
}

let running: Running | null = null;

function start(): Running {
  const worker = new Worker(new URL('./author.worker.ts', import.meta.url), {
    type: 'module',
    name: 'author',
  });
  const dead = new Promise<never>((_, reject) => {
    worker.onerror = (event) => {
      running = null;
      worker.terminate();
      reject(
        new Error(`The worker that reads graphs stopped: ${event.message || 'its script did not load'}`),
      );
    };
  });
  dead.catch(() => undefined);
  return { remote: wrap<Author>(worker), dead };
}

/** Starts the worker ahead of the first call, for who knows that one will come. */
export function warmAuthor(): void {
  running ??= start();
}

/** Calls one function of the author worker. */
export async function askAuthor<K extends keyof Author>(
  name: K,
  ...args: Parameters<Author[K]>
): Promise<Awaited<ReturnType<Author[K]>>> {
  const { remote, dead } = (running ??= start());
  const call = remote[name] as unknown as (...args: unknown[]) => Promise<Awaited<ReturnType<Author[K]>>>;
  return Promise.race([call(...args), dead]);
}
