// Many jobs in the page's own database, as rows of the present version: what a year of sweeps would leave.
import type { Page } from 'playwright';

/** Runs in the page: writes jobs with these numbers, past the store, since the store would take hours. */
export async function seedJobs(page: Page, from: number, to: number): Promise<void> {
  // As the runner's, in case that the page has none.
  await page.evaluate('globalThis.__name = (named) => named');
  await page.evaluate(
    async ([first, last]) => {
      const settled = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const db = await settled(indexedDB.open('alidade'));
      const pick = <T>(all: readonly T[], n: number) => all[n % all.length]!;
      const pin = (resource: string) => ({ resource, number: 1, hash: resource.repeat(64).slice(0, 64) });
      const names = ['Demo', 'Train Keras Image Classifier', 'Fast gradient', 'Patch', 'Defend', 'Measure'];
      const states = ['finished', 'finished', 'finished', 'failed', 'cancelled', 'interrupted'];
      for (let begin = first; begin <= last; begin += 2000) {
        const transaction = db.transaction(['jobs', 'settings'], 'readwrite', { durability: 'relaxed' });
        const done = new Promise((resolve, reject) => {
          transaction.oncomplete = resolve;
          transaction.onabort = () => reject(transaction.error);
        });
        const jobs = transaction.objectStore('jobs');
        const end = Math.min(last, begin + 1999);
        for (let n = begin; n <= end; n += 1) {
          const created = 1_760_000_000_000 + n * 60_000;
          const [entrypoint, experiment] = [pick(names, n * 7), `Experiment ${n % 40}`];
          const pins = Array.from({ length: 8 }, (_, k) => ({
            role: 'plugin',
            name: `plugin_${k}`,
            pin: pin(`p${k}`),
          }));
          jobs.add({
            id: `seed${String((n * 7919) % 1_000_003).padStart(12, '0')}`,
            number: n,
            group: 'public',
            owner: 'you',
            description: n % 3 ? '' : `sweep ${n % 977}, seed ${n}`,
            status: pick(states, n * 5),
            reason: null,
            created,
            started: created + 500,
            ended: created + 500 + ((n * 997) % 90_000),
            experiment: pin(`x${n % 40}`),
            entrypoint: pin(`e${(n * 7) % 6}`),
            queue: pin('q'),
            names: { experiment, entrypoint, queue: 'auto' },
            values: { epsilon: String((n % 50) / 100), steps: '40', batch: '64' },
            artifactValues: {},
            backend: 'auto',
            seed: n * 31,
            timeout: 86_400,
            fault: null,
            manifest: {
              format: 1,
              pins,
              parameters: { epsilon: (n % 50) / 100, steps: 40, batch: 64 },
              inputs: {},
              data: { mnist: 'd'.repeat(64) },
              seed: n * 31,
              backend: { backend: pick(['wasm', 'cpu', 'webgpu'], n), device: 'a device', tfjs: '4.22.0' },
              alidade: '0.1.0',
              userAgent: navigator.userAgent,
              created,
              started: created + 500,
              ended: created + 9000,
            },
            deleted: null,
            tags: [],
            counts: { events: 40, logs: 100 },
          });
        }
        transaction.objectStore('settings').put({ key: 'job-number', value: end });
        await done;
      }
      db.close();
    },
    [from, to] as const,
  );
}
