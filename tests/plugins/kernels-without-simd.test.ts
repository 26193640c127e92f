/** The same kernels where the engine has no SIMD: the own binary cannot be compiled there, and what is composed of other operations serves. */
import * as tf from '@tensorflow/tfjs';
import { expect, test, vi } from 'vitest';

vi.hoisted(() => {
  WebAssembly.validate = () => false;
});

import { createArithmetic } from '#engine/worker/kernels/arithmetic.ts';
import type { WasmHeap } from '#engine/worker/kernels/heap.ts';
import { loss_landscape } from '../../plugins/landscape/landscape.ts';
import { perturb } from '../../plugins/defences/perturb.ts';
import { descend } from '../../plugins/doctor/descent.ts';
import { crossEntropy } from '#sdk';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset } from './digits8.ts';
import { listen } from './step-context.ts';
import './kernels.test.ts';

test('there is no binary', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  expect(createArithmetic()({ wasm: { asm: { memory } } } as WasmHeap)).toBeNull();
});

test('a gradient of 1e-9, which the sign of the shipped kernel takes for none, is climbed all the same', async () => {
  await useBackend('wasm');
  listen();
  const dataset = toDataset(sliceDigits8(readDigits8(), 0, 2));
  const { images, labels } = dataset;
  const weights = tf.fill([64, 10], 1e-9).mul(tf.range(0, 10)) as tf.Tensor2D;
  const faint = {
    classes: 10,
    logits: (x: tf.Tensor4D) => tf.matMul(tf.reshape(x, [x.shape[0], 64]), weights) as tf.Tensor2D,
  };
  const far = (moved: tf.Tensor) => tf.max(tf.abs(tf.sub(moved, images))).dataSync()[0];
  const pause = async () => undefined;
  const trained = await perturb(
    faint,
    images,
    labels,
    { epsilon: 0.1, step: 0.1, iterations: 1, loss: crossEntropy },
    pause,
  );
  const descended = await descend(
    faint,
    images,
    labels,
    { epsilon: 0.1, iterations: 1, step: 0.1, start: null },
    () => {},
  );
  const { way } = await loss_landscape(faint, dataset, 0, 0.1, 2, 5);
  expect([far(trained), far(descended)]).toEqual(
    [Math.fround(0.1), Math.fround(0.1)].map((x) => expect.closeTo(x, 6)),
  );
  expect(way.at(-1)!.along).toBeCloseTo(1, 5);
  expect(way.at(-1)!.share).toBeCloseTo(1, 5);
});
