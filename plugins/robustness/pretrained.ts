/** The ready model: weights trained by this same plugin's task, shipped with the app. */
import { copyModel, data, log } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';

/**
 * Fills a copy of a network with shipped weights: float32, little-endian, one array after the other in the order of the
 * model's layers (kernel, then bias). `demo-weights` are those of the pool-free net for 28×28×1 and 10 classes, trained
 * by `train_classifier` on the 8,000 training digits; the test digits were never seen.
 *
 * @param model the network, of the shape that the weights are for (it reads images [n, height, width, channels]); it stays
 *   as it is
 * @param name a data set of weights that the app carries
 * @returns the filled model
 * @throws where the number of weights is another
 */
export async function load_pretrained_model(
  model: tf.LayersModel,
  name = 'demo-weights',
): Promise<tf.LayersModel> {
  const bytes = data(name);
  const shapes = model.getWeights().map((weight) => weight.shape);
  const sizes = shapes.map((shape) => shape.reduce((product, size) => product * size, 1));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes.length !== total * 4) {
    throw new Error(`${name} holds ${bytes.length / 4} weights, and this model has ${total}.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const weights = shapes.map((shape, i) => {
    const values = Float32Array.from({ length: sizes[i]! }, () => view.getFloat32(4 * at++, true));
    return tf.tensor(values, shape);
  });
  const filled = await copyModel(model);
  filled.setWeights(weights);
  tf.dispose(weights);
  log(`${name}: ${total} weights`);
  return filled;
}

/** The same arrays as bytes, for the file. */
export async function packWeights(model: tf.LayersModel): Promise<Uint8Array> {
  const weights = await Promise.all(model.getWeights().map((weight) => weight.data()));
  const values = weights.flatMap((weight) => [...weight]);
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return new Uint8Array(view.buffer);
}
