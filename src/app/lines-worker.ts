/** The worker of lists as the page calls it: when it dies, all lists ask again. */
import { proxy } from 'comlink';
import type { LineAnswer } from '#core/search/line-question.ts';
import { Refusal } from '#store/refusal.ts';
import type { LinesWorker, LinesWriter } from './lines.worker.ts';
import { WorkerLine } from './worker-line.ts';

/** A list that asks. */
interface Asker {
  /** Hears an answer that changed since its question of this number. */
  hear(asked: number, answer: LineAnswer): void;
  /** The worker died, and knows nothing of it any more. */
  lost(): void;
}

let count = 0;
const askers = new Map<number, Asker>();
const hear = (id: number, asked: number, answer: LineAnswer) => askers.get(id)?.hear(asked, answer);

const line = new WorkerLine<LinesWorker>(
  () => new Worker(new URL('./lines.worker.ts', import.meta.url), { type: 'module', name: 'lines' }),
  'reads lists',
  {
    onstart: (remote) => remote.listen(proxy(hear)),
    onlost: () => askers.forEach((asker) => asker.lost()),
  },
);

/** Calls one function of the worker. */
export const askLines: typeof line.ask = (name, ...args) => line.ask(name, ...args);

/** Writes many records in the worker. Throws what the store refuses. */
export async function writeLines<K extends keyof LinesWriter>(
  name: K,
  ...args: Parameters<LinesWriter[K]>
): Promise<void> {
  const refused = await line.ask(name, ...args);
  if (refused) throw new Refusal(refused.code, refused.message, refused.remedy);
}

/** A number to ask under. */
export function addAsker(asker: Asker): number {
  askers.set(++count, asker);
  return count;
}

export function dropAsker(id: number): void {
  askers.delete(id);
  if (line.runs) void line.ask('end', id).catch(() => undefined);
}
