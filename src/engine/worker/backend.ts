/** Chooses what does the arithmetic: WebGPU on a real adapter where it wins the race, else wasm with its taught kernels, else cpu. */
import type { BackendFacts } from '#core/job/events.ts';
import type { WorkerOrder } from '#engine/protocol.ts';
import type { LoadedLibraries, Tf } from './libraries.ts';
import { race } from './race.ts';

export type BackendName = BackendFacts['backend'];

/** Milliseconds after which a backend that has not started counts as absent. */
const PATIENCE = 20_000;

/** Makes the backend of an order current and says which, and why. Throws where a forced one cannot be had. */
export async function chooseBackend(libraries: LoadedLibraries, order: WorkerOrder): Promise<BackendFacts> {
  const { tf } = libraries;
  if (!tf)
    return {
      backend: 'cpu',
      reason: 'no task of this job uses the numeric library',
      simd: false,
      adapter: null,
      versions: {},
    };
  const adapter = await findAdapter();
  const { backend, reason } = await settle(libraries, tf, order, adapter);
  return {
    backend,
    reason,
    simd: await hasSimd(tf),
    adapter: backend === 'webgpu' && adapter ? adapterFacts(adapter) : null,
    versions: versionsOf(tf),
  };
}

async function settle(libraries: LoadedLibraries, tf: Tf, order: WorkerOrder, adapter: GPUAdapter | null) {
  const { backend: choice, raced } = order;
  if (choice !== 'auto') {
    if (await startBackend(libraries, choice)) return { backend: choice, reason: 'forced' };
    throw new Error(`The backend ${choice} was asked for, and cannot be had here.`);
  }
  if (adapter && !isFallback(adapter)) {
    const best = raced ?? (await raceBackends(libraries, tf));
    if (await startBackend(libraries, best)) return { backend: best, reason: 'fastest in a measured race' };
  }
  if (await startBackend(libraries, 'wasm')) {
    const why = adapter ? 'the only adapter for WebGPU is software' : 'there is no adapter for WebGPU';
    return { backend: 'wasm' as const, reason: `${why}, and wasm is faster than cpu` };
  }
  await startBackend(libraries, 'cpu');
  return { backend: 'cpu' as const, reason: 'neither WebGPU nor wasm can be had here' };
}

/** The faster of WebGPU and wasm at a small training step. */
async function raceBackends(libraries: LoadedLibraries, tf: Tf): Promise<BackendName> {
  let best: { backend: BackendName; milliseconds: number } = { backend: 'cpu', milliseconds: Infinity };
  for (const backend of ['webgpu', 'wasm'] as const) {
    if (!(await startBackend(libraries, backend))) continue;
    const milliseconds = await race(tf);
    if (milliseconds < best.milliseconds) best = { backend, milliseconds };
  }
  return best.backend;
}

/** Makes a backend current; false where it cannot be had. */
export async function startBackend(libraries: LoadedLibraries, backend: BackendName): Promise<boolean> {
  const { tf } = libraries;
  if (!tf) return false;
  if (tf.getBackend() === backend) return true;
  try {
    if (backend === 'wasm' && !tf.engine().registry['wasm'] && !libraries.serveWasm(tf)) return false;
    if (backend === 'webgpu' && !(await libraries.loadWebgpu())) return false;
    const started = await Promise.race([tf.setBackend(backend), patience()]);
    if (started && backend === 'wasm') tf.registerKernels(tf);
    return started;
  } catch {
    return false;
  }
}

function patience(): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), PATIENCE));
}

/** The adapter, or null: `navigator.gpu` alone promises nothing. */
export async function findAdapter(): Promise<GPUAdapter | null> {
  try {
    return (await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
  } catch {
    return null;
  }
}

/** Whether it is software in a GPU's clothes. */
export function isFallback(adapter: GPUAdapter): boolean {
  const older = adapter as { isFallbackAdapter?: boolean };
  return adapter.info?.isFallbackAdapter ?? older.isFallbackAdapter ?? false;
}

export function adapterFacts(adapter: GPUAdapter): NonNullable<BackendFacts['adapter']> {
  const { vendor = '', architecture = '', description = '' } = adapter.info ?? {};
  return { vendor, architecture, description, fallback: isFallback(adapter) };
}

export async function hasSimd(tf: Tf): Promise<boolean> {
  return (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true;
}

export function versionsOf(tf: Tf): Record<string, string> {
  return { ...(tf.version as unknown as Record<string, string>) };
}
