// Softmax regression in float64: the linear model on scikit-learn's 8×8 digits whose every figure is known.

export const PIXELS = 64;
export const CLASSES = 10;

/**
 * @typedef {{ count: number, pixels: Float64Array, labels: Int32Array }} Digits pixels: count · 64 shares of black to white
 * @typedef {{ weights: Float64Array, bias: Float64Array }} Linear weights: 64 × 10, row by row
 */

/**
 * Zeros at first, full batch, rate 1: W −= Xᵀ(P−Y)/n + 1e-3 W, b −= mean(P−Y).
 * @param {Digits} digits @param {number} [steps] @returns {Linear}
 */
export function trainLinear(digits, steps = 500) {
  const model = { weights: new Float64Array(PIXELS * CLASSES), bias: new Float64Array(CLASSES) };
  for (let step = 0; step < steps; step++) {
    const errors = probabilities(model, digits);
    digits.labels.forEach((label, i) => add(errors, i * CLASSES + label, -1));
    const { slope, mean } = gradient(errors, digits);
    slope.forEach((value, i) => add(model.weights, i, -(value + 1e-3 * at(model.weights, i))));
    mean.forEach((value, k) => add(model.bias, k, -value));
  }
  return model;
}

/** @param {Float64Array} errors @param {Digits} digits */
function gradient(errors, { count, pixels }) {
  const slope = new Float64Array(PIXELS * CLASSES);
  const mean = new Float64Array(CLASSES);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < CLASSES; k++) add(mean, k, at(errors, i * CLASSES + k) / count);
    for (let j = 0; j < PIXELS; j++) {
      const x = at(pixels, i * PIXELS + j);
      if (x === 0) continue;
      for (let k = 0; k < CLASSES; k++) add(slope, j * CLASSES + k, x * at(errors, i * CLASSES + k));
    }
  }
  return { slope: slope.map((value) => value / count), mean };
}

/** The share of each class, count × 10. @param {Linear} model @param {Digits} digits */
export function probabilities({ weights, bias }, { count, pixels }) {
  const shares = new Float64Array(count * CLASSES);
  for (let i = 0; i < count; i++) {
    const row = shares.subarray(i * CLASSES, (i + 1) * CLASSES);
    row.set(bias);
    for (let j = 0; j < PIXELS; j++) {
      const x = at(pixels, i * PIXELS + j);
      if (x === 0) continue;
      for (let k = 0; k < CLASSES; k++) add(row, k, x * at(weights, j * CLASSES + k));
    }
    const most = Math.max(...row);
    row.forEach((value, k) => (row[k] = Math.exp(value - most)));
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((value, k) => (row[k] = value / sum));
  }
  return shares;
}

/** @param {Float64Array} values @param {number} i */
const at = (values, i) => /** @type {number} */ (values[i]);

/** @param {Float64Array} values @param {number} i @param {number} amount */
const add = (values, i, amount) => void (values[i] = at(values, i) + amount);
