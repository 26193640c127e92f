/** What starts behind the first paint: the client on the console, the store, the built-ins, offline use. */
import { alidade } from './alidade.ts';
import { forcedBackend } from './device.svelte.ts';
import { opened } from './opening.ts';
import { registerServiceWorker } from './service-worker.ts';
import type { Shell } from './shell.svelte.ts';
import { onStoreTrouble, store } from './store.ts';

/** Milliseconds that a first visit has to begin what it is for, and at most keeps files for later visits waiting. */
const SETTLING = 4000;
const LONGEST = 60_000;

const TROUBLES = {
  'newer-version': 'Another tab opened a newer Alidade. Reload this page to go on.',
  cleared: 'The data of this site was cleared. Reload this page.',
  blocked: 'Another tab holds an older Alidade open. Close it, and this page goes on.',
};

/** Once for a page; what it finds is told to the shell as it changes. */
export function start(shell: Shell): void {
  window.alidade = alidade;
  const report = (error: unknown) => shell.report(error);
  onStoreTrouble((trouble) => shell.say(TROUBLES[trouble]));
  opened().catch(report);
  void store.estimate().then((found) => (shell.storage = found));
  store
    .observe(async () => (await store.jobs.listByStatus('started')).length)
    .subscribe((running) => (shell.jobsRunning = running), report);
  store.observe(findBackend).subscribe((backend) => (shell.backend = backend), report);
  whenQuiet()
    .then(() =>
      registerServiceWorker({
        offlineReady: () => (shell.offlineReady = true),
        updateWaits: (apply) => (shell.update = apply),
      }),
    )
    .catch(report);
}

/** Files for later visits wait on the first one until nothing runs that this visit is for, but no longer than a minute. */
async function whenQuiet(): Promise<void> {
  if (navigator.serviceWorker?.controller) return;
  await pause(SETTLING);
  const idle = new Promise<void>((resolve) => {
    const stop = store
      .observe(async () => [
        await store.jobs.listByStatus('queued'),
        await store.jobs.listByStatus('started'),
      ])
      .subscribe((busy) => {
        if (busy.flat().length > 0) return;
        queueMicrotask(() => stop());
        resolve();
      });
  });
  await Promise.race([idle, pause(LONGEST)]);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function findBackend(): Promise<string | null> {
  const forced = forcedBackend();
  if (forced !== 'auto') return forced;
  const jobs = await store.jobs.list({ limit: 8 });
  return jobs.find((job) => job.manifest?.backend)?.manifest?.backend?.backend ?? null;
}
