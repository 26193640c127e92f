/** The author worker as the page calls it: it reads graphs and the sources of plugins. */
import type { Author } from './author.worker.ts';
import { WorkerLine } from './worker-line.ts';

const line = new WorkerLine<Author>(
  () => new Worker(new URL('./author.worker.ts', import.meta.url), { type: 'module', name: 'author' }),
  'reads graphs',
);

/** Starts the worker ahead of the first call, for who knows that one will come. */
export const warmAuthor = (): void => line.warm();

/** Calls one function of the author worker. */
export const askAuthor: typeof line.ask = (name, ...args) => line.ask(name, ...args);
