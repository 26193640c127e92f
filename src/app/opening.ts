/** What happens once when a page opens: built-ins, the first queue and experiment, and what a dead tab left behind. */
import { version } from '$app/environment';
import type { BackendChoice, ExperimentContent } from '#core/resources/content.ts';
import { ALIDADE_USER } from '#core/resources/snapshot.ts';
import { isJobHeld } from './locks.ts';
import { importBuiltIns } from './built-ins.ts';
import { whenTabGoes } from './other-tabs.ts';
import { scheduleLeftovers } from './scheduler.ts';
import { store } from './store.ts';

/** Made anew wherever a job needs it and it was deleted. */
export const SCRATCH: ExperimentContent = {
  name: 'Scratch',
  description: 'Where a job goes that belongs nowhere yet.',
  entrypoints: [],
};

const QUEUES: readonly { readonly name: BackendChoice; readonly description: string }[] = [
  { name: 'auto', description: 'The fastest backend that this device has for the job.' },
  { name: 'webgpu', description: 'Only on a GPU, through WebGPU.' },
  { name: 'wasm', description: 'Only on the CPU, in WebAssembly.' },
  { name: 'cpu', description: 'Only on the CPU, in plain JavaScript: slow, and there everywhere.' },
];

let opening: Promise<void> | null = null;

/** Resolves when everything that the app ships with is in the store. A failure is told again to each who asks. */
export function opened(): Promise<void> {
  opening ??= open();
  return opening;
}

async function open(): Promise<void> {
  // Two tabs that open at once must not both import.
  await (navigator.locks ? navigator.locks.request('opening', fill) : fill());
  await takeOver();
  await whenTabGoes(() => void takeOver());
}

/** What a dead tab left: the job that it ran ends, those that waited run here. */
async function takeOver(): Promise<void> {
  await store.jobs.interruptOrphans(isJobHeld);
  await scheduleLeftovers();
}

async function fill(): Promise<void> {
  if ((await store.settings.get('built-ins')) === version) return;
  for (const { name, description } of QUEUES) {
    const content = { name, description, backend: name, concurrency: 1 };
    await ensure('queue', content);
  }
  await ensure('experiment', SCRATCH);
  await importBuiltIns();
  await store.settings.set('built-ins', version);
}

async function ensure(
  ...[kind, content]: Parameters<typeof store.resources.create<'queue' | 'experiment'>>
): Promise<void> {
  const author = kind === 'queue' ? ALIDADE_USER : undefined;
  if (!(await store.resources.find(kind, content.name)))
    await store.resources.create(kind, content, { author, named: true });
}
