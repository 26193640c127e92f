/** What this device offers, measured in a sandbox of its own. */
import type { DeviceFacts, SandboxAssets } from './contract.ts';
import { handIn, hasRealAdapter } from './hand-in.ts';
import { Sandbox } from './sandbox.ts';

/** Starts each backend and races it, some seconds in all. `force` races a software adapter too. */
export async function describeDevice(
  assets: SandboxAssets,
  { force = false }: { readonly force?: boolean } = {},
): Promise<DeviceFacts> {
  const sandbox = await Sandbox.create(assets);
  try {
    await handIn(sandbox, assets, { numbers: true, webgpu: force || (await hasRealAdapter()) });
    return await sandbox.call('describe', force);
  } finally {
    sandbox.destroy();
  }
}
