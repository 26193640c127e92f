/** What measures make of logits that are not numbers, and of input that makes no sense to them. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { openClassifier, type Classifier } from '#sdk';
import { predict_smoothed, smooth_randomly } from '../../plugins/defences/smoothing.ts';
import { countVotes } from '../../plugins/defences/votes.ts';
import { compare_datasets } from '../../plugins/dioptra_optic/comparison.ts';
import { explain_saliency } from '../../plugins/explanations/explain.ts';
import { measure_calibration } from '../../plugins/robustness/calibration.ts';
import { confusion_by_epsilon, countPairs } from '../../plugins/robustness/confusion.ts';
import { evaluate_robustness } from '../../plugins/robustness/evaluate.ts';
import { add_random_noise } from '../../plugins/robustness/noise.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen, type Heard } from './step-context.ts';

let heard: Heard;
beforeAll(() => useBackend('wasm'));
beforeEach(() => void (heard = listen(3)));

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 300), 60);
const digits = sliceDigits8(all, 1300, 1340);
const dataset = () => toDataset(digits);
const value = (name: string, at = 0) =>
  heard.metrics.find((one) => one.name === name && one.at === at)!.value;

/** No number comes back for the first image of a batch. */
const broken = (inner: Classifier): Classifier => ({
  ...inner,
  logits: (x) => {
    const first = tf.cast(tf.equal(tf.range(0, x.shape[0]), 0), 'float32').reshape([-1, 1]);
    return tf.where(tf.tile(first, [1, 10]).cast('bool'), tf.fill([x.shape[0], 10], NaN), inner.logits(x));
  },
});
const model = () => broken(openClassifier(toNetwork(linear)));

test('an image of no class stands in a column of its own, so that its class keeps all its images', async () => {
  expect(countPairs(Int32Array.of(0, 0, 1), Int32Array.of(-1, 0, 1), 2)).toEqual([
    [1, 0, 1],
    [0, 1],
  ]);
  const noise = await add_random_noise(model(), dataset(), [0.05]);
  const [pairs, classes] = await confusion_by_epsilon(model(), dataset(), noise);
  expect(pairs.rows.filter(([, , said]) => said === -1)).toEqual([
    [0, digits.labels[0], -1, 1],
    [0.05, digits.labels[0], -1, 1],
  ]);
  const total = classes.rows
    .filter(([epsilon]) => epsilon === 0)
    .reduce((sum, [, , count]) => sum + Number(count), 0);
  expect(total).toBe(40);
});

test('calibration claims nothing of it', async () => {
  await measure_calibration(model(), dataset(), 5);
  const broken = value('calibration_accuracy');
  expect(Number.isFinite(value('nll')) && Number.isFinite(value('ece'))).toBe(true);
  heard = listen();
  await measure_calibration(toNetwork(linear), dataset(), 5);
  expect(value('calibration_accuracy') - broken).toBeCloseTo(1 / 40, 6);
});

test('it votes for no class, and its smoothed reading is none', async () => {
  const whole: Classifier = { classes: 10, logits: (x) => tf.fill([x.shape[0], 10], NaN) };
  const two = tf.zeros([2, 8, 8, 1]) as tf.Tensor4D;
  const votes = await countVotes(whole, two, { sigma: 0.1, draws: 5, stream: 'v' });
  expect(votes.map((row) => [...row])).toEqual([Array(10).fill(0), Array(10).fill(0)]);
  const smoothed = smooth_randomly(whole, 0.1, 3).logits(two).dataSync();
  expect(smoothed.every(Number.isNaN)).toBe(true);
});

test('an explanation of it is of its own class', async () => {
  const { items } = await explain_saliency(model(), dataset(), 3);
  expect(items[0]).toMatchObject({ prediction: -1, confidence: 0, explained: digits.labels[0] });
});

test('two attacks whose metrics would have one name are refused', async () => {
  const noise = await add_random_noise(toNetwork(linear), dataset(), [0.05]);
  const pair = [
    { ...noise, attack: 'DeepFool-Linf' },
    { ...noise, attack: 'deepfool linf' },
  ];
  await expect(evaluate_robustness(toNetwork(linear), dataset(), pair)).rejects.toThrow(
    'deepfool_linf is given twice (DeepFool-Linf and deepfool linf are one name)',
  );
});

test.each([0, 2.5, NaN])('%d images are not smoothed', async (count) => {
  await expect(predict_smoothed(toNetwork(linear), dataset(), 0.1, 5, 0.5, count)).rejects.toThrow('count');
});

test('the comparison says what attacks that aim at a class do not show', async () => {
  const cases = [
    { attack: 'none', defense: 'none', dataset: dataset() },
    { attack: 'fgm', defense: 'none', dataset: dataset() },
  ];
  const aims = () => heard.logs.filter(({ message }) => message.includes('aims at a class')).length;
  await compare_datasets(toNetwork(linear), cases.slice(0, 1));
  expect(aims()).toBe(0);
  await compare_datasets(toNetwork(linear), cases);
  expect(aims()).toBe(1);
});
