/** scikit-learn's 8×8 digits, and the linear model on them whose every figure is known (techniques, section 4.3 A). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as tf from '@tensorflow/tfjs';

export const PIXELS = 64;
export const CLASSES = 10;

export interface Digits8 {
  readonly count: number;
  /** count · 64 shares of black to white. */
  readonly pixels: Float64Array;
  readonly labels: Int32Array;
}

/** All 1,797 in file order, x/16. */
export function readDigits8(): Digits8 {
  const file = path.join(import.meta.dirname, 'fixtures', 'digits-8x8.csv.gz');
  const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n');
  const rows = lines.map((line) => line.split(',').map(Number));
  const pixels = Float64Array.from(rows.flatMap((row) => row.slice(0, PIXELS).map((value) => value / 16)));
  return { count: rows.length, pixels, labels: Int32Array.from(rows, (row) => row[PIXELS]!) };
}

/** Rows from `start` to `end`. */
export function sliceDigits8(digits: Digits8, start: number, end: number): Digits8 {
  return {
    count: end - start,
    pixels: digits.pixels.slice(start * PIXELS, end * PIXELS),
    labels: digits.labels.slice(start, end),
  };
}

export interface Linear {
  /** 64 × 10, row by row. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

/** Softmax regression in float64: zeros at first, full batch, rate 1, W −= Xᵀ(P−Y)/n + 1e-3 W, b −= mean(P−Y). */
export function trainLinear(digits: Digits8, steps = 500): Linear {
  const model = { weights: new Float64Array(PIXELS * CLASSES), bias: new Float64Array(CLASSES) };
  for (let step = 0; step < steps; step++) {
    const errors = probabilities(model, digits);
    digits.labels.forEach((label, i) => (errors[i * CLASSES + label]! -= 1));
    const slope = new Float64Array(PIXELS * CLASSES);
    const mean = new Float64Array(CLASSES);
    for (let i = 0; i < digits.count; i++) {
      for (let k = 0; k < CLASSES; k++) mean[k]! += errors[i * CLASSES + k]! / digits.count;
      for (let j = 0; j < PIXELS; j++) {
        const x = digits.pixels[i * PIXELS + j]!;
        if (x === 0) continue;
        for (let k = 0; k < CLASSES; k++) slope[j * CLASSES + k]! += x * errors[i * CLASSES + k]!;
      }
    }
    slope.forEach((value, i) => (model.weights[i]! -= value / digits.count + 1e-3 * model.weights[i]!));
    mean.forEach((value, k) => (model.bias[k]! -= value));
  }
  return model;
}

/** count × 10. */
export function probabilities(model: Linear, digits: Digits8): Float64Array {
  const shares = new Float64Array(digits.count * CLASSES);
  for (let i = 0; i < digits.count; i++) {
    const row = shares.subarray(i * CLASSES, (i + 1) * CLASSES).fill(0);
    row.set(model.bias);
    for (let j = 0; j < PIXELS; j++) {
      const x = digits.pixels[i * PIXELS + j]!;
      if (x === 0) continue;
      for (let k = 0; k < CLASSES; k++) row[k]! += x * model.weights[j * CLASSES + k]!;
    }
    const most = Math.max(...row);
    row.forEach((value, k) => (row[k] = Math.exp(value - most)));
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((value, k) => (row[k] = value / sum));
  }
  return shares;
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
