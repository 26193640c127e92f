/** TensorFlow.js in plain Node for the tests: cpu as it is, and wasm with the kernels that the app adds. */
import { createRequire } from 'node:module';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { registerKernels } from '#engine/worker/kernels/index.ts';

const folder = path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));

/** Makes `backend` the one that computes. */
export async function useBackend(backend: 'cpu' | 'wasm'): Promise<void> {
  if (backend === 'wasm') {
    setWasmPaths(`${folder}/`);
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    registerKernels(tf);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`The backend ${backend} does not start here.`);
  await tf.ready();
}

/** What `body` gives on each backend, as plain numbers. */
export async function onBoth(body: () => tf.Tensor): Promise<Record<'cpu' | 'wasm', Float32Array>> {
  const results: Partial<Record<'cpu' | 'wasm', Float32Array>> = {};
  for (const backend of ['cpu', 'wasm'] as const) {
    await useBackend(backend);
    results[backend] = Float32Array.from(tf.tidy(body).dataSync());
  }
  return results as Record<'cpu' | 'wasm', Float32Array>;
}

/** The largest difference, measured by the largest expected value. */
export function relativeError(expected: ArrayLike<number>, actual: ArrayLike<number>): number {
  let scale = 0;
  let error = expected.length === actual.length ? 0 : Infinity;
  for (let i = 0; i < expected.length; i++) {
    scale = Math.max(scale, Math.abs(expected[i]!));
    error = Math.max(error, Math.abs(expected[i]! - actual[i]!));
  }
  return error / (scale || 1);
}
