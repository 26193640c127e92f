/** The built files that enter the sandbox, fetched from the app's own place when first asked for, and once. */
import { urls } from 'virtual:sandbox-assets';
import type { SandboxAssets } from './contract.ts';

type Name = keyof typeof urls;

/** The app's one set. */
export const assets: SandboxAssets = fetchedAssets();

function fetchedAssets(): SandboxAssets {
  const kept = new Map<string, Promise<unknown>>();
  const once = <T>(name: Name, read: (response: Response) => Promise<T>): Promise<T> => {
    const known = kept.get(name) as Promise<T> | undefined;
    if (known) return known;
    const reading = fetchFile(name).then(read);
    kept.set(name, reading);
    reading.catch(() => kept.delete(name)); // the next call tries again
    return reading;
  };
  return {
    text: (name) => once(name, (response) => response.text()),
    bytes: (name) => once(name, (response) => response.arrayBuffer()),
  };
}

async function fetchFile(name: Name): Promise<Response> {
  const response = await fetch(urls[name]);
  if (!response.ok) throw new Error(`${name} could not be fetched (${response.status}).`);
  return response;
}
