/** The libraries inside the worker: each evaluated once from its own blob, under the one name by which plugins import it. */
import type * as tfjs from '@tensorflow/tfjs';
import type { enterStep, leaveStep } from '#sdk/context.ts';
import type { Libraries } from '#engine/protocol.ts';

/** The numeric library as it is built for the sandbox (tfjs.ts). */
export type Tf = typeof tfjs & {
  setWasmPaths(prefix: string, usePlatformFetch: boolean): void;
  registerKernels(tf: typeof tfjs): void;
};

export interface Sdk {
  enterStep: typeof enterStep;
  leaveStep: typeof leaveStep;
}

/** What an import of a prepared module may name, beside another module: `numeric` is the whole SDK, `sdk` what of it needs no numbers. */
export type LibraryName = 'sdk' | 'numeric' | 'tfjs';

export class LoadedLibraries {
  readonly urls = new Map<LibraryName, string>();
  sdk: Sdk | null = null;
  tf: Tf | null = null;
  #webgpu: string | null = null;
  #wasm: Libraries['wasm'] = null;

  async take(libraries: Libraries): Promise<void> {
    this.#webgpu ??= libraries.webgpu;
    this.#wasm ??= libraries.wasm;
    this.sdk ??= await this.#load<Sdk>('sdk', libraries.sdk);
    if (libraries.tfjs) this.tf ??= await this.#load<Tf>('tfjs', libraries.tfjs);
    if (libraries.numeric) this.#joinSdk(libraries.numeric);
  }

  /** Gives the wasm backend its binary without any network. */
  serveWasm(tf: Tf): boolean {
    const wasm = this.#wasm;
    if (!wasm) return false;
    const platform = tf.env().platform;
    const headers = { 'content-type': 'application/wasm' };
    platform.fetch = async (path) => {
      if (path.endsWith(wasm.file)) return new Response(wasm.bytes, { headers });
      throw new TypeError(`${path}: there is no network in the sandbox`);
    };
    tf.setWasmPaths('mem:///', true);
    return true;
  }

  /** Evaluates the WebGPU backend, which registers itself with the one engine. */
  async loadWebgpu(): Promise<boolean> {
    const core = this.urls.get('tfjs');
    if (!this.#webgpu || !core) return false;
    await import(
      /* @vite-ignore */ blobUrl(this.#webgpu.replaceAll('alidade:tfjs', core), 'engine/webgpu.js')
    );
    return true;
  }

  /** The SDK as authors see it: both halves under one name, on the one engine and the one step that runs. */
  #joinSdk(text: string): void {
    const [sdk, core] = [this.urls.get('sdk'), this.urls.get('tfjs')];
    if (!sdk || !core || this.urls.has('numeric')) return;
    const half = text.replaceAll('alidade:tfjs', core).replaceAll('alidade:sdk', sdk);
    const url = blobUrl(half, 'engine/numeric.js');
    const whole = `export * from ${JSON.stringify(sdk)};\nexport * from ${JSON.stringify(url)};`;
    this.urls.set('numeric', blobUrl(whole, 'engine/sdk-whole.js'));
  }

  async #load<Module>(name: LibraryName, text: string): Promise<Module> {
    const url = blobUrl(text, `engine/${name}.js`);
    this.urls.set(name, url);
    return (await import(/* @vite-ignore */ url)) as Module;
  }
}

/** A module of its own origin, with the name that stacks shall show. */
export function blobUrl(text: string, name: string): string {
  const blob = new Blob([text, `\n//# sourceURL=alidade:///${name}`], { type: 'text/javascript' });
  return URL.createObjectURL(blob);
}
