/** scikit-learn's 8×8 digits, and the linear model on them whose every figure is known (techniques, section 4.3 A). */
import * as tf from '@tensorflow/tfjs';
import {
  CLASSES,
  PIXELS,
  probabilities,
  trainLinear,
  type Linear,
} from '../../scripts/weights/softmax-regression.mjs';
import { bundledData } from './entrypoints.ts';

export { CLASSES, PIXELS, probabilities, trainLinear, type Linear };

const COUNT = 1797;

export interface Digits8 {
  readonly count: number;
  /** count · 64 shares of black to white. */
  readonly pixels: Float64Array;
  readonly labels: Int32Array;
}

/** All 1,797 in file order, x/16, from the file that the app carries. */
export function readDigits8(): Digits8 {
  const file = bundledData('digits8x8')!;
  const labels = file.subarray(file.indexOf(10) + 1);
  const pixels = Float64Array.from(labels.subarray(COUNT), (value) => value / 16);
  return { count: COUNT, pixels, labels: Int32Array.from(labels.subarray(0, COUNT)) };
}

/** Rows from `start` to `end`. */
export function sliceDigits8(digits: Digits8, start: number, end: number): Digits8 {
  return {
    count: end - start,
    pixels: digits.pixels.slice(start * PIXELS, end * PIXELS),
    labels: digits.labels.slice(start, end),
  };
}

/** The linear model as a network that ends in softmax. */
export function toNetwork({ weights, bias }: Linear): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [8, 8, 1] }),
      tf.layers.dense({ units: CLASSES, activation: 'softmax' }),
    ],
  });
  model.setWeights([
    tf.tensor2d(Float32Array.from(weights), [PIXELS, CLASSES]),
    tf.tensor1d(Float32Array.from(bias)),
  ]);
  return model;
}

/** As the plugins hold a data set. */
export function toDataset(digits: Digits8) {
  return {
    images: tf.tensor4d(Float32Array.from(digits.pixels), [digits.count, 8, 8, 1]),
    labels: tf.oneHot(tf.tensor1d(digits.labels, 'int32'), CLASSES, 1, 0, 'float32') as tf.Tensor2D,
    meta: {
      name: 'digits 8×8',
      rows: [[0, digits.count]] as const,
      image_shape: [8, 8, 1] as const,
      value_range: [0, 1] as const,
      batch_size: 100,
      num_classes: CLASSES,
      seed: null,
      shuffle: false,
    },
  };
}
