/** A round of an attack as a data set, and data sets as the rounds of an attack: which, whose labels, and what is none of this data set. */
import * as tf from '@tensorflow/tfjs';
import { beforeEach, expect, test } from 'vitest';
import type { Dataset } from '#sdk';
import { fast_gradient_method } from '../../plugins/dioptra_optic/attacks.ts';
import { evaluate_robustness } from '../../plugins/robustness/evaluate.ts';
import { join_rounds } from '../../plugins/robustness/join_rounds.ts';
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

const WORDS = ['the weights', '1 step'] as const;

test('what an attack left as data sets is joined to its rounds, and measured as they are', async () => {
  const network = await model();
  const [near, far] = [
    await fast_gradient_method(network, six(), null, 'inf', 0.1),
    await fast_gradient_method(network, six(), null, 'inf', 0.3),
  ];
  const dataset = six();
  const before = tf.memory().numTensors;
  const examples = await join_rounds(network, dataset, [far, near], 'FGM', ...WORDS, [0.3, 0.1]);
  expect(tf.memory().numTensors - before).toBe(2);
  expect(examples.rounds.map(({ epsilon }) => epsilon)).toEqual([0.1, 0.3]);
  expect(examples).toMatchObject({ attack: 'FGM', norm: 'Linf', role: 'adversarial', target: null });
  expect([...examples.rounds[1]!.images.dataSync()]).toEqual([...far.images.dataSync()]);
  expect(examples.rounds[0]!.norms.linf.every((length) => length <= 0.1 + 1e-6)).toBe(true);
  const [report] = await evaluate_robustness(network, six(), [examples]);
  const labels = six().labels.argMax(1).dataSync();
  const right = (images: tf.Tensor4D): number =>
    (network.predict(images) as tf.Tensor)
      .argMax(1)
      .dataSync()
      .filter((said, i) => said === labels[i]).length;
  expect(report.curves[0]!.points.map(({ correct }) => correct)).toEqual([
    right(six().images),
    right(near.images),
    right(far.images),
  ]);
  expect(report.curves[0]!.efforts[0]).toMatchObject({ queries: null, gradient_evaluations: null });
});

test('without ε a data set is that of the least changes', async () => {
  const network = await model();
  const least = await fast_gradient_method(network, six(), null, 2, 3, 0.5, true);
  const examples = await join_rounds(network, six(), [least], 'FGM', ...WORDS, null, 2);
  expect(examples.rounds).toHaveLength(1);
  expect(examples).toMatchObject({
    norm: 'L2',
    threat: { may_change: 'anything, and as little as it can (L2)' },
  });
});

test('what are no rounds of this attack is refused', async () => {
  const network = await model();
  const far = await fast_gradient_method(network, six(), null, 'inf', 0.3);
  const join = (attacked: Dataset[], epsilons: number[] | null, norm: string | number = 'inf') =>
    join_rounds(network, six(), attacked, 'FGM', ...WORDS, epsilons, norm);
  await expect(join([far], [0.2])).rejects.toThrow(/says ε 0.2 \(Linf\), and an image lies 0.3/);
  await expect(join([far, far], null)).rejects.toThrow(/one data set, of the least changes, not 2/);
  await expect(join([far, far], [0.3, 0.3])).rejects.toThrow(/one of its own for each/);
  await expect(join([far], [0.3], 3)).rejects.toThrow(/norms are inf, 2, 1 and 0, not 3/);
  const other = { ...six(), images: tf.zeros([6, 4, 4, 1]) as tf.Tensor4D };
  await expect(join([other], [0.3])).rejects.toThrow(/6 images of 4×4×1, which are not of this data set/);
});
