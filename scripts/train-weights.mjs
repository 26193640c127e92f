// Trains the ready model as the Demo does (the same tasks, the same order, one fixed seed; wasm in Node) and writes
// static/data/demo-weights.bin with its figures into static/data/index.json. `--check` writes nothing and fails where
// the committed weights are not, byte for byte, what comes out.
//
// The file is float32, little-endian, array after array in the order of the layers: kernel, then bias.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { register } from 'tsx/esm/api';
import { readIndex, writeEntry } from './data-index.mjs';

const SEED = 1;
const NAME = 'demo-weights';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const path = join(root, 'static', 'data', `${NAME}.bin`);

/** A TypeScript module of this repository. @param {string} file @returns {Promise<any>} */
const load = (file) => import(pathToFileURL(join(root, file)).href);

async function startWasm() {
  const require = createRequire(import.meta.url);
  const tf = await import('@tensorflow/tfjs');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  (await load('src/engine/worker/kernels/index.ts')).registerKernels(tf);
  await tf.setBackend('wasm');
  await tf.ready();
}

/** Runs one task as a step of the Demo: its name decides its random numbers. @param {string} step @param {() => any} task */
async function runStep(step, task) {
  const { bareContext, enterStep, leaveStep } = await load('src/sdk/context.ts');
  const quiet = { log() {}, metric() {}, progress() {} };
  const data = () => new Uint8Array(gunzipSync(readFileSync(join(root, 'static/data/mnist.bin'))));
  enterStep({ ...bareContext(), ...quiet, step, seed: SEED, data });
  const value = await task();
  leaveStep();
  return value;
}

async function train() {
  const { load_dataset_from_tfds } = await load('plugins/dioptra_optic/data.ts');
  const { create_model } = await load('plugins/dioptra_optic/models.ts');
  const { train_classifier } = await load('plugins/robustness/train.ts');
  const split = { train: 'train', test: 'test' };
  const loadDigits = () => load_dataset_from_tfds('mnist', split, null, true, null, 64);
  const [digits, , test] = await runStep('digits', loadDigits);
  const network = await runStep('network', () => create_model('PoolFree', digits));
  const model = await runStep('model', () => train_classifier(network, digits));
  return { model, test };
}

/** @param {any} model @param {any} test */
async function measure(model, test) {
  const { attack_fgsm } = await load('plugins/evasion/fgsm.ts');
  const { attack_pgd } = await load('plugins/evasion/pgd.ts');
  const { add_random_noise } = await load('plugins/robustness/noise.ts');
  const { evaluate_robustness } = await load('plugins/robustness/evaluate.ts');
  const attacks = [
    await runStep('fgsm', () => attack_fgsm(model, test)),
    await runStep('pgd', () => attack_pgd(model, test)),
    await runStep('noise', () => add_random_noise(model, test)),
  ];
  const [{ clean, curves }] = await runStep('evaluation', () => evaluate_robustness(model, test, attacks));
  return { clean, curves: curves.map(summarise) };
}

/** @param {{ attack: string, count: number, points: { epsilon: number, correct: number }[] }} curve */
function summarise({ attack, count, points }) {
  return {
    attack,
    count,
    correct: Object.fromEntries(points.map((point) => [point.epsilon, point.correct])),
  };
}

register();
await startWasm();
const { model, test } = await train();
/** @type {Uint8Array} */
const bytes = await (await load('plugins/robustness/pretrained.ts')).packWeights(model);
if (process.argv.includes('--check')) {
  const listed = readIndex().some((entry) => entry.name === NAME);
  const same = listed && existsSync(path) && readFileSync(path).equals(bytes);
  console.log(same ? `static/data/${NAME}.bin is what training gives` : 'training gives other weights');
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(path, bytes);
  const figures = await measure(model, test);
  writeEntry({
    name: NAME,
    file: `${NAME}.bin`,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    title: 'The ready model: PoolFree, 5,994 weights, trained on the 8,000 training digits',
    licence: 'MIT',
    source: `node scripts/train-weights.mjs, seed ${SEED}, TensorFlow.js on wasm`,
    network: 'PoolFree',
    trained: { data: 'mnist', split: 'train', epochs: 3, batch_size: 64, learning_rate: 0.01, seed: SEED },
    figures,
  });
  console.log(JSON.stringify(figures, null, 2));
}
