/** Measures what this device offers: each backend started and raced in turn. */
import type { DeviceFacts } from '#engine/contract.ts';
import {
  adapterFacts,
  findAdapter,
  hasSimd,
  isFallback,
  startBackend,
  versionsOf,
  type BackendName,
} from './backend.ts';
import type { LoadedLibraries, Tf } from './libraries.ts';
import { race } from './race.ts';

type Entry = DeviceFacts['backends'][number];

/** `force` races a software adapter too, which is slow and shows correctness, not speed. */
export async function describeDevice(libraries: LoadedLibraries, force: boolean): Promise<DeviceFacts> {
  const { tf } = libraries;
  if (!tf) throw new Error('The numeric library has not been handed in.');
  const adapter = await findAdapter();
  const software = adapter !== null && isFallback(adapter);
  const backends: Entry[] = [
    adapter && (force || !software)
      ? await tryBackend(libraries, tf, 'webgpu', adapterName(adapter))
      : {
          backend: 'webgpu',
          available: software,
          note: software ? 'only a software adapter, used if forced' : 'no adapter',
          raceMilliseconds: null,
        },
    await tryBackend(libraries, tf, 'wasm', (await hasSimd(tf)) ? 'with SIMD' : 'without SIMD'),
    await tryBackend(libraries, tf, 'cpu', 'plain JavaScript'),
  ];
  const raced = backends.filter((b) => b.raceMilliseconds !== null && !(software && b.backend === 'webgpu'));
  const best = raced.reduce((a, b) =>
    (a.raceMilliseconds ?? Infinity) <= (b.raceMilliseconds ?? Infinity) ? a : b,
  );
  return {
    backends,
    chosen: best.backend,
    reason: raced.length > 1 ? 'fastest in a measured race' : 'the only one that can be had here',
    adapter: adapter ? { ...adapterFacts(adapter), limits: limitsOf(adapter) } : null,
    simd: await hasSimd(tf),
    versions: versionsOf(tf),
  };
}

async function tryBackend(
  libraries: LoadedLibraries,
  tf: Tf,
  backend: BackendName,
  note: string,
): Promise<Entry> {
  if (!(await startBackend(libraries, backend))) {
    return { backend, available: false, note: 'does not start here', raceMilliseconds: null };
  }
  return { backend, available: true, note, raceMilliseconds: await race(tf, backend === 'cpu' ? 1 : 3) };
}

function adapterName(adapter: GPUAdapter): string {
  const { vendor, architecture, description } = adapterFacts(adapter);
  return [vendor, architecture, description].filter(Boolean).join(' ') || 'an adapter without a name';
}

/** Limits stand on the prototype of their object, so that spreading it gives nothing. */
function limitsOf(adapter: GPUAdapter): Record<string, number> {
  const limits: Record<string, number> = {};
  for (const name in adapter.limits) {
    const value = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') limits[name] = value;
  }
  return limits;
}
