/** Registers the service worker, fills its cache, and says when everything is here or an update waits. */
import { base } from '$app/paths';
import { dev } from '$app/environment';

export interface WorkerNews {
  offlineReady(): void;
  updateWaits(apply: () => void): void;
}

/** Does nothing in development, and where the browser has no service workers. */
export async function registerServiceWorker(news: WorkerNews): Promise<void> {
  if (dev || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const updating = serviceWorker.controller !== null;
  serviceWorker.addEventListener('controllerchange', () => {
    if (updating) location.reload();
  });
  const registration = await serviceWorker.register(`${base}/service-worker.js`);
  const waits = (worker: ServiceWorker | null) => {
    if (worker && serviceWorker.controller)
      news.updateWaits(() => worker.postMessage({ type: 'SKIP_WAITING' }));
  };
  waits(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const fresh = registration.installing;
    fresh?.addEventListener('statechange', () => {
      if (fresh.state === 'installed') waits(fresh);
    });
  });
  await warm(await serviceWorker.ready, news);
}

/** Asks for the heavy rest, libraries and the Demo's data, and for what a job fetched before the service worker was there. */
async function warm(registration: ServiceWorkerRegistration, news: WorkerNews): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<{ ready?: boolean }>) => {
    if (data.ready) news.offlineReady();
  };
  const { listLoaded } = await import('./data.ts');
  const also = await listLoaded().catch(() => []);
  registration.active?.postMessage({ type: 'WARM', also }, [port2]);
}
