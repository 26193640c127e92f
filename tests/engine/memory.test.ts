/** Tensors live as long as something reaches them, and no longer. */
import * as tfjs from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import type { Tf } from '#engine/worker/libraries.ts';
import { holdsFunctions, openScope, reachTensors, releaseTensors } from '#engine/worker/memory.ts';

const tf = { ...tfjs, ...layers } as unknown as Tf;
beforeAll(() => tf.setBackend('cpu'));
const alive = () => tf.memory().numTensors;

test('tensors are reached through objects, classes, maps and models', () => {
  class Holder {
    inner = { list: [tf.scalar(1)] };
    map = new Map([['a', tf.scalar(2)]]);
    self = this;
  }
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
  const found = reachTensors(tf, [new Holder(), model]);
  expect(found?.size).toBe(4);
  tf.dispose([...found!]);
});

test('a record that holds functions is known at any depth, and what holds none is not taken for one', () => {
  const weight = tf.scalar(2);
  const classifier = { classes: 2, logits: (x: tfjs.Tensor) => tf.mul(x, weight) };
  expect(reachTensors(tf, [classifier])?.size).toBe(0);
  expect(holdsFunctions([classifier])).toBe(true);
  expect(holdsFunctions([{ attack: 'PGD', attacked: classifier, rounds: [weight] }])).toBe(true);
  expect(holdsFunctions([new Map([['a', [classifier]]])])).toBe(true);
  expect(holdsFunctions([{ images: weight, meta: { name: 'digits', rows: [[0, 1]] } }, 3, null])).toBe(false);
  weight.dispose();
});

test('a scope keeps what its survivors reach and nothing else', () => {
  const before = alive();
  const scope = openScope(tf, 'step');
  const kept = { deep: { tensor: tf.ones([2]) } };
  tf.ones([3]);
  tf.variable(tf.ones([4]));
  const weight = tf.variable(tf.ones([5]));
  scope.end(() => [kept, weight]);
  expect(alive() - before).toBe(2);
  expect(kept.deep.tensor.isDisposed).toBe(false);
  tf.dispose([kept.deep.tensor, weight]);
});

test('what tf.keep keeps, stays', () => {
  const scope = openScope(tf, 'step');
  const tensor = tf.keep(tf.ones([2]));
  scope.end(() => []);
  expect(tensor.isDisposed).toBe(false);
  tensor.dispose();
});

test('an optimizer that a step hangs on its input lives with it', async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
  const train = async () => {
    const scope = openScope(tf, 'train');
    if (!model.optimizer) model.compile({ optimizer: tf.train.adam(0.1), loss: 'meanSquaredError' });
    await model.trainOnBatch(tf.ones([4, 2]), tf.ones([4, 1]));
    scope.end(() => [model]);
  };
  await train();
  const after = alive();
  await train();
  expect(alive()).toBe(after);
  releaseTensors(tf, [model], []);
  expect(alive()).toBeLessThan(after);
});

test('what two outputs share goes with the last of them', () => {
  const shared = tf.ones([2]);
  const own = tf.ones([2]);
  releaseTensors(tf, [{ shared, own }], [[shared]]);
  expect([shared.isDisposed, own.isDisposed]).toEqual([false, true]);
  releaseTensors(tf, [[shared]], []);
  expect(shared.isDisposed).toBe(true);
});
