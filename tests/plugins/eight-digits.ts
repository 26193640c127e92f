/** The same on cpu and on wasm: eight digits, the shipped weights, and how far two runs lie apart. */
import type * as tf from '@tensorflow/tfjs';
import type { Dataset } from '#sdk';
import { load_dataset_from_tfds } from '../../plugins/dioptra_optic/data.ts';
import { create_model } from '../../plugins/dioptra_optic/models.ts';
import { load_pretrained_model } from '../../plugins/robustness/pretrained.ts';
import { useBackend } from './backend.ts';
import { bundledData } from './entrypoints.ts';
import { listen, type Heard } from './step-context.ts';

const data = () => ({ mnist: bundledData('mnist')!, 'demo-weights': bundledData('demo-weights')! });

/** `body` on each backend, with the same seed. */
export async function onEach<T>(body: (heard: Heard) => Promise<T>): Promise<[cpu: T, wasm: T]> {
  const results: T[] = [];
  for (const backend of ['cpu', 'wasm'] as const) {
    await useBackend(backend);
    results.push(await body(listen(4, data())));
  }
  return results as [T, T];
}

/** These digits of the bundled data, in batches of 8. */
export async function loadDigits(split: string): Promise<Dataset> {
  const [, , digits] = await load_dataset_from_tfds('mnist', { test: split }, null, true, null, 8);
  return digits!;
}

/** Eight digits of the test split, and the network that ships. */
export async function loadEight(): Promise<[model: tf.LayersModel, digits: Dataset]> {
  const digits = await loadDigits('test[:8]');
  return [await load_pretrained_model(create_model('PoolFree', digits)), digits];
}

/** The largest difference; infinite where one is longer. */
export function apart(cpu: ArrayLike<number>, wasm: ArrayLike<number>): number {
  let most = cpu.length === wasm.length ? 0 : Infinity;
  for (let i = 0; i < cpu.length; i++) most = Math.max(most, Math.abs(cpu[i]! - wasm[i]!));
  return most;
}
