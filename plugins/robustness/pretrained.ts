/** The reference models: weights trained by the tasks of these plugins, shipped with the app, ready to be attacked. */
import { copyModel, data, log } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { readWeights, sizeOfShape } from './weights_file.ts';

/** The first of them, whose file is older than the line that says what a file holds. */
const BARE = 'demo-weights';

/** Name → the network of `create_model` that the weights are for. */
export const READY_MODELS: Readonly<Record<string, string>> = {
  'demo-weights': 'PoolFree',
  'digits-softmax': 'Linear',
  standard: 'FastAT',
  'fast-at': 'FastAT',
  'pgd-at': 'FastAT',
  smoothed: 'FastAT',
};

/**
 * Fills a copy of a network with the weights of a reference model. Each was trained on the bundled data, by tasks of these
 * plugins where one is named, and its test images were never seen; data, recipe, seed and figures with their counts stand
 * in `data/index.json`, and `node scripts/train-weights.mjs` trains them again, byte for byte. The file is fetched when a
 * graph first names it.
 *
 * - `demo-weights` (PoolFree, 28×28×1): `train_classifier`, 3 epochs over the 8,000 training digits.
 * - `standard` (FastAT, 28×28×1): `train_classifier`, 10 epochs over 7,000 digits, as are those that follow.
 * - `fast-at` (FastAT): `train_adversarially_fast` at ε 0.3 (Wong, Rice and Kolter 2020, arXiv:2001.03994).
 * - `pgd-at` (FastAT): `train_adversarially` at ε 0.3 (Madry et al. 2018, arXiv:1706.06083), 5 steps.
 * - `smoothed` (FastAT): `train_with_noise`, σ 0.25, to be certified (Cohen et al. 2019, arXiv:1902.02918).
 * - `digits-softmax` (Linear, 8×8×1): softmax regression in float64 on 1,297 of `digits8x8`, whose every figure is known.
 *
 * The weights of FastAT are kept as numbers of 16 bits: the model is the rounded one, and its figures are of that.
 *
 * @param model the network, created by the name above for the data named above, images [n, height, width, channels]; it stays as
 *   it is
 * @param name one of the above
 * @returns the filled model
 * @throws for a name that is none of these, and where the model's weights have other shapes
 */
export async function load_pretrained_model(
  model: tf.LayersModel,
  name = 'demo-weights',
): Promise<tf.LayersModel> {
  const network = Object.hasOwn(READY_MODELS, name) ? READY_MODELS[name] : undefined;
  if (!network) {
    const known = Object.keys(READY_MODELS).join(', ');
    throw new Error(`There is no reference model "${name}" here; there is ${known}.`);
  }
  const shapes = model.getWeights().map((weight) => weight.shape);
  const arrays = name === BARE ? readBare(data(name), shapes) : readShaped(data(name), shapes);
  const filled = await copyModel(model);
  const weights = arrays.map((values, i) => tf.tensor(values, shapes[i]));
  filled.setWeights(weights);
  tf.dispose(weights);
  log(`${name}: ${model.countParams()} weights of ${network}`);
  return filled;
}

/** The arrays of a file that says their shapes. */
function readShaped(bytes: Uint8Array, wanted: readonly (readonly number[])[]): readonly Float32Array[] {
  const { name, network, shapes, arrays } = readWeights(bytes);
  const same =
    shapes.length === wanted.length && shapes.every((shape, i) => String(shape) === String(wanted[i]));
  if (same) return arrays;
  throw new Error(
    `${name} holds weights of ${network}, ${say(shapes)}, and this model has ${say(wanted)}: ` +
      `create it as ${network}, for the data that ${name} was trained on.`,
  );
}

/** Those of a file without a line that says what it holds: float32, one array after the other. */
function readBare(bytes: Uint8Array, shapes: readonly (readonly number[])[]): readonly Float32Array[] {
  const sizes = shapes.map(sizeOfShape);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes.length !== total * 4) {
    const network = READY_MODELS[BARE];
    throw new Error(
      `${BARE} holds ${bytes.length / 4} weights, and this model has ${total}: create it as ${network}.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  return sizes.map((length) => Float32Array.from({ length }, () => view.getFloat32(4 * at++, true)));
}

const say = (shapes: readonly (readonly number[])[]): string =>
  shapes.map((shape) => shape.join('×')).join(', ');

/** The weights alone, as bytes: the file of `demo-weights`. */
export async function packWeights(model: tf.LayersModel): Promise<Uint8Array> {
  const weights = await Promise.all(model.getWeights().map((weight) => weight.data()));
  const values = weights.flatMap((weight) => [...weight]);
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return new Uint8Array(view.buffer);
}
