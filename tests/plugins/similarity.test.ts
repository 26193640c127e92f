/** PSNR and SSIM against closed forms and a plain float64 sum over windows. */
import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from 'vitest';
import { Random, judgeRound, type Classifier, type Dataset, type Examples } from '#sdk';
import { compareImages, measure_similarity } from '../../plugins/robustness/similarity.ts';
import { useBackend } from './backend.ts';
import { listen, type Heard } from './step-context.ts';

const SIDE = 14;
const C1 = 1e-4;
const C2 = 9e-4;
let heard: Heard;
beforeEach(() => void (heard = listen()));

const grey = (value: number, channels = 1): tf.Tensor4D => tf.fill([1, SIDE, SIDE, channels], value);

/** As the paper writes it, pixel by pixel. */
function ssimOf(x: Float32Array, y: Float32Array): number {
  const weight = (i: number): number => Math.exp(-((i - 5) ** 2) / 4.5);
  const total = Array.from({ length: 11 }, (_, i) => weight(i)).reduce((a, b) => a + b) ** 2;
  let sum = 0;
  for (let top = 0; top <= SIDE - 11; top++) {
    for (let left = 0; left <= SIDE - 11; left++) {
      const mean = (of: (at: number) => number): number => {
        let value = 0;
        for (let i = 0; i < 121; i++) {
          const [row, column] = [Math.floor(i / 11), i % 11];
          value += (weight(row) * weight(column) * of((top + row) * SIDE + left + column)) / total;
        }
        return value;
      };
      const [mx, my] = [mean((at) => x[at]!), mean((at) => y[at]!)];
      const vx = mean((at) => (x[at]! - mx) ** 2);
      const vy = mean((at) => (y[at]! - my) ** 2);
      const cov = mean((at) => (x[at]! - mx) * (y[at]! - my));
      sum += ((2 * mx * my + C1) * (2 * cov + C2)) / ((mx ** 2 + my ** 2 + C1) * (vx + vy + C2));
    }
  }
  return sum / (SIDE - 10) ** 2;
}

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeEach(() => useBackend(backend));

  test.each([
    [0.5, 0.6],
    [0, 1],
    [0.25, 0.2],
  ])('even greys %f and %f differ in brightness alone', async (a, b) => {
    const { ssim, psnr } = await compareImages(grey(a), grey(b));
    expect(ssim[0]).toBeCloseTo((2 * a * b + C1) / (a * a + b * b + C1), 5);
    expect(psnr[0]).toBeCloseTo(-20 * Math.log10(Math.abs(a - b)), 4);
  });

  test('the same image: 1, and no noise at all', async () => {
    const { ssim, psnr } = await compareImages(grey(0.3), grey(0.3));
    expect([ssim[0], psnr[0]]).toEqual([expect.closeTo(1, 5), Infinity]);
  });

  test.each([1, 3])('any images of %i channels: the mean over windows and channels', async (channels) => {
    const draw = new Random(5, 'images');
    const [x, y] = [0, 1].map(() => draw.fillUniform(new Float32Array(2 * SIDE * SIDE * channels)));
    const toImages = (values: Float32Array) => tf.tensor4d(values, [2, SIDE, SIDE, channels]);
    const { ssim } = await compareImages(toImages(x!), toImages(y!));
    for (const image of [0, 1]) {
      const planes = Array.from({ length: channels }, (_, c) => {
        const plane = (values: Float32Array): Float32Array =>
          Float32Array.from(
            { length: SIDE * SIDE },
            (__, at) => values[(image * SIDE * SIDE + at) * channels + c]!,
          );
        return ssimOf(plane(x!), plane(y!));
      });
      expect(ssim[image]).toBeCloseTo(planes.reduce((a, b) => a + b) / channels, 5);
    }
  });

  test('an inverted pattern is less than nothing in common', async () => {
    const draw = new Random(6, 'images').fillUniform(new Float32Array(SIDE * SIDE));
    const x = tf.tensor4d(draw, [1, SIDE, SIDE, 1]);
    const { ssim } = await compareImages(x, tf.sub(1, x));
    expect(ssim[0]).toBeLessThan(-0.5);
  });
});

/** Reads class 1 where the image is light. */
const model: Classifier = {
  classes: 2,
  logits: (x) => {
    const light = tf.mean(x, [1, 2, 3]);
    return tf.stack([tf.sub(0.55, light), tf.sub(light, 0.55)], 1) as tf.Tensor2D;
  },
};

async function examplesOf(after: readonly number[]): Promise<[Dataset, Examples]> {
  const count = after.length;
  const images: tf.Tensor4D = tf.fill([count, SIDE, SIDE, 1], 0.5);
  const labels = tf.oneHot(tf.zeros([count], 'int32'), 2, 1, 0, 'float32') as tf.Tensor2D;
  const meta: Dataset['meta'] = {
    name: 'grey',
    rows: [[0, count]],
    image_shape: [SIDE, SIDE, 1],
    value_range: [0, 1],
    batch_size: count,
    num_classes: 2,
    seed: null,
    shuffle: false,
  };
  const zeros = new Int32Array(count);
  const facts = {
    epsilon: 0.1,
    before: images,
    labels: zeros,
    clean: zeros,
    queries: 0,
    gradientEvaluations: 0,
  };
  const round = await judgeRound(model, tf.concat(after.map((value) => grey(value))), facts);
  const threat = { sees: 'nothing', may_change: 'all', tries: '1' };
  const rest = { role: 'adversarial', norm: 'Linf', target: null, threat, health: null } as const;
  return [
    { images, labels, meta },
    { attack: 'grey', ...rest, attacked: model, rounds: [round] },
  ];
}

test('figures over all images, and over those that gave way', async () => {
  await useBackend('cpu');
  const [dataset, examples] = await examplesOf([0.5, 0.51, 0.6]);
  const { columns, rows } = await measure_similarity(dataset, examples);
  const value = (name: string): number => rows[0]![columns.indexOf(name)] as number;
  expect(rows[0]!.slice(0, 3)).toEqual([0.1, 3, 1]);
  expect(value('psnr_success_mean')).toBeCloseTo(20, 3);
  expect(value('psnr_median')).toBeCloseTo(40, 3);
  expect(value('ssim_success_mean')).toBeCloseTo((0.6 + C1) / (0.61 + C1), 4);
  expect(heard.metrics.find(({ name }) => name === 'psnr_success_mean')!.value).toBeCloseTo(20, 3);
});

test('where nothing gave way there is no figure of success', async () => {
  await useBackend('cpu');
  const { rows } = await measure_similarity(...(await examplesOf([0.5])));
  expect(rows[0]!.slice(5)).toEqual([null, null]);
  expect(heard.metrics.map(({ name }) => name)).toEqual(['epsilon', 'ssim_mean', 'psnr_median']);
});

test('small images, and those of another data set, are refused', async () => {
  await useBackend('cpu');
  const [dataset, examples] = await examplesOf([0.5, 0.6]);
  const small = { ...dataset, images: tf.zeros([2, 8, 8, 1]) as tf.Tensor4D };
  await expect(measure_similarity(small, examples)).rejects.toThrow(
    /11×11 pixels, and these images have 8×8×1/,
  );
  const [fewer] = await examplesOf([0.5]);
  await expect(measure_similarity(fewer, examples)).rejects.toThrow(/not of this data set/);
});
