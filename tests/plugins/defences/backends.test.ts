/** cpu and wasm give the same: each defence and its slope on 8 images, five training steps, and the votes. */
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { inputGradient, type Classifier, type Readable } from '#sdk';
import { train_adversarially, train_adversarially_fast } from '../../../plugins/defences/adversarial.ts';
import { certify } from '../../../plugins/defences/certify.ts';
import { distil_defensively } from '../../../plugins/defences/distil.ts';
import { augment_gaussian } from '../../../plugins/defences/gaussian.ts';
import { compress_jpeg } from '../../../plugins/defences/jpeg.ts';
import { train_with_noise } from '../../../plugins/defences/noisy.ts';
import { smooth_randomly } from '../../../plugins/defences/smoothing.ts';
import { smooth_spatially } from '../../../plugins/defences/smooth.ts';
import { squeeze_features } from '../../../plugins/defences/squeeze.ts';
import { tradesLoss, train_trades } from '../../../plugins/defences/trades.ts';
import { useBackend } from '../backend.ts';
import { listen, type Heard } from '../step-context.ts';
import { digits, smallNet, weightsOf } from './nets.ts';

async function onEach<T>(body: (heard: Heard) => Promise<T>): Promise<[cpu: T, wasm: T]> {
  const results: T[] = [];
  for (const backend of ['cpu', 'wasm'] as const) {
    await useBackend(backend);
    results.push(await body(listen(4)));
  }
  return results as [T, T];
}

function expectClose(cpu: readonly number[], wasm: readonly number[]): void {
  expect(wasm.length).toBe(cpu.length);
  expect(cpu.reduce((most, value, i) => Math.max(most, Math.abs(value - wasm[i]!)), 0)).toBeLessThan(1e-5);
}

const DEFENCES: [string, (model: Readable) => Classifier][] = [
  ['feature squeezing', (model) => squeeze_features(model, 2)],
  ['the median', (model) => smooth_spatially(model, 3)],
  ['JPEG', (model) => compress_jpeg(model, 50)],
  ['noise', (model) => augment_gaussian(model, 0.2)],
  ['randomised smoothing', (model) => smooth_randomly(model, 0.2, 10, 3)],
];
test.each(DEFENCES)('%s', async (_, wrap) => {
  const [cpu, wasm] = await onEach(async () => {
    const [set, defended] = [digits(0, 8), wrap(smallNet())];
    const { gradient } = inputGradient(defended, set.images, set.labels);
    return [...defended.logits(set.images).dataSync(), ...gradient.dataSync()];
  });
  expectClose(cpu, wasm);
});

const TRAININGS: [
  string,
  (model: tf.LayersModel, set: ReturnType<typeof digits>) => Promise<tf.LayersModel>,
][] = [
  ['train_adversarially', (model, set) => train_adversarially(model, set, set, 0.1, 0.05, 3, true, 1)],
  ['train_adversarially_fast', (model, set) => train_adversarially_fast(model, set, set, 0.1, 1)],
  ['train_trades', (model, set) => train_trades(model, set, set, 2, 0.1, 0.05, 3, 1)],
  ['train_with_noise', (model, set) => train_with_noise(model, set, 0.2, 1)],
  ['distil_defensively', (model, set) => distil_defensively(model, set, 20, 1)],
];
test.each(TRAININGS)('five steps of %s', async (_, train) => {
  const [cpu, wasm] = await onEach(async () => weightsOf(await train(smallNet(), digits(0, 40, 8))).flat());
  expectClose(cpu, wasm);
});

test('certificates of 8 images', async () => {
  const [cpu, wasm] = await onEach(
    async () => (await certify(smallNet(), digits(0, 8), 0.2, 20, 100, 0.001, 8))[0].rows,
  );
  expect(wasm).toEqual(cpu);
});

test('the loss of TRADES and its slopes', async () => {
  const [cpu, wasm] = await onEach(async () => {
    const set = digits(0, 8);
    const truth = set.labels;
    const other = tf.mul(truth, tf.range(0, 10)) as tf.Tensor2D;
    const clean = tf.sub<tf.Tensor2D>(tf.mul(truth, 2), 0.5);
    const slopes = tf.grads((a, b) => tradesLoss(a as tf.Tensor2D, b as tf.Tensor2D, truth, 6))([
      clean,
      other,
    ]);
    return [
      ...tradesLoss(clean, other, truth, 6).dataSync(),
      ...slopes.flatMap((slope) => [...slope.dataSync()]),
    ];
  });
  expectClose(cpu, wasm);
});
