/** Hands a sandbox the libraries that its work needs, and no others. */
import type { JobOrder, SandboxAssets } from './contract.ts';
import type { Sandbox } from './sandbox.ts';

/** Whether any plugin of the order imports the numeric library, or what of the SDK works on it. */
export function needsNumbers(order: Pick<JobOrder, 'plugins'>): boolean {
  return order.plugins.some((p) => p.modules.some((m) => m.imports.some((i) => NUMERIC.has(i.target))));
}

const NUMERIC: ReadonlySet<string> = new Set(['numeric', 'tfjs']);

export interface Needs {
  readonly numbers: boolean;
  readonly webgpu: boolean;
}

export async function needsOf(order: JobOrder): Promise<Needs> {
  const numbers = needsNumbers(order);
  const { backend, raced } = order;
  if (!numbers || backend === 'wasm' || backend === 'cpu') return { numbers, webgpu: false };
  return { numbers, webgpu: backend === 'webgpu' || (raced ? raced === 'webgpu' : await hasRealAdapter()) };
}

export async function handIn(
  sandbox: Sandbox,
  assets: SandboxAssets,
  { numbers, webgpu }: Needs,
): Promise<void> {
  const [sdk, numeric, tfjs, gpu, wasm] = await Promise.all([
    assets.text('sdk'),
    numbers ? assets.text('numeric') : null,
    numbers ? assets.text('tfjs') : null,
    webgpu ? assets.text('webgpu') : null,
    numbers ? wasmBinary(assets) : null,
  ]);
  await sandbox.call('prepare', { sdk, numeric, tfjs, webgpu: gpu, wasm });
}

async function wasmBinary(assets: SandboxAssets) {
  const file = WebAssembly.validate(SIMD_PROBE) ? 'tfjs-backend-wasm-simd.wasm' : 'tfjs-backend-wasm.wasm';
  return { file, bytes: await assets.bytes(file) };
}

/** An adapter that is not software. */
export async function hasRealAdapter(): Promise<boolean> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  return !!adapter && !adapter.info?.isFallbackAdapter;
}

/** The smallest module with a vector instruction; the same that TensorFlow.js asks. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
]);
