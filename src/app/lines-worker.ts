/** The page's side of the worker of lists: started on first use, started anew if it dies, and then all lists ask again. */
import { proxy, wrap, type Remote } from 'comlink';
import type { LineAnswer } from '#core/search/line-question.ts';
import type { LinesWorker } from './lines.worker.ts';

/** A list that asks. */
interface Asker {
  /** Hears an answer that changed since its question of this number. */
  hear(asked: number, answer: LineAnswer): void;
  /** The worker died, and knows nothing of it any more. */
  lost(): void;
}

interface Running {
  readonly remote: Remote<LinesWorker>;
  /** Rejects when the worker is gone. */
  readonly dead: Promise<never>;
}

let running: Running | null = null;
let count = 0;
const askers = new Map<number, Asker>();

function start(): Running {
  const worker = new Worker(new URL('./lines.worker.ts', import.meta.url), { type: 'module', name: 'lines' });
  const remote = wrap<LinesWorker>(worker);
  const dead = new Promise<never>((_, reject) => {
    worker.onerror = (event) => {
      running = null;
      worker.terminate();
      reject(new Error(`The worker that reads lists stopped: ${event.message || 'its script did not load'}`));
      askers.forEach((asker) => asker.lost());
    };
  });
  dead.catch(() => undefined);
  const hear = (id: number, asked: number, answer: LineAnswer) => askers.get(id)?.hear(asked, answer);
  Promise.race([remote.listen(proxy(hear)), dead]).catch(() => undefined);
  return { remote, dead };
}

/** Calls one function of the worker. */
export async function askLines<K extends keyof LinesWorker>(
  name: K,
  ...args: Parameters<LinesWorker[K]>
): Promise<Awaited<ReturnType<LinesWorker[K]>>> {
  const { remote, dead } = (running ??= start());
  const call = remote[name] as unknown as (
    ...args: unknown[]
  ) => Promise<Awaited<ReturnType<LinesWorker[K]>>>;
  return Promise.race([call(...args), dead]);
}

/** A number to ask under. */
export function addAsker(asker: Asker): number {
  askers.set(++count, asker);
  return count;
}

export function dropAsker(id: number): void {
  askers.delete(id);
  if (running) void askLines('end', id).catch(() => undefined);
}
