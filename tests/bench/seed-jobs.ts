// Many jobs in the page's own database, as rows of the present version: what a year of sweeps would leave.
import type { Page } from 'playwright';

const CHUNK = 1000;

/** Writes jobs with these numbers, past the store, since the store would take hours. */
export async function seedJobs(page: Page, from: number, to: number): Promise<void> {
  for (let begin = from; begin <= to; begin += CHUNK) {
    const count = Math.min(CHUNK, to - begin + 1);
    // One text crosses to the page many times faster than as many values.
    await page.evaluate(
      writeRows,
      JSON.stringify(Array.from({ length: count }, (_, n) => jobRow(begin + n))),
    );
  }
}

/** Runs in the page. */
async function writeRows(text: string): Promise<void> {
  const rows = JSON.parse(text) as { readonly number: number }[];
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('alidade');
    opening.addEventListener('success', () => resolve(opening.result));
    opening.addEventListener('error', () => reject(opening.error));
  });
  const transaction = db.transaction(['jobs', 'settings'], 'readwrite', { durability: 'relaxed' });
  for (const row of rows) transaction.objectStore('jobs').add(row);
  transaction.objectStore('settings').put({ key: 'job-number', value: rows.at(-1)!.number });
  await new Promise<unknown>((resolve, reject) => {
    transaction.addEventListener('complete', resolve);
    transaction.addEventListener('abort', () => reject(transaction.error));
  });
  db.close();
}

const NAMES = ['Demo', 'Train Keras Image Classifier', 'Fast gradient', 'Patch', 'Defend', 'Measure'];
const STATES = ['finished', 'finished', 'finished', 'failed', 'cancelled', 'interrupted'];
const BACKENDS = ['wasm', 'cpu', 'webgpu'];

const pick = (all: readonly string[], n: number) => all[n % all.length]!;
const pin = (resource: string) => ({ resource, number: 1, hash: resource.repeat(64).slice(0, 64) });

function jobRow(n: number) {
  const created = 1_760_000_000_000 + n * 60_000;
  return {
    id: `seed${String((n * 7919) % 1_000_003).padStart(12, '0')}`,
    number: n,
    group: 'public',
    owner: 'you',
    description: n % 3 ? '' : `sweep ${n % 977}, seed ${n}`,
    status: pick(STATES, n * 5),
    reason: null,
    created,
    started: created + 500,
    ended: created + 500 + ((n * 997) % 90_000),
    experiment: pin(`x${n % 40}`),
    entrypoint: pin(`e${(n * 7) % 6}`),
    queue: pin('q'),
    names: { experiment: `Experiment ${n % 40}`, entrypoint: pick(NAMES, n * 7), queue: 'auto' },
    values: { epsilon: String((n % 50) / 100), steps: '40', batch: '64' },
    artifactValues: {},
    family: null,
    backend: 'auto',
    seed: n * 31,
    timeout: 86_400,
    fault: null,
    manifest: manifestOf(n, created),
    deleted: null,
    tags: [],
    counts: { events: 40, logs: 100 },
  };
}

function manifestOf(n: number, created: number) {
  return {
    format: 1,
    pins: Array.from({ length: 8 }, (_, k) => ({ role: 'plugin', name: `plugin_${k}`, pin: pin(`p${k}`) })),
    parameters: { epsilon: (n % 50) / 100, steps: 40, batch: 64 },
    inputs: {},
    data: { mnist: 'd'.repeat(64) },
    seed: n * 31,
    backend: {
      backend: pick(BACKENDS, n),
      reason: 'forced',
      simd: true,
      adapter: null,
      versions: { tfjs: '4.22.0' },
    },
    alidade: '0.1.0',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0',
    created,
    started: created + 500,
    ended: created + 9000,
  };
}
