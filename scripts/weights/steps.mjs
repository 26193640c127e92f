// What training needs of the app in plain Node: TensorFlow.js on wasm with the app's kernels, and steps with their seeds.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { register } from 'tsx/esm/api';
import { readIndex } from '../data-index.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

register();

/** A TypeScript module of this repository. @param {string} file @returns {Promise<any>} */
export const load = (file) => import(pathToFileURL(join(root, file)).href);

/** Makes wasm what computes: the same bytes on every machine. */
export async function startWasm() {
  const require = createRequire(import.meta.url);
  const tf = await import('@tensorflow/tfjs');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  (await load('src/engine/worker/kernels/index.ts')).registerKernels(tf);
  await tf.setBackend('wasm');
  await tf.ready();
}

/** The bytes of a bundled data set, inflated as the page does; undefined where there is none. @param {string} name */
function readData(name) {
  const entry = readIndex().find((known) => known.name === name);
  if (!entry) return undefined;
  const bytes = readFileSync(join(root, 'static', 'data', entry.file));
  return new Uint8Array(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);
}

/** Whether to say all that the tasks say; else only what a training warns of. */
const talk = process.argv.includes('--log');

/**
 * Runs one task as a step of a graph: its name and the seed decide its random numbers.
 * @type {import('./train.mjs').Tools['runStep']}
 */
export async function runStep(step, seed, task) {
  const { bareContext, enterStep, leaveStep } = await load('src/sdk/context.ts');
  const log = (/** @type {string} */ severity, /** @type {string} */ message) => {
    if (talk || (severity === 'WARNING' && step === 'model')) console.log(`  ${step}: ${message}`);
  };
  enterStep({ ...bareContext(), metric() {}, progress() {}, log, step, seed, data: readData });
  const value = await task();
  leaveStep();
  return value;
}
