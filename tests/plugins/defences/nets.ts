/** A small data set and a small network that a training test gets through in a moment. */
import * as tf from '@tensorflow/tfjs';
import { readDigits8, sliceDigits8, toDataset } from '../digits8.ts';

/** Rows of the 8×8 digits, in batches of this size. */
export function digits(start: number, end: number, batch_size = 32) {
  const dataset = toDataset(sliceDigits8(readDigits8(), start, end));
  return { ...dataset, meta: { ...dataset.meta, batch_size } };
}

/** Convolution, dropout if asked for, dense; seeded. */
export function smallNet({ dropout = false, units = 8 } = {}): tf.LayersModel {
  const first = (seed: number) => ({ kernelInitializer: tf.initializers.glorotUniform({ seed }) });
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [8, 8, 1],
        filters: units,
        kernelSize: 3,
        strides: 2,
        activation: 'relu',
        ...first(1),
      }),
      ...(dropout ? [tf.layers.dropout({ rate: 0.5 })] : []),
      tf.layers.flatten(),
      tf.layers.dense({ units: 10, activation: 'softmax', ...first(2) }),
    ],
  });
}

export const weightsOf = (model: tf.LayersModel): number[][] =>
  model.getWeights().map((weight) => [...weight.dataSync()]);
