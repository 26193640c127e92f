/** What holds for every black-box attack: cpu and wasm agree, a seed gives the same again, nothing stays behind, no gradient is asked for. */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import type { Classifier, Dataset, Examples } from '#sdk';
import { attack_boundary } from '../../../plugins/black_box/boundary.ts';
import { attack_hopskipjump } from '../../../plugins/black_box/hop_skip_jump.ts';
import { attack_one_pixel } from '../../../plugins/black_box/one_pixel.ts';
import { attack_spatial } from '../../../plugins/black_box/spatial.ts';
import { attack_square } from '../../../plugins/black_box/square.ts';
import { useBackend } from '../backend.ts';
import { readDigits8, sliceDigits8, toDataset, trainLinear } from '../digits8.ts';
import { listen } from '../step-context.ts';

const all = readDigits8();
const test8 = sliceDigits8(all, 1297, 1305);
const linear = trainLinear(sliceDigits8(all, 0, 600), 60);

type Attack = (model: Classifier, dataset: Dataset) => Promise<Examples>;
const attacks: [name: string, attack: Attack, called: string][] = [
  ['Square in L∞', (model, dataset) => attack_square(model, dataset, 'inf', [0.05, 0.15], 6), 'Square'],
  ['Square in L2', (model, dataset) => attack_square(model, dataset, 2, [0.5, 1], 6), 'Square-L2'],
  ['HopSkipJump in L2', (model, dataset) => attack_hopskipjump(model, dataset, 2, 3, 20), 'HopSkipJump'],
  [
    'HopSkipJump in L∞',
    (model, dataset) => attack_hopskipjump(model, dataset, 'inf', 3, 20),
    'HopSkipJump-Linf',
  ],
  ['Boundary', (model, dataset) => attack_boundary(model, dataset, 12), 'Boundary'],
  ['OnePixel', (model, dataset) => attack_one_pixel(model, dataset, [1, 3], 3, 10), 'OnePixel'],
  ['Spatial', (model, dataset) => attack_spatial(model, dataset, [1], 1, 20, 3, 3), 'Spatial'],
];

/** A convolution before the known linear layer, so that two backends have something to differ in; it counts what it is asked. */
function makeModel(): { model: Classifier; asked: () => number; dispose: () => void } {
  const kernel = tf.tensor4d([0, 0.1, 0, 0.1, 0.6, 0.1, 0, 0.1, 0], [3, 3, 1, 1]);
  const weights = tf.tensor2d(Float32Array.from(linear.weights), [64, 10]);
  let asked = 0;
  const logits = (x: tf.Tensor4D): tf.Tensor2D => {
    asked += x.shape[0];
    const smooth = tf.reshape(tf.relu(tf.conv2d(x, kernel, 1, 'same')), [-1, 64]) as tf.Tensor2D;
    return tf.matMul(smooth, weights);
  };
  return { model: { classes: 10, logits }, asked: () => asked, dispose: () => tf.dispose([kernel, weights]) };
}

interface Outcome {
  readonly images: number[][];
  readonly queries: number[][];
  readonly asked: number;
}

async function run(attack: Attack, seed: number): Promise<Outcome> {
  listen(seed);
  const { model, asked, dispose } = makeModel();
  const dataset = tf.tidy(() => toDataset(test8) as unknown as tf.TensorContainer) as unknown as Dataset;
  const { rounds } = await attack(model, dataset);
  const images = rounds.map((round) => [...round.images.dataSync()]);
  const queries = rounds.map((round) => [...round.queries]);
  // Each round and the clean images are read once besides.
  const besides = test8.count * (rounds.length + 1);
  tf.dispose([...rounds.map((round) => round.images), dataset.images, dataset.labels]);
  dispose();
  return { images, queries, asked: asked() - besides };
}

describe.each(attacks)('%s', (name, attack, called) => {
  test('gives the same on cpu and wasm, to 1e-5', async () => {
    const outcomes: Outcome[] = [];
    for (const backend of ['cpu', 'wasm'] as const) {
      await useBackend(backend);
      outcomes.push(await run(attack, 7));
    }
    const [cpu, wasm] = outcomes as [Outcome, Outcome];
    expect(wasm.queries).toEqual(cpu.queries);
    wasm.images
      .flat()
      .forEach((value, j) => expect(Math.abs(value - cpu.images.flat()[j]!)).toBeLessThan(1e-5));
  });

  test('gives the same bytes for a seed, and others for another, where chance plays a part', async () => {
    await useBackend('wasm');
    const [first, again, other] = [await run(attack, 7), await run(attack, 7), await run(attack, 8)];
    expect(again).toEqual(first);
    if (name === 'Spatial') expect(other).toEqual(first);
    else expect(other.images).not.toEqual(first.images);
  });

  test('counts every image that the model was shown, and no more', async () => {
    await useBackend('wasm');
    const { queries, asked } = await run(attack, 7);
    expect(queries.flat().reduce((sum, number) => sum + number, 0)).toBe(asked);
  });

  test('leaves no tensor behind but its images', async () => {
    await useBackend('wasm');
    await run(attack, 7);
    const before = tf.memory().numTensors;
    await run(attack, 7);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('works where there is no gradient at all: rounded logits, as a class alone', async () => {
    await useBackend('wasm');
    listen(7);
    const { model } = makeModel();
    const hard: Classifier = {
      classes: 10,
      logits: (x) =>
        tf.oneHot(tf.argMax(model.logits(x), 1) as tf.Tensor1D, 10, 1, 0, 'float32') as tf.Tensor2D,
    };
    const { rounds, health, attack: said } = await attack(hard, toDataset(test8));
    expect(said).toBe(called);
    expect(health).toBeNull();
    expect(rounds.every((round) => round.gradient_evaluations.every((asked) => asked === 0))).toBe(true);
    rounds.forEach(({ images }) =>
      expect(images.dataSync().every((value) => value >= 0 && value <= 1)).toBe(true),
    );
    if (/Hop|Boundary/.test(name)) expect(rounds[0]!.success.some((fell) => fell === 1)).toBe(true);
  });
});
