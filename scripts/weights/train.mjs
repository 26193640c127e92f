// Trains one reference model by its recipe, and gives the bytes of its file.
import { trainLinear } from './softmax-regression.mjs';
import { SEED } from './recipes.mjs';

/**
 * What runs a task: `load` gives a TypeScript module of this repository, `runStep` runs a task as a step of a graph, whose
 * name and seed decide its random numbers.
 * @typedef {object} Tools
 * @property {(file: string) => Promise<any>} load
 * @property {<T>(step: string, seed: number, task: () => T | Promise<T>) => Promise<T>} runStep
 */

/** Train, val and test; null for a part that the recipe has none of. @param {import('./recipes.mjs').Recipe} recipe @param {Tools} tools */
export async function loadDigits({ data, split, batch_size }, { load, runStep }) {
  const { load_dataset_from_tfds } = await load('plugins/dioptra_optic/data.ts');
  return runStep('digits', SEED, () => load_dataset_from_tfds(data, split, null, true, null, batch_size));
}

/** Steps of the names of a graph that does the same: digits, network, model. @param {import('./recipes.mjs').Recipe} recipe @param {Tools} tools @returns {Promise<Uint8Array>} */
export async function trainModel(recipe, tools) {
  const { load, runStep } = tools;
  const { create_model } = await load('plugins/dioptra_optic/models.ts');
  const [train, val] = await loadDigits(recipe, tools);
  const network = await runStep('network', SEED, () => create_model(recipe.network, train));
  const [file = '', task = ''] = recipe.task.split(' ');
  const numbers = Object.values(recipe.args);
  if (file.endsWith('.mjs')) await fillExactly(network, train, recipe);
  const model = file.endsWith('.mjs')
    ? network
    : await runStep('model', SEED, async () =>
        (await load(file))[task](network, train, ...(val ? [val] : []), ...numbers),
      );
  return pack(model, recipe, load);
}

/** @param {any} model @param {import('./recipes.mjs').Recipe} recipe @param {Tools['load']} load */
async function pack(model, { name, network, type }, load) {
  if (type === 'bare') return (await load('plugins/robustness/pretrained.ts')).packWeights(model);
  return (await load('plugins/robustness/weights_file.ts')).packModel(model, { name, network, type });
}

/** Trains in float64 and keeps what is nearest in float32. @param {any} network @param {any} train @param {import('./recipes.mjs').Recipe} recipe */
async function fillExactly(network, { images, labels }, { args }) {
  const tf = await import('@tensorflow/tfjs');
  const classes = tf.argMax(labels, 1).dataSync();
  const pixels = Float64Array.from(images.dataSync());
  const digits = { count: classes.length, pixels, labels: Int32Array.from(classes) };
  const { weights, bias } = trainLinear(digits, Number(args.steps));
  const [kernel, offset] = network.getWeights();
  network.setWeights([
    tf.tensor(Float32Array.from(weights), kernel.shape),
    tf.tensor(Float32Array.from(bias), offset.shape),
  ]);
}
