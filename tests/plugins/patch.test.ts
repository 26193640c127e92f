/** The adversarial patch: where it lies, what it leaves alone, and one step of it by hand. */
import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Random, type Dataset, type NdArray } from '#sdk';
import { apply_adversarial_patch, create_adversarial_patch } from '../../plugins/dioptra_optic/attacks.ts';
import { layPatch, maskOf, patchSlope } from '../../plugins/dioptra_optic/patch.ts';
import { drawPlacement, lookAt, roundMask, seePatch } from '../../plugins/dioptra_optic/patch_place.ts';
import { useBackend } from './backend.ts';
import { listen, type Heard } from './step-context.ts';

let heard: Heard;
beforeAll(() => useBackend('cpu'));
beforeEach(() => void (heard = listen(3)));

const STILL = { angle: 0, scale: 1, down: 0, right: 0 };
const counted = (length: number) => Float32Array.from({ length }, (_, i) => ((i * 7) % 23) / 23);

/** What a 6 × 6 image sees of a square, pixel by pixel. */
const look = (square: Float32Array, side: number, placement: typeof STILL) => {
  const sight = seePatch([6, 6, 1], side, placement);
  return Array.from({ length: 36 }, (_, pixel) => lookAt(square, sight, pixel));
};
const turned = (square: Float32Array) =>
  Float32Array.from(square, (_, i) => square[(i % 6) * 6 + 5 - Math.floor(i / 6)]!);

describe('a placement', () => {
  test('that moves nothing is the identity', () => {
    expect(look(counted(36), 6, STILL)).toEqual([...counted(36)]);
  });

  test('by whole pixels takes the square there, and nothing beyond its edge', () => {
    const square = counted(36);
    const moved = look(square, 6, { ...STILL, down: 1, right: -2 });
    const expected = Array.from({ length: 36 }, (_, i) => {
      const [row, column] = [Math.floor(i / 6) - 1, (i % 6) + 2];
      return row < 0 || column > 5 ? 0 : square[row * 6 + column]!;
    });
    moved.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
  });

  test('by half a pixel is the mean of two', () => {
    const square = counted(36);
    const moved = look(square, 6, { ...STILL, right: 0.5 });
    for (let column = 1; column < 6; column++) {
      expect(moved[12 + column]).toBeCloseTo((square[12 + column]! + square[11 + column]!) / 2, 6);
    }
  });

  test('of a quarter turn turns, of four gives the square back', () => {
    const square = counted(36);
    const quarter = look(square, 6, { ...STILL, angle: Math.PI / 2 });
    const either = [turned(square), turned(turned(turned(square)))];
    const off = either.map((want) => Math.max(...quarter.map((value, i) => Math.abs(value - want[i]!))));
    expect(Math.min(...off)).toBeLessThan(1e-6);
    const whole = look(square, 6, { ...STILL, angle: 2 * Math.PI });
    whole.forEach((value, i) => expect(value).toBeCloseTo(square[i]!, 6));
  });

  test('at half the size covers a quarter of the pixels', () => {
    const seen = look(new Float32Array(36).fill(1), 6, { ...STILL, scale: 0.5 });
    expect(seen.reduce((sum, value) => sum + value, 0)).toBeCloseTo(9, 6);
  });

  test('drawn by chance keeps to its bounds and on the image', () => {
    const freedom = { rotation_max: 22.5, scale_min: 0.1, scale_max: 1 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const { angle, scale, down, right } = drawPlacement(new Random(seed), [28, 40, 1], freedom);
        expect(Math.abs(angle)).toBeLessThanOrEqual((22.5 * Math.PI) / 180);
        expect(scale >= 0.1 && scale <= 1).toBe(true);
        expect(Math.abs(down)).toBeLessThanOrEqual((28 - 28 * scale) / 2);
        expect(Math.abs(right)).toBeLessThanOrEqual((40 - 28 * scale) / 2);
      }),
    );
  });
});

test('the mask is 1 − (x² + y²)⁴⁰ within the circle and 0 without', () => {
  const mask = roundMask(5);
  expect([mask[12], mask[0], mask[2]]).toEqual([1, 0, 0]);
  // y = 1/27 and x = 25/27; x = y = 1/2; (0, 1) lies beyond the circle.
  expect(roundMask(28)[14 * 28 + 26]).toBeCloseTo(1 - (626 / 729) ** 40, 6);
  expect(mask[6]).toBeCloseTo(1 - 0.5 ** 40, 6);
  expect(mask[1]).toBe(0);
});

describe('a patch that is laid', () => {
  const freedom = { rotation_max: 180, scale_min: 0.1, scale_max: 1 };
  const patch = { shape: [6, 6, 2], data: counted(72) };

  test('changes nothing outside its mask and stays between image and patch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const images = Float32Array.from({ length: 3 * 72 }, (_, i) => ((i * 13) % 31) / 31);
        const laid = layPatch(images, [6, 6, 2], patch, freedom, new Random(seed));
        laid.images.forEach((value, at) => {
          const { share } = laid.covers[Math.floor(at / 72)]!;
          if (share[Math.floor((at % 72) / 2)] === 0) expect(value).toBe(images[at]);
          expect(value >= 0 && value <= 1).toBe(true);
        });
        expect(laid.covers.some(({ share }) => share.some((part) => part === 0))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('goes back by its own slope: a change of the patch changes the images as the slope says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const images = counted(2 * 72);
        const slopes = Float32Array.from({ length: 2 * 72 }, (_, i) => Math.sin(i));
        const change = Float32Array.from({ length: 72 }, (_, i) => Math.cos(3 * i) / 10);
        const other = { ...patch, data: patch.data.map((value, i) => value + change[i]!) };
        const one = layPatch(images, [6, 6, 2], patch, freedom, new Random(seed));
        const two = layPatch(images, [6, 6, 2], other, freedom, new Random(seed));
        const slope = patchSlope(slopes, [6, 6, 2], patch, one);
        const told = slope.reduce((sum, value, i) => sum + value * change[i]!, 0);
        const found = slopes.reduce((sum, value, i) => sum + value * (two.images[i]! - one.images[i]!), 0);
        expect(Math.abs(told - found)).toBeLessThan(1e-5);
      }),
      { numRuns: 40 },
    );
  });
});

/** Two classes on 4 × 4 pixels: logits 0 and w · x. */
const W = Array.from({ length: 16 }, (_, i) => Math.sin(i + 1));
function makeModel(): tf.LayersModel {
  const layers = [
    tf.layers.flatten({ inputShape: [4, 4, 1] }),
    tf.layers.dense({ units: 2, activation: 'softmax' }),
  ];
  const model = tf.sequential({ layers });
  model.setWeights([tf.tensor2d(W.map((w) => [0, w])), tf.tensor1d([0, 0])]);
  return model;
}

function makeDataset(count: number): Dataset {
  const labels = tf.tensor1d(new Int32Array(count), 'int32');
  return {
    images: tf.tensor4d(counted(16 * count), [count, 4, 4, 1]),
    labels: tf.oneHot(labels, 2, 1, 0, 'float32') as tf.Tensor2D,
    meta: {
      name: 'made',
      rows: [[0, count]],
      image_shape: [4, 4, 1],
      value_range: [0, 1],
      batch_size: 4,
      num_classes: 2,
      seed: 11,
      shuffle: true,
    },
  };
}

describe('create_adversarial_patch', () => {
  test('one step with a patch that covers the image lands where the formula says', async () => {
    const rate = 0.3;
    const [patch] = await create_adversarial_patch(makeModel(), makeDataset(4), 1, 0, 1, 1, rate, 1);
    const mask = roundMask(4);
    const expected = new Float64Array(16).fill(0.5);
    for (let image = 0; image < 4; image++) {
      const x = Array.from({ length: 16 }, (_, i) => {
        const before = ((16 * image + i) * 7) % 23;
        return (before / 23) * (1 - mask[i]!) + 0.5 * mask[i]!;
      });
      const share = 1 / (1 + Math.exp(-x.reduce((sum, value, i) => sum + W[i]! * value, 0)));
      // The slope of −log softmax₁ is (softmax₁ − 1) · w.
      for (let i = 0; i < 16; i++) expected[i]! -= rate * mask[i]! * (share - 1) * W[i]!;
    }
    const found = (patch as NdArray<Float32Array>).data;
    found.forEach((value, i) => {
      expect(Math.abs(value - Math.min(1, Math.max(0, expected[i]!)))).toBeLessThan(1e-5);
    });
  });

  test('takes one step a batch and one pass at most, and says so', async () => {
    await create_adversarial_patch(makeModel(), makeDataset(10), 1, 22.5, 0.1, 1, 5, 2);
    expect(heard.progress.at(-1)).toEqual([2, 2]);
    await create_adversarial_patch(makeModel(), makeDataset(10), 1, 22.5, 0.1, 1, 5, 500);
    expect(heard.progress.at(-1)).toEqual([3, 3]);
    expect(heard.logs.at(-1)!.message).toContain('max_iter 500 is not reached');
  });

  test('is the same again, and has the mask beside it', async () => {
    const make = () => create_adversarial_patch(makeModel(), makeDataset(8), 1);
    const [[first, mask], [second]] = [await make(), await make()];
    expect(second).toEqual(first);
    expect(mask).toEqual(maskOf(first as { shape: number[]; data: Float32Array }));
  });

  test('makes images be read as the target', async () => {
    const dataset = makeDataset(12);
    const model = makeModel();
    const [patch] = await create_adversarial_patch(model, dataset, 1, 10, 0.8, 1, 5, 3);
    const patched = await apply_adversarial_patch(model, dataset, patch, 10, 0.9);
    const [before, after] = [dataset, patched].map(({ images }) => {
      const shares = model.predict(images) as tf.Tensor;
      return shares.slice([0, 1], [12, 1]).mean().dataSync()[0]!;
    });
    expect(after).toBeGreaterThan(before! + 0.1);
  });

  test('leaves no tensors behind', async () => {
    const [model, dataset] = [makeModel(), makeDataset(8)];
    await create_adversarial_patch(model, dataset, 1, 10, 0.5, 1, 5, 1);
    const before = tf.memory().numTensors;
    await create_adversarial_patch(model, dataset, 1, 10, 0.5, 1, 5, 2);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('apply_adversarial_patch', () => {
  test('takes an array or a tensor, keeps labels and range, and warns', async () => {
    const dataset = makeDataset(5);
    const data = counted(16);
    const array = await apply_adversarial_patch(makeModel(), dataset, { shape: [4, 4, 1], data });
    const tensor = await apply_adversarial_patch(makeModel(), dataset, tf.tensor3d(data, [4, 4, 1]));
    expect([...tensor.images.dataSync()]).toEqual([...array.images.dataSync()]);
    expect([...array.labels.dataSync()]).toEqual([...dataset.labels.dataSync()]);
    expect([...array.images.dataSync()].every((value) => value >= 0 && value <= 1)).toBe(true);
    const warning = heard.logs.find(({ severity }) => severity === 'WARNING')!;
    expect(warning.message).toContain('no robust accuracy');
  });

  test('a patch of the whole image, not turned, is the mask’s mean of both', async () => {
    const dataset = makeDataset(2);
    const data = counted(16).map((value) => 1 - value);
    const laid = await apply_adversarial_patch(makeModel(), dataset, { shape: [4, 4, 1], data }, 0, 1);
    const before = await dataset.images.data();
    const mask = roundMask(4);
    laid.images.dataSync().forEach((value, i) => {
      const part = mask[i % 16]!;
      expect(value).toBeCloseTo(before[i]! * (1 - part) + data[i % 16]! * part, 6);
    });
  });
});

test.each([
  ['a target too many', () => create_adversarial_patch(makeModel(), makeDataset(4), 2), '0 to 1'],
  ['a turn of 200 degrees', () => create_adversarial_patch(makeModel(), makeDataset(4), 1, 200), '180'],
  [
    'sizes the wrong way round',
    () => create_adversarial_patch(makeModel(), makeDataset(4), 1, 9, 0.9, 0.5),
    '0.9 to 0.5',
  ],
  [
    'a rate of 0',
    () => create_adversarial_patch(makeModel(), makeDataset(4), 1, 9, 0.1, 1, 0),
    'learning_rate',
  ],
  ['no steps', () => create_adversarial_patch(makeModel(), makeDataset(4), 1, 9, 0.1, 1, 5, 0), 'max_iter'],
  [
    'a patch of another size',
    () =>
      apply_adversarial_patch(makeModel(), makeDataset(4), { shape: [3, 3, 1], data: new Float32Array(9) }),
    '[4, 4, 1]',
  ],
])('%s is refused', async (_, attempt, words) => {
  await expect(attempt()).rejects.toThrow(words);
});
