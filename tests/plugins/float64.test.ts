/** The gradients in double precision that kernels are held against are themselves those of differences: what a small change of one value changes. */
import { expect, test } from 'vitest';
import { Random } from '#sdk/random.ts';
import * as float64 from './float64.ts';
import * as parts from './float64-parts.ts';

const drawn = (count: number, stream: string) =>
  Float64Array.from(new Random(7, stream).fillNormal(new Float32Array(count), 0, 1));
const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Expects the gradient of Σ forward(x)·dy to be that of central differences, at every value of x. */
function expectDifferences(
  forward: (x: Float64Array) => Float64Array,
  x: Float64Array,
  dy: Float64Array,
  gradient: Float64Array,
): void {
  const total = (at: number, change: number): number => {
    const moved = x.slice();
    moved[at]! += change;
    return forward(moved).reduce((sum, value, i) => sum + value * dy[i]!, 0);
  };
  const differences = x.map((_, at) => (total(at, 1e-5) - total(at, -1e-5)) / 2e-5);
  expect(gradient.length).toBe(x.length);
  gradient.forEach((value, at) => expect(Math.abs(value - differences[at]!)).toBeLessThan(1e-7));
}

const PADS = ['same', 'valid', 1] as const;

test.each(PADS)('convolution, %s', (pad) => {
  const c: float64.Convolution = { x: [2, 5, 6, 2], filter: [3, 2, 2, 3], strides: [2, 1], pad };
  const [x, filter] = [drawn(size(c.x), 'x'), drawn(size(c.filter), 'filter')];
  const dy = drawn(size(float64.describe(c).outShape), 'dy');
  expectDifferences((v) => float64.convolve(c, v, filter), x, dy, float64.inputGradient(c, dy, filter));
  expectDifferences((v) => float64.convolve(c, x, v), filter, dy, float64.filterGradient(c, x, dy));
});

test.each(PADS)('depthwise convolution, %s', (pad) => {
  const one: parts.Depthwise = { x: [2, 5, 6, 3], filter: [3, 2, 3, 2], strides: [2, 1], pad };
  const [x, filter] = [drawn(size(one.x), 'x'), drawn(size(one.filter), 'filter')];
  const dy = drawn(size(parts.describeDepthwise(one).outShape), 'dy');
  const gradients = parts.depthwiseGradients(one, x, filter, dy);
  expectDifferences((v) => parts.convolveDepthwise(one, v, filter), x, dy, gradients.input);
  expectDifferences((v) => parts.convolveDepthwise(one, x, v), filter, dy, gradients.filter);
});

test.each(PADS)('max-pool, %s', (pad) => {
  const one: parts.Windows = { x: [2, 5, 6, 3], window: [3, 2], strides: [2, 1], pad };
  const x = drawn(size(one.x), 'x');
  const dy = drawn(size(parts.describePool(one).outShape), 'dy');
  expectDifferences((v) => parts.maxPool(one, v), x, dy, parts.maxPoolGradient(one, x, dy));
});

test('relu, where nothing is at zero', () => {
  const [x, dy] = [drawn(40, 'x'), drawn(40, 'dy')];
  expectDifferences((v) => v.map((value) => Math.max(0, value)), x, dy, parts.reluGradient(x, dy));
});

test('the first step of Adam is its rate, against the sign of the slope', () => {
  const rates = { rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-12 };
  const { weights } = parts.stepAdam([1, 1, 1], [[3, -0.02, 0]], rates);
  [0.9, 1.1, 1].forEach((value, i) => expect(weights[i]).toBeCloseTo(value, 9));
});
