// The same TensorFlow.js code as in the sandbox, written by hand in a plain worker of a plain page: what the engine is measured against.
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../scripts/serve.mjs';
import { buildFolder, root } from '../../scripts/stale.mjs';

const WORKER = `
import * as tf from './tfjs.js';
import { answerOnce, trainSteps } from './loop.js';

tf.setWasmPaths(new URL('./', location.href).href);
await tf.setBackend('wasm');
tf.registerKernels(tf);
await answerOnce();
postMessage({ answered: Date.now() });
onmessage = async ({ data }) => postMessage({ times: await trainSteps(data.steps, () => undefined) });
`;

/** Makes a worker and waits for its first answer: milliseconds since 1970 of the order and of the answer. */
const PAGE = `<!doctype html><title>By hand</title><script type="module">
const next = (worker) => new Promise((done, refuse) => {
  worker.onmessage = ({ data }) => done(data);
  worker.onerror = (event) => refuse(new Error(event.message));
});
window.start = async () => {
  const asked = Date.now();
  const worker = new Worker('./worker.js', { type: 'module' });
  const { answered } = await next(worker);
  return { worker, milliseconds: answered - asked };
};
window.train = async (steps) => {
  const { worker, milliseconds } = await window.start();
  worker.postMessage({ steps });
  const { times } = await next(worker);
  worker.terminate();
  return { milliseconds, times };
};
</script>`;

/** What the page offers. */
export interface ByHand {
  start(): Promise<{ readonly worker: Worker; readonly milliseconds: number }>;
  train(steps: number): Promise<{ readonly milliseconds: number; readonly times: readonly number[] }>;
}

/** Serves that page, with the very library file that enters the sandbox. */
export async function serveByHand(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'alidade-by-hand-'));
  const assets = join(buildFolder, '_app/immutable/assets');
  const library = readdirSync(assets).find((file) => /^tfjs\.[^.]+\.js$/.test(file));
  if (!library) throw new Error('The build holds no tfjs.*.js.');
  cpSync(join(assets, library), join(folder, 'tfjs.js'));
  const binaries = join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
  for (const file of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'])
    cpSync(join(binaries, file), join(folder, file));
  const loop = readFileSync(join(root, 'tests/bench/measured/measured/loop.js'), 'utf8');
  writeFileSync(join(folder, 'loop.js'), loop.replace("'@tensorflow/tfjs'", "'./tfjs.js'"));
  writeFileSync(join(folder, 'worker.js'), WORKER);
  writeFileSync(join(folder, 'index.html'), PAGE);
  const { url, close } = await serve({ root: folder });
  return {
    url,
    close: async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
