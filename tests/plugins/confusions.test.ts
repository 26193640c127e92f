/** The figure of confusion: what it counts, which images it keeps, and that it comes back from its files. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { classify } from '#sdk';
import { ConfusionArtifactTask } from '../../plugins/robustness/artifacts.ts';
import { confusion_by_epsilon } from '../../plugins/robustness/confusion.ts';
import { collect_confusions, type Confusions } from '../../plugins/robustness/confusions.ts';
import { add_random_noise } from '../../plugins/robustness/noise.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen } from './step-context.ts';

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen(1));

const EPSILONS = [0.1, 0.2];
const COUNT = 120;
const all = readDigits8();
const digits = sliceDigits8(all, 1297, 1797);
const linear = trainLinear(sliceDigits8(all, 0, 1297));
const sizes = Array.from(
  { length: 10 },
  (_, k) => digits.labels.subarray(0, COUNT).filter((label) => label === k).length,
);

async function make(pictures = 2) {
  const [model, dataset] = [toNetwork(linear), toDataset(digits)];
  const fgsm = await attack_fgsm(model, dataset, EPSILONS, 'inf', COUNT);
  const noise = await add_random_noise(model, dataset, EPSILONS);
  const confusions = await collect_confusions(model, dataset, [fgsm, noise], pictures);
  return { model, dataset, fgsm, confusions };
}

test('each attack has a matrix unchanged and at each ε, whose rows sum to the classes', async () => {
  const { confusions, model, dataset, fgsm } = await make();
  expect(confusions.attacks.map(({ attack, role, count }) => [attack, role, count])).toEqual([
    ['FGSM', 'adversarial', COUNT],
    ['noise', 'noise', 500],
  ]);
  const [{ points }] = confusions.attacks as [Confusions['attacks'][number]];
  expect(points.map(({ epsilon }) => epsilon)).toEqual([0, ...EPSILONS]);
  for (const { matrix } of points)
    expect(matrix.map((row) => row.reduce((sum, value) => sum + value, 0))).toEqual(sizes);
  const [pairs] = await confusion_by_epsilon(model, dataset, fgsm);
  const told = points.flatMap(({ epsilon, matrix }) =>
    matrix.flatMap((row, label) => row.map((count, prediction) => [epsilon, label, prediction, count])),
  );
  expect(pairs.rows).toEqual(told);
});

test('a cell keeps its first images, and they are read as it says', async () => {
  const { confusions, model, fgsm } = await make();
  const { pictures, attacks } = confusions;
  const [, , second] = attacks[0]!.points;
  const skip = attacks[0]!.points.slice(0, 2).reduce((sum, { images }) => sum + images.length, 0);
  expect(pictures.shape).toEqual([
    attacks.flatMap(({ points }) => points).reduce((sum, { images }) => sum + images.length, 0),
    8,
    8,
    1,
  ]);
  const round = fgsm.rounds[1]!;
  second!.matrix.forEach((row, label) =>
    row.forEach((count, prediction) => {
      const want = [...digits.labels.subarray(0, COUNT).keys()].filter(
        (i) => digits.labels[i] === label && round.predictions[i] === prediction,
      );
      expect(want.length).toBe(count);
      const kept = second!.images.filter((one) => one.label === label && one.prediction === prediction);
      expect(kept.map(({ index }) => index)).toEqual(want.slice(0, 2));
    }),
  );
  const levels = pictures.data.subarray(64 * skip, 64 * (skip + second!.images.length));
  const rounded = tf.tensor4d(
    Float32Array.from(levels, (level) => level / 255),
    [second!.images.length, 8, 8, 1],
  );
  const { predictions } = await classify(model, rounded);
  const same = second!.images.filter(({ prediction }, i) => predictions[i] === prediction).length;
  expect(same / second!.images.length).toBeGreaterThan(0.95);
});

test('it comes back from its files', async () => {
  const { confusions } = await make();
  const files = (await ConfusionArtifactTask.serialize(confusions, { name: 'c', args: {} })) as ReadonlyMap<
    string,
    Uint8Array
  >;
  expect([...files.keys()]).toEqual(['confusion.json', 'pictures.npy']);
  const back = await ConfusionArtifactTask.deserialize(files, { args: {} });
  expect(back.attacks).toEqual(confusions.attacks);
  expect([...back.pictures.data]).toEqual([...confusions.pictures.data]);
  expect(back.pictures.shape).toEqual(confusions.pictures.shape);
});

test('no picture may be kept, and no tensor is', async () => {
  const { model, dataset, fgsm } = await make(0);
  const before = tf.memory().numTensors;
  const { pictures } = await collect_confusions(model, dataset, [fgsm], 0);
  expect(pictures.shape).toEqual([0, 8, 8, 1]);
  await collect_confusions(model, dataset, [fgsm], 3);
  expect(tf.memory().numTensors).toBe(before);
});

test('an image whose logits are no numbers has a column of its own, and a picture', async () => {
  const { dataset, fgsm } = await make(0);
  const broken = {
    classes: 10,
    logits: (x: tf.Tensor4D) => tf.fill([x.shape[0], 10], NaN) as tf.Tensor2D,
  };
  const { attacks } = await collect_confusions(
    broken,
    dataset,
    [{ ...fgsm, attacked: toNetwork(linear) }],
    1,
  );
  const { matrix, images } = attacks[0]!.points[1]!;
  expect(matrix.map((row) => row[10])).toEqual(sizes);
  expect(images.map(({ prediction }) => prediction)).toEqual(Array(10).fill(10));
});

test('what does not fit is refused', async () => {
  const { model, dataset, fgsm } = await make(0);
  await expect(collect_confusions(model, dataset, [])).rejects.toThrow('At least one attack');
  await expect(collect_confusions(model, dataset, [fgsm], 13)).rejects.toThrow('0 to 12, not 13');
  const few = toDataset(sliceDigits8(digits, 0, 10));
  await expect(collect_confusions(model, few, [fgsm])).rejects.toThrow('made from another one');
});
