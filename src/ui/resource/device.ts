/** What a device offers to jobs, as the page about workers shows it. */

export interface BackendOffer {
  readonly backend: 'webgpu' | 'wasm' | 'cpu';
  readonly available: boolean;
  /** Why not, or what it runs on. */
  readonly note: string;
  /** Milliseconds for one training step of the race; null where it was not raced. */
  readonly raceMilliseconds: number | null;
}

/** For narrow places. */
export const BACKEND_SHORT: Readonly<Record<BackendOffer['backend'], string>> = {
  webgpu: 'WebGPU',
  wasm: 'Wasm',
  cpu: 'CPU',
};

export const BACKEND_NAME: Readonly<Record<BackendOffer['backend'], string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
};
