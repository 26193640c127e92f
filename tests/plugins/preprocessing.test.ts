/** The preprocessing defences against SciPy's medians, another JPEG codec and closed forms. */
import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Dataset } from '#sdk';
import { preprocessing } from '../../plugins/dioptra_optic/defenses.ts';
import { compressImages, quantisationTable } from '../../plugins/dioptra_optic/jpeg.ts';
import { smoothImages } from '../../plugins/dioptra_optic/smoothing.ts';
import { useBackend } from './backend.ts';
import { listen, type Heard } from './step-context.ts';

let heard: Heard;
beforeAll(() => useBackend('cpu'));
beforeEach(() => void (heard = listen(5)));

function makeDataset(values: readonly number[], shape: [number, number, number], range = [0, 1]): Dataset {
  const count = values.length / (shape[0] * shape[1] * shape[2]);
  const labels = Int32Array.from({ length: count }, (_, i) => i % 3);
  return {
    images: tf.tensor4d([...values], [count, ...shape]),
    labels: tf.oneHot(tf.tensor1d(labels, 'int32'), 3, 1, 0, 'float32') as tf.Tensor2D,
    meta: {
      name: 'made',
      rows: [[0, count]],
      image_shape: shape,
      value_range: range as [number, number],
      batch_size: 4,
      num_classes: 3,
      seed: null,
      shuffle: true,
    },
  };
}

const pixelsOf = (dataset: Dataset) => [...dataset.images.dataSync()];
const some = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 140, maxLength: 140 });

describe('spatial smoothing', () => {
  test('the example of IBM’s toolbox', async () => {
    const dataset = makeDataset([1, 2, 3, 4], [2, 2, 1], [0, 255]);
    expect(pixelsOf(await preprocessing(dataset, 'spatial_smoothing', { window_size: 2 }))).toEqual([
      1, 2, 3, 3,
    ]);
  });

  // scipy 1.17.1: median_filter of (i·37 + 11) mod 101 as 5 rows of 6, size=window, mode='reflect'.
  test.each([
    [
      2,
      [
        11, 48, 85, 85, 58, 95, 31, 48, 68, 41, 58, 78, 51, 68, 68, 41, 78, 78, 71, 71, 44, 61, 81, 54, 91,
        71, 44, 64, 37, 54,
      ],
    ],
    [
      3,
      [
        31, 48, 48, 58, 58, 78, 48, 48, 48, 58, 58, 58, 51, 44, 44, 44, 54, 34, 71, 51, 44, 44, 54, 54, 71,
        64, 27, 37, 37, 54,
      ],
    ],
    [
      4,
      [
        48, 31, 41, 58, 58, 58, 48, 48, 48, 58, 58, 58, 51, 48, 48, 58, 54, 54, 68, 51, 51, 44, 44, 54, 71,
        64, 61, 37, 54, 54,
      ],
    ],
    [
      7,
      [
        48, 51, 48, 48, 58, 54, 44, 48, 48, 48, 54, 54, 48, 48, 51, 54, 54, 54, 48, 48, 51, 54, 48, 54, 51,
        51, 51, 51, 44, 44,
      ],
    ],
  ])('SciPy’s median with a window of %i', (window, expected) => {
    const image = Float32Array.from({ length: 30 }, (_, i) => (i * 37 + 11) % 101);
    expect([...smoothImages(image, [5, 6, 1], window)]).toEqual(expected);
  });

  test('window 1 is the identity, 3 is the default, and every median was there before', async () => {
    await fc.assert(
      fc.asyncProperty(some, async (levels) => {
        const values = levels.map((level) => Math.fround(level / 255));
        const dataset = makeDataset(values, [7, 5, 4]);
        const same = await preprocessing(dataset, 'spatial_smoothing', { window_size: 1 });
        expect(pixelsOf(same)).toEqual(values);
        const three = pixelsOf(await preprocessing(dataset, 'spatial_smoothing'));
        const asked = await preprocessing(dataset, 'spatial_smoothing', { window_size: 3 });
        expect(three).toEqual(pixelsOf(asked));
        const before = [0, 1, 2, 3].map((channel) => new Set(values.filter((_, k) => k % 4 === channel)));
        expect(three.every((value, i) => before[i % 4]!.has(value))).toBe(true);
      }),
      { numRuns: 15 },
    );
  });
});

describe('JPEG', () => {
  // jpeg-js 0.4.4, decode(encode(…)) of the grey image below, 12 rows of 10: another encoder and decoder of whole files.
  const image = Uint8ClampedArray.from({ length: 120 }, (_, i) => (i * 53 + ((i * i * 7) % 97)) % 256);
  test.each([
    [
      10,
      [
        5, 39, 144, 240, 206, 104, 98, 175, 130, 92, 69, 103, 181, 231, 180, 100, 126, 215, 255, 235, 118,
        155, 194, 179, 110, 76, 147, 249, 79, 62, 124, 169, 173, 101, 34, 58, 163, 255, 151, 141, 132, 188,
        168, 64, 19, 96, 199, 245, 46, 50, 167, 230, 195, 76, 62, 171, 228, 193, 45, 68, 194, 255, 212, 88,
        98, 213, 202, 79, 59, 92, 198, 255, 206, 80, 101, 211, 151, 0, 92, 124, 234, 152, 35, 74, 131, 114,
        89, 11, 125, 146, 255, 165, 80, 125, 188, 174, 125, 60, 124, 145, 251, 137, 106, 159, 230, 222, 131,
        94, 157, 178, 212, 64, 93, 149, 228, 231, 90, 94, 212, 233,
      ],
    ],
    [
      50,
      [
        0, 47, 139, 225, 212, 92, 141, 148, 221, 63, 57, 147, 155, 168, 255, 45, 115, 219, 229, 252, 100, 170,
        234, 223, 46, 45, 167, 246, 3, 29, 142, 145, 245, 33, 52, 97, 174, 225, 238, 144, 160, 120, 207, 8,
        93, 94, 205, 230, 8, 28, 93, 253, 209, 52, 115, 119, 193, 232, 71, 102, 187, 208, 255, 44, 121, 183,
        219, 62, 79, 112, 195, 244, 251, 50, 115, 249, 0, 74, 46, 130, 217, 255, 0, 70, 140, 187, 0, 25, 128,
        176, 208, 0, 116, 67, 169, 173, 255, 29, 105, 154, 247, 245, 112, 147, 194, 255, 16, 64, 139, 190,
        202, 37, 71, 139, 234, 243, 37, 136, 195, 249,
      ],
    ],
    [
      90,
      [
        0, 64, 135, 224, 227, 90, 118, 165, 228, 52, 44, 140, 162, 188, 242, 53, 121, 222, 223, 245, 119, 167,
        231, 212, 56, 53, 174, 208, 4, 67, 147, 146, 243, 19, 50, 95, 176, 246, 243, 95, 120, 157, 203, 14,
        102, 102, 192, 227, 6, 65, 128, 211, 210, 65, 83, 121, 192, 250, 78, 75, 186, 207, 255, 52, 120, 206,
        204, 56, 89, 127, 183, 255, 239, 83, 103, 225, 12, 69, 41, 127, 227, 241, 19, 60, 122, 192, 20, 26,
        139, 172, 214, 22, 89, 79, 182, 195, 236, 20, 83, 147, 241, 248, 103, 138, 190, 251, 67, 57, 162, 192,
        215, 17, 74, 147, 238, 239, 10, 144, 189, 246,
      ],
    ],
  ])('another codec’s pixels at quality %i, but for the rounding', (quality, expected) => {
    const mine = compressImages(image, [12, 10, 1], quality);
    const off = expected.map((level, i) => Math.abs(level - mine[i]!));
    expect(Math.max(...off)).toBeLessThanOrEqual(1);
    expect(off.filter((levels) => levels > 0).length).toBeLessThan(20);
  });
});

describe('JPEG’s tables', () => {
  test('scale as libjpeg’s: the standard’s own at 50, ones at 100, at most 255', () => {
    const first = (quality: number) => Array.from(quantisationTable(quality).subarray(0, 3));
    expect([first(50), first(25), first(75), first(90)]).toEqual([
      [16, 11, 10],
      [32, 22, 20],
      [8, 6, 5],
      [3, 2, 2],
    ]);
    expect(quantisationTable(100).every((entry) => entry === 1)).toBe(true);
    expect(quantisationTable(1).every((entry) => entry === 255)).toBe(true);
    expect(quantisationTable(50, 'chrominance')[0]).toBe(17);
  });

  test('an even grey comes out at a nearest multiple of table[0] / 8 from 128', () => {
    for (const quality of [10, 50, 80]) {
      const step = quantisationTable(quality)[0]! / 8;
      for (let level = 0; level < 256; level++) {
        const found = compressImages(new Uint8ClampedArray(64).fill(level), [8, 8, 1], quality)[9]!;
        expect(Math.abs(found - level)).toBeLessThanOrEqual(step / 2 + 0.5);
        const multiple = 128 + step * Math.round((found - 128) / step);
        if (found > 0 && found < 255) expect(Math.abs(found - multiple)).toBeLessThanOrEqual(0.5);
      }
    }
  });
});

describe('JPEG, whatever the image', () => {
  test('no block moves further than half its table and the rounding allow', () => {
    const block = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(block, fc.integer({ min: 1, max: 100 }), (levels, quality) => {
        const out = compressImages(Uint8ClampedArray.from(levels), [8, 8, 1], quality);
        const moved = Math.hypot(...levels.map((level, i) => level - out[i]!));
        expect(moved).toBeLessThanOrEqual(Math.hypot(...quantisationTable(quality)) / 2 + 4);
      }),
      { numRuns: 100 },
    );
  });

  test('up to quality 50 a second pass changes nothing where no pixel was cut off', () => {
    // Rounding moves a coefficient by at most 4 (64 pixels by ½ each), less than half of any entry from 9.
    const block = fc.array(fc.integer({ min: 100, max: 156 }), { minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(block, fc.integer({ min: 30, max: 50 }), (levels, quality) => {
        const once = compressImages(Uint8ClampedArray.from(levels), [8, 8, 1], quality);
        fc.pre(once.every((level) => level > 0 && level < 255));
        expect([...compressImages(once, [8, 8, 1], quality)]).toEqual([...once]);
      }),
      { numRuns: 100 },
    );
  });

  test('grey as three channels comes out grey', () => {
    const levels = Uint8ClampedArray.from({ length: 192 }, (_, i) => (Math.floor(i / 3) * 29) % 256);
    const out = compressImages(levels, [8, 8, 3], 40);
    for (let i = 0; i < 192; i += 3) expect([out[i + 1], out[i + 2]]).toEqual([out[i], out[i]]);
  });

  test('the task rounds to 256 levels of the data’s range, whatever it is', async () => {
    const levels = Array.from({ length: 64 }, (_, i) => (i * 31) % 256);
    const asShares = levels.map((level) => level / 255);
    const bytes = await preprocessing(makeDataset(levels, [8, 8, 1], [0, 255]), 'jpeg_compression');
    const shares = await preprocessing(makeDataset(asShares, [8, 8, 1]), 'jpeg_compression');
    expect(pixelsOf(bytes)).toEqual([...compressImages(Uint8ClampedArray.from(levels), [8, 8, 1], 50)]);
    pixelsOf(shares).forEach((share, i) => expect(share * 255).toBeCloseTo(pixelsOf(bytes)[i]!, 4));
  });
});

describe('Gaussian augmentation', () => {
  const grey = (count: number) => makeDataset(Array<number>(count * 400).fill(0.5), [20, 20, 1]);

  test('ratio 1, the default, doubles the set; the images stay and labels go along', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async (count) => {
        const values = Array.from({ length: count * 4 }, (_, i) => Math.fround(((i * 7) % 11) / 11));
        const dataset = makeDataset(values, [2, 2, 1]);
        const twice = await preprocessing(dataset, 'gaussian_augmentation', { sigma: 0 });
        expect(twice.images.shape[0]).toBe(2 * count);
        expect(twice.labels.shape).toEqual([2 * count, 3]);
        const keysOf = ({ images, labels }: Dataset) =>
          Array.from({ length: images.shape[0] }, (_, i) =>
            [images, labels].map((rows) => String(rows.slice(i, 1).dataSync())).join(' '),
          );
        const [before, after] = [keysOf(dataset), keysOf(twice)];
        before.forEach((one) => expect(after).toContain(one));
        after.forEach((one) => expect(before).toContain(one));
      }),
      { numRuns: 8 },
    );
  });

  test('a ratio counts within each batch, rounded down', async () => {
    const sizes = async (ratio: number) =>
      (await preprocessing(grey(10), 'gaussian_augmentation', { ratio })).images.shape[0];
    // Batches of 4, 4 and 2.
    expect([await sizes(0.5), await sizes(0.3), await sizes(2)]).toEqual([15, 12, 30]);
  });

  test('without augmentation every image is replaced, by noise of that deviation', async () => {
    const options = { sigma: 0.1, augmentation: false };
    const noisy = await preprocessing(grey(10), 'gaussian_augmentation', options);
    const values = pixelsOf(noisy);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
    expect(noisy.images.shape[0]).toBe(10);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(deviation - 0.1)).toBeLessThan(0.005);
    listen(5);
    expect(pixelsOf(await preprocessing(grey(10), 'gaussian_augmentation', options))).toEqual(values);
  });

  test('stays in the data’s range at the toolbox’s deviation of 1', async () => {
    const values = pixelsOf(await preprocessing(grey(4), 'gaussian_augmentation'));
    expect(Math.min(...values)).toBe(0);
    expect(Math.max(...values)).toBe(1);
  });
});

test.each([
  ['another defence', 'total_variation', {}, 'gaussian_augmentation'],
  ['another option', 'jpeg_compression', { qualty: 3 }, '"qualty"'],
  ['what the task gives itself', 'spatial_smoothing', { clip_values: [0, 1] }, '"clip_values"'],
  ['a window of none', 'spatial_smoothing', { window_size: 0 }, 'window_size'],
  ['a quality of 0', 'jpeg_compression', { quality: 0 }, '1 to 100'],
  ['a ratio of 0', 'gaussian_augmentation', { ratio: 0 }, 'ratio'],
  ['channels first', 'spatial_smoothing', { channels_first: true }, 'channels last'],
  [
    'copies while predicting',
    'gaussian_augmentation',
    { apply_fit: false, apply_predict: true },
    'for training',
  ],
])('%s is refused', async (_, name, options, words) => {
  await expect(preprocessing(makeDataset([0, 0, 0, 0], [2, 2, 1]), name, options)).rejects.toThrow(words);
});

test('says that an oblivious attack shows no robust accuracy', async () => {
  await preprocessing(makeDataset([0, 0, 0, 0], [2, 2, 1]), 'spatial_smoothing');
  expect(heard.logs.find(({ severity }) => severity === 'WARNING')!.message).toContain('no robust accuracy');
});
