/** A round of an attack as a data set: which one, whose labels, and what is no round of this data set. */
import * as tf from '@tensorflow/tfjs';
import { beforeEach, expect, test } from 'vitest';
import type { Dataset } from '#sdk';
import { add_random_noise } from '../../plugins/robustness/noise.ts';
import { select_round } from '../../plugins/robustness/round.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen } from './step-context.ts';

const all = readDigits8();
const model = async () => {
  await useBackend('cpu');
  return toNetwork(trainLinear(sliceDigits8(all, 0, 300), 20));
};
beforeEach(() => void listen());

/** The first six rows, in two parts of the file. */
const six = (): Dataset => {
  const dataset = toDataset(sliceDigits8(all, 0, 6)) as Dataset;
  const rows: Dataset['meta']['rows'] = [
    [0, 2],
    [10, 14],
  ];
  return { ...dataset, meta: { ...dataset.meta, rows } };
};

test('takes the round of an ε, or the last', async () => {
  const network = await model();
  const examples = await add_random_noise(network, six(), [0.1, 0.2]);
  for (const [epsilon, k] of [
    [0.1, 0],
    [0.2, 1],
    [null, 1],
  ] as const) {
    const selected = select_round(six(), examples, epsilon);
    expect([...selected.images.dataSync()]).toEqual([...examples.rounds[k]!.images.dataSync()]);
    expect([...selected.labels.dataSync()]).toEqual([...six().labels.dataSync()]);
    // Its own tensor: to let go of the data set leaves the examples whole.
    selected.images.dispose();
    expect(examples.rounds[k]!.images.isDisposed).toBe(false);
  }
});

test('fewer images than the data set have the first labels and rows', async () => {
  const network = await model();
  const first = toDataset(sliceDigits8(all, 0, 3)) as Dataset;
  const selected = select_round(six(), await add_random_noise(network, first, [0.1]));
  expect(selected.labels.shape).toEqual([3, 10]);
  expect(selected.meta.rows).toEqual([
    [0, 2],
    [10, 11],
  ]);
});

test('what is no round of it is refused', async () => {
  const network = await model();
  const examples = await add_random_noise(network, six(), [0.1]);
  expect(() => select_round(six(), examples, 0.3)).toThrow(/no round of ε 0.3, but of 0.1/);
  const fewer = toDataset(sliceDigits8(all, 0, 2)) as Dataset;
  expect(() => select_round(fewer, examples)).toThrow(/6 images of 8×8×1, which are not of this data set/);
  const other = { ...six(), images: tf.zeros([6, 4, 4, 1]) as tf.Tensor4D };
  expect(() => select_round(other, examples)).toThrow(/not of this data set/);
});
