/** What this device offers to jobs, what runs on it now, and the backend that a person may force. */
import type { JobRecord } from '#core/job/record.ts';
import type { BackendChoice } from '#core/resources/content.ts';
import { assets } from '#engine/assets.ts';
import { describeDevice } from '#engine/device.ts';
import type { DeviceFacts } from '#engine/contract.ts';
import { Live } from './live.svelte.ts';
import { store } from './store.ts';

const KEY = 'alidade.backend';
const CHOICES: readonly BackendChoice[] = ['auto', 'webgpu', 'wasm', 'cpu'];

/** `auto` unless a person chose otherwise on this device. */
export function forcedBackend(): BackendChoice {
  const kept = localStorage.getItem(KEY);
  return CHOICES.find((choice) => choice === kept) ?? 'auto';
}

export class Device {
  facts = $state.raw<DeviceFacts | undefined>(undefined);
  fault = $state.raw<string | null>(null);
  #choice = $state<BackendChoice>(forcedBackend());
  readonly #running = new Live(() => store.jobs.listByStatus('started'));
  readonly #queued = new Live(() => store.jobs.listByStatus('queued'));

  get choice(): BackendChoice {
    return this.#choice;
  }

  set choice(choice: BackendChoice) {
    this.#choice = choice;
    localStorage.setItem(KEY, choice);
  }

  get running(): readonly JobRecord[] {
    return this.#running.value ?? [];
  }

  get queued(): readonly JobRecord[] {
    return this.#queued.value ?? [];
  }

  /** Asks the browser, and races what it has in a sandbox: some seconds. */
  async measure(): Promise<void> {
    this.fault = null;
    try {
      this.facts = await describeDevice(assets);
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
    }
  }
}
