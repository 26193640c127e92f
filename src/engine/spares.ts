/** One warm sandbox ahead, so that a job does not wait for a frame, a worker and the libraries to start. */
import type { SandboxAssets } from './contract.ts';
import { handIn, hasRealAdapter } from './hand-in.ts';
import { Sandbox } from './sandbox.ts';

export class Spares {
  readonly #assets: SandboxAssets;
  #spare: Promise<Sandbox> | null = null;

  constructor(assets: SandboxAssets) {
    this.#assets = assets;
  }

  /** Starts one, unless there is one. Call it when the page is idle. Failure is silent: the job will meet it again. */
  warm(): void {
    if (this.#spare) return;
    const spare = this.#make();
    this.#spare = spare;
    spare.then(
      (sandbox) => sandbox.died.catch(() => this.#forget(spare)),
      () => this.#forget(spare),
    );
  }

  /** The warm one, or a fresh one. */
  async take(): Promise<Sandbox> {
    const spare = this.#spare;
    this.#spare = null;
    const sandbox = await spare?.catch(() => null);
    return sandbox ?? Sandbox.create(this.#assets);
  }

  /** Ends the spare: it shares its process with a job that must be stopped now. */
  drop(): void {
    const spare = this.#spare;
    this.#spare = null;
    spare?.then(
      (sandbox) => sandbox.destroy(),
      () => {},
    );
  }

  async #make(): Promise<Sandbox> {
    const sandbox = await Sandbox.create(this.#assets);
    await handIn(sandbox, this.#assets, { numbers: true, webgpu: await hasRealAdapter() });
    return sandbox;
  }

  #forget(spare: Promise<Sandbox>): void {
    if (this.#spare === spare) this.#spare = null;
  }
}
