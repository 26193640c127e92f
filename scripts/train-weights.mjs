// Trains the reference models as their recipes say (scripts/weights/recipes.mjs; wasm in Node, one fixed seed) and writes
// static/data/<name>.bin, with figures measured on what was written, into static/data/index.json.
//
//   node scripts/train-weights.mjs [name…]            trains and measures these, or all of them
//   node scripts/train-weights.mjs --check [name…]    writes nothing, and fails where training gives other bytes
//   node scripts/train-weights.mjs --figures [name…]  measures the committed weights again, without training
//
// `--log` says what a training finds on the way. The first file, demo-weights.bin, is float32, array after array in the
// order of the layers: kernel, then bias; the others begin with a line that says what they hold.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readIndex, writeEntry } from './data-index.mjs';
import { measureModel } from './weights/figures.mjs';
import { RECIPES, SEED } from './weights/recipes.mjs';
import { load, root, runStep, startWasm } from './weights/steps.mjs';
import { trainModel } from './weights/train.mjs';

/** @typedef {import('./weights/recipes.mjs').Recipe} Recipe */

const tools = { load, runStep };
const given = process.argv.slice(2);
const pathOf = (/** @type {string} */ name) => join(root, 'static', 'data', `${name}.bin`);
const seconds = (/** @type {number} */ since) => `${((performance.now() - since) / 1000).toFixed(0)} s`;

/** @returns {Recipe[]} */
function chosen() {
  const names = given.filter((word) => !word.startsWith('--'));
  const strange = names.find((name) => !RECIPES.some((recipe) => recipe.name === name));
  if (!strange) return RECIPES.filter(({ name }) => names.length === 0 || names.includes(name));
  const known = RECIPES.map(({ name }) => name).join(', ');
  console.error(`There is no reference model "${strange}"; there is ${known}.`);
  process.exit(2);
}

/** What the index says of a model, but for its figures. @param {Recipe} recipe @param {Uint8Array} bytes */
function describe({ name, title, network, type, data, split, batch_size, task, args }, bytes) {
  return {
    name,
    file: `${name}.bin`,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    title,
    licence: 'MIT',
    source: `node scripts/train-weights.mjs ${name}, seed ${SEED}, TensorFlow.js on wasm`,
    network,
    weights: type === 'bare' ? 'float32' : type,
    trained: { task: task.split(' ').at(-1), data, split: split.train, batch_size, ...args, seed: SEED },
  };
}

/** @param {Recipe} recipe */
async function check(recipe) {
  const bytes = await trainModel(recipe, tools);
  const path = pathOf(recipe.name);
  const listed = readIndex().find((entry) => entry.name === recipe.name);
  const { figures, ...facts } = /** @type {any} */ (listed ?? {});
  const same = existsSync(path) && readFileSync(path).equals(bytes);
  const told = JSON.stringify(facts) === JSON.stringify(describe(recipe, bytes)) && figures;
  console.log(
    same && told
      ? `static/data/${recipe.name}.bin is what training gives`
      : `${recipe.name}: training gives other ${same ? 'facts than the index' : 'weights'}`,
  );
  if (!same || !told) process.exitCode = 1;
}

/** @param {Recipe} recipe @param {Uint8Array} bytes */
async function write(recipe, bytes) {
  const facts = describe(recipe, bytes);
  writeFileSync(pathOf(recipe.name), bytes);
  // The figures are those of the file, which is found by its entry.
  writeEntry(facts);
  const began = performance.now();
  const figures = await measureModel(recipe, tools);
  writeEntry({ ...facts, figures });
  console.log(`${recipe.name}: measured in ${seconds(began)}: ${JSON.stringify(figures)}`);
}

const recipes = chosen();
await startWasm();
for (const recipe of recipes) {
  const began = performance.now();
  if (given.includes('--check')) await check(recipe);
  else if (given.includes('--figures')) await write(recipe, readFileSync(pathOf(recipe.name)));
  else {
    const bytes = await trainModel(recipe, tools);
    console.log(`${recipe.name}: trained in ${seconds(began)}`);
    await write(recipe, bytes);
  }
}
