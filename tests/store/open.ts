// A store of its own for each test, in memory.
import 'fake-indexeddb/auto';
import { openStore, type Store } from '#store/store.ts';
import type { EntrypointContent, PluginContent } from '#core/resources/content.ts';
import type { JobDraft } from '#store/jobs.ts';

let count = 0;

export function freshStore(): Store {
  return openStore(`test-${count++}`);
}

/** The name of the database of the store that was opened last. */
export function newestName(): string {
  return `test-${count - 1}`;
}

export function plugin(name: string, text = 'export const a = 1;'): PluginContent {
  const file = { filename: 'tasks.ts', contents: text, description: '', functions: [], artifacts: [] };
  return { name, description: '', files: [file], types: [] };
}

export function entrypoint(name: string): EntrypointContent {
  return {
    name,
    description: '',
    taskGraph: 's: {t: []}',
    artifactGraph: '',
    parameters: [],
    artifactParameters: [],
    plugins: [],
    artifactPlugins: [],
    queues: [],
  };
}

const pin = (resource: string) => ({ resource, number: 1, hash: 'f'.repeat(64) });

export const draft: JobDraft = {
  experiment: pin('x'),
  entrypoint: pin('e'),
  queue: pin('q'),
  names: { experiment: 'Scratch', entrypoint: 'Demo', queue: 'auto' },
  values: { eps: '0.1' },
  artifactValues: {},
  backend: 'auto',
  seed: 7,
  timeout: null,
};
