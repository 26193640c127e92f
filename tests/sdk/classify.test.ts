/** What a classifier says whose logits are not numbers: no class, which is wrong and never a target. */
import * as tf from '@tensorflow/tfjs';
import { beforeEach, expect, test } from 'vitest';
import { classify, countCorrect, judgeRound, readClasses, type Classifier } from '#sdk';
import { listen, type Heard } from '../plugins/step-context.ts';

await tf.setBackend('cpu');
let heard: Heard;
beforeEach(() => void (heard = listen()));

const logits = tf.tensor2d([
  [NaN, 1, 2],
  [0, NaN, 2],
  [1, Infinity, 0],
  [-Infinity, 2, 1],
  [3, 1, 2],
]);
const broken: Classifier = { classes: 3, logits: () => tf.clone(logits) };
const images = tf.zeros([5, 1, 1, 1]) as tf.Tensor4D;

test('a NaN, or an infinity above all, is no class; minus infinity is a class that is never read', async () => {
  expect([...(await readClasses(logits))]).toEqual([-1, -1, -1, 1, 0]);
  const { predictions, confidences } = await classify(broken, images);
  expect([...predictions]).toEqual([-1, -1, -1, 1, 0]);
  expect([...confidences.subarray(0, 3)]).toEqual([0, 0, 0]);
  expect(confidences[4]).toBeCloseTo(Math.exp(3) / (Math.exp(3) + Math.exp(1) + Math.exp(2)), 6);
  expect(countCorrect({ predictions }, new Int32Array(5))).toBe(1);
});

test('it is told once, however many images there are', async () => {
  const many: Classifier = { classes: 3, logits: (x) => tf.fill([x.shape[0], 3], NaN) };
  await classify(many, tf.zeros([600, 1, 1, 1]));
  expect(heard.logs.map(({ severity, message }) => [severity, message])).toEqual([
    ['WARNING', 'the logits of 600 of 600 images are not numbers: they count as read wrongly'],
  ]);
});

test('such an image is lost to its own class and won for none', async () => {
  const labels = Int32Array.of(0, 1, 1, 1, 0);
  const facts = { epsilon: 1, before: images, labels, clean: labels, queries: 0, gradientEvaluations: 0 };
  const free = await judgeRound(broken, images, facts);
  expect([...free.success]).toEqual([1, 1, 1, 0, 0]);
  const aimed = await judgeRound(broken, images, { ...facts, target: 0 });
  expect([...aimed.success]).toEqual([0, 0, 0, 0, 0]);
});
