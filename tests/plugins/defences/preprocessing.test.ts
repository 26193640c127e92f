/** The defences of the input: their oracles (those of JPEG stand in jpeg.test.ts), what always holds of them, and what an attacker who knows them climbs. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inputGradient, openClassifier, type Classifier } from '#sdk';
import { augment_gaussian } from '../../../plugins/defences/gaussian.ts';
import { compress_jpeg } from '../../../plugins/defences/jpeg.ts';
import { findExchanges, medianFilter, smooth_spatially } from '../../../plugins/defences/smooth.ts';
import { squeeze_features, squeezeBits } from '../../../plugins/defences/squeeze.ts';
import { useBackend } from '../backend.ts';
import { listen } from '../step-context.ts';
import { grid, linear, picture } from './pictures.ts';

beforeAll(() => useBackend('cpu'));
beforeEach(() => void listen(3));

const pixels = (count: number) =>
  fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: count, maxLength: count });

describe('feature squeezing', () => {
  test("is IBM's: 0 to 4 at 2 bits is 0 1.33 2.67 2.67 4", () => {
    const squeezed = [...squeezeBits(tf.tensor1d([0, 1, 2, 3, 4]), 2, [0, 4]).dataSync()];
    [0, 4 / 3, 8 / 3, 8 / 3, 4].forEach((value, i) => expect(squeezed[i]).toBeCloseTo(value, 5));
  });

  test('halves go to the even level', () => {
    expect([...squeezeBits(tf.tensor1d([0.5]), 1).dataSync()]).toEqual([0]);
    expect(
      [...squeezeBits(tf.tensor1d([0.5 / 3, 1.5 / 3]), 2).dataSync()].map((x) => Math.round(3 * x)),
    ).toEqual([0, 2]);
  });

  test('once more changes nothing, and no pixel moves by more than half a level', () => {
    fc.assert(
      fc.property(pixels(16), fc.integer({ min: 1, max: 8 }), (values, bits) => {
        const once = squeezeBits(tf.tensor1d(values), bits);
        expect([...squeezeBits(once, bits).dataSync()]).toEqual([...once.dataSync()]);
        const levels = 2 ** bits - 1;
        once
          .dataSync()
          .forEach((value, i) => expect(Math.abs(value - values[i]!)).toBeLessThan(0.5 / levels + 1e-6));
      }),
    );
  });

  test.each([0, 9, 1.5])('%d bits are refused', (bits) => {
    expect(() => squeeze_features(linear([1]), bits)).toThrow('whole number from 1 to 8');
  });
});

test("the median is IBM's: [[1, 2], [3, 4]] in a window of 2 is [[1, 2], [3, 3]]", () => {
  expect(
    grid(
      medianFilter(
        picture([
          [1, 2],
          [3, 4],
        ]),
        2,
      ),
    ),
  ).toEqual([
    [1, 2],
    [3, 3],
  ]);
});

/** scipy 1.17.1, `scipy.ndimage.median_filter(image, size=(w, w), mode='reflect')`; 7 is wider than the image. */
const IMAGE = [
  [13, 16, 0, 16],
  [9, 10, 12, 5],
  [19, 1, 5, 7],
  [11, 8, 2, 0],
  [0, 0, 2, 19],
];
test.each([
  [
    2,
    [
      [13, 16, 16, 16],
      [13, 13, 12, 12],
      [19, 10, 10, 7],
      [19, 11, 5, 5],
      [11, 8, 2, 2],
    ],
  ],
  [
    3,
    [
      [13, 12, 12, 12],
      [13, 10, 7, 7],
      [10, 9, 5, 5],
      [8, 2, 2, 5],
      [0, 2, 2, 2],
    ],
  ],
  [
    4,
    [
      [13, 12, 12, 12],
      [13, 13, 12, 10],
      [11, 11, 9, 7],
      [9, 9, 7, 5],
      [1, 2, 2, 5],
    ],
  ],
  [
    5,
    [
      [10, 10, 10, 7],
      [11, 11, 9, 5],
      [9, 9, 7, 5],
      [2, 5, 5, 5],
      [2, 2, 2, 2],
    ],
  ],
  [
    7,
    [
      [9, 9, 9, 8],
      [9, 9, 9, 8],
      [7, 9, 7, 7],
      [5, 8, 5, 5],
      [5, 7, 5, 5],
    ],
  ],
])("the median is scipy's in a window of %i", (window, expected) => {
  expect(grid(medianFilter(picture(IMAGE), window))).toEqual(expected);
});

test('a median of a window of 1 changes nothing', () => {
  fc.assert(
    fc.property(pixels(12), (values) => {
      const x = tf.tensor4d(values, [1, 3, 4, 1]);
      expect([...medianFilter(x, 1).dataSync()]).toEqual([...x.dataSync()]);
    }),
  );
});

test('a median mixes neither channels nor images', () => {
  const [a, b] = [picture(IMAGE), picture(IMAGE.map((row) => row.toReversed()))];
  const both = medianFilter(tf.concat([tf.concat([a, b], 3), tf.concat([b, a], 3)], 0) as tf.Tensor4D, 3);
  const [first, second] = [medianFilter(a, 3), medianFilter(b, 3)];
  const expected = tf.concat([tf.concat([first, second], 3), tf.concat([second, first], 3)], 0);
  expect(both.arraySync()).toEqual(expected.arraySync());
});

test('the exchanges find the middle of any numbers', () => {
  const some = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 49 });
  fc.assert(
    fc.property(some, (numbers) => {
      const sorted = [...numbers];
      for (const { low, high, needed } of findExchanges(numbers.length)) {
        const [a, b] = [sorted[low]!, sorted[high]!];
        if (needed !== 'high') sorted[low] = Math.min(a, b);
        if (needed !== 'low') sorted[high] = Math.max(a, b);
      }
      const middle = Math.floor(numbers.length / 2);
      expect(sorted[middle]).toBe(numbers.toSorted((a, b) => a - b)[middle]);
    }),
  );
});

test('the gradient of a median is what small changes say, where no two pixels are equal', () => {
  const order = fc.shuffledSubarray(
    Array.from({ length: 20 }, (_, i) => i / 20),
    { minLength: 20 },
  );
  fc.assert(
    fc.property(order, fc.integer({ min: 2, max: 4 }), (values, window) => {
      const weights = values.map((_, i) => ((i * 7) % 11) - 5);
      const read = linear(weights);
      const { logits } = smooth_spatially(read, window);
      const at = (pixels: number[]): number =>
        (tf.tidy(() => logits(tf.tensor4d(pixels, [1, 4, 5, 1])).arraySync()) as number[][])[0]![1]!;
      const slope = tf.grad((x) => tf.sum(tf.slice(logits(x as tf.Tensor4D), [0, 1], [-1, 1])));
      const found = slope(tf.tensor4d(values, [1, 4, 5, 1])).dataSync();
      values.forEach((value, i) => {
        const moved = (by: number) => at(values.with(i, value + by));
        expect(found[i]).toBeCloseTo((moved(0.01) - moved(-0.01)) / 0.02, 2);
      });
    }),
    { numRuns: 8 },
  );
});

test('equal pixels share the slope: in a flat image each pixel has what an average would give it', () => {
  const slope = tf.grad((x) => tf.sum(medianFilter(x as tf.Tensor4D, 3)))(tf.zeros([1, 4, 4, 1]));
  expect(tf.sum(slope).arraySync()).toBeCloseTo(16, 5);
  slope.dataSync().forEach((value) => expect(value).toBeCloseTo(1, 5));
});

const WEIGHTS = [0.5, -1, 2, 0.25, 1, -0.5, 0.75, -2, 1.5];
const model = () => linear(WEIGHTS);
const x = () => tf.tensor4d([0.1, 0.62, 0.3, 0.9, 0.44, 0.7, 0.2, 0.05, 0.8], [1, 3, 3, 1]);
/** Of the cross entropy of class 0. */
const slopeOf = (classifier: Classifier): number[] => [
  ...inputGradient(classifier, x(), tf.tensor2d([[1, 0]])).gradient.dataSync(),
];

test.each([
  ['squeezing', (of: Classifier) => squeeze_features(of, 2)],
  ['JPEG', (of: Classifier) => compress_jpeg(of, 50)],
])('%s: the surrogate has its value, and the slope of the model at what it is shown', (_, wrap) => {
  const defended = wrap(model());
  expect(defended.defence).toMatchObject({ differentiable: false, stochastic: false });
  const read = defended.logits(x()).arraySync();
  expect(defended.surrogate!(x()).arraySync()).toEqual(read);
  const share = 1 / (1 + Math.exp(-(read as number[][])[0]![1]!));
  slopeOf(defended).forEach((slope, i) => expect(slope).toBeCloseTo(share * WEIGHTS[i]!, 5));
  const blind = inputGradient({ logits: defended.logits }, x(), tf.tensor2d([[1, 0]])).gradient;
  expect(Math.max(...blind.dataSync().map(Math.abs))).toBe(0);
});

test('the median is climbed through itself', () => {
  const defended = smooth_spatially(model());
  expect(defended.surrogate).toBeUndefined();
  expect(slopeOf(defended).filter((slope) => slope !== 0).length).toBeGreaterThan(0);
});

test('noise is drawn anew at each reading, and the same job draws the same', () => {
  const noisy = augment_gaussian(model(), 0.3);
  const twice = () => [noisy.logits(x()), noisy.logits(x())].map((logits) => logits.arraySync());
  listen(3);
  const [first, second] = twice();
  expect(second).not.toEqual(first);
  listen(3);
  expect(twice()).toEqual([first, second]);
  expect(noisy.defence).toMatchObject({ differentiable: true, stochastic: true });
});

test('noise has the mean 0 and the deviation that was asked for', () => {
  const drawn = augment_gaussian({ classes: 1, logits: (v) => tf.reshape(v, [1, -1]) }, 0.25)
    .logits(tf.zeros([1, 100, 100, 1]))
    .dataSync();
  const values = [...drawn];
  const mean = values.reduce((a, b) => a + b) / values.length;
  const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
  expect(Math.abs(mean)).toBeLessThan(4 * 0.0025);
  expect(Math.abs(deviation - 0.25)).toBeLessThan(0.01);
});

test('σ 0 changes nothing', () => {
  expect(augment_gaussian(model(), 0).logits(x()).arraySync()).toEqual(model().logits(x()).arraySync());
});

test('defences stack: the outer one meets the image first', () => {
  const both = smooth_spatially(squeeze_features(model(), 1), 3);
  const expected = model()
    .logits(squeezeBits(medianFilter(x(), 3), 1))
    .arraySync();
  expect(both.logits(x()).arraySync()).toEqual(expected);
  expect(both.surrogate!(x()).arraySync()).toEqual(expected);
  expect(both.defence).toEqual({
    name: 'median of 3×3 pixels, then feature squeezing, 1 bit',
    differentiable: false,
    stochastic: false,
  });
});

test('1,000 readings and gradients leave no tensor behind', () => {
  const [images, truth] = [x(), tf.tensor2d([[1, 0]])];
  const all = [squeeze_features, smooth_spatially, compress_jpeg, augment_gaussian].map((wrap) =>
    wrap(model()),
  );
  const before = tf.memory().numTensors;
  for (let i = 0; i < 125; i++) {
    for (const defended of all) {
      tf.dispose(defended.logits(images));
      tf.dispose(Object.values(inputGradient(defended, images, truth)));
    }
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('a model is wrapped before its softmax', () => {
  const net = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [3, 3, 1] }),
      tf.layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  expect(squeeze_features(net, 8).logits(x()).arraySync()).toEqual(
    openClassifier(net).logits(squeezeBits(x(), 8)).arraySync(),
  );
});
