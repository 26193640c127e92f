/** cpu and wasm give the same in the OPTIC suite: every option of the fast gradient method on 8 digits, five steps with pooling and dropout, and the comparison, within 1e-5. */
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { fast_gradient_method } from '../../plugins/dioptra_optic/attacks.ts';
import { compare_datasets } from '../../plugins/dioptra_optic/comparison.ts';
import { setCompileSpec } from '../../plugins/dioptra_optic/compile.ts';
import { DEFAULT_METRICS } from '../../plugins/dioptra_optic/metrics.ts';
import { train_model } from '../../plugins/dioptra_optic/models.ts';
import { apart, loadDigits, loadEight, onEach } from './eight-digits.ts';

type Options = [target: number | null, norm: string | number, eps: number, step?: number, minimal?: boolean];
const OPTIONS: [string, ...Options][] = [
  ['in L∞', null, 'inf', 0.1],
  ['in L2', null, 2, 1.5],
  ['in L1', null, 1, 10],
  ['towards a class', 3, 'inf', 0.1],
  ['towards a class in L2', 3, 2, 1.5],
  ['with the least ε', null, 'inf', 0.3, 0.05, true],
  ['with the least ε in L2', null, 2, 3, 0.5, true],
  ['with the least ε towards a class', 0, 'inf', 0.3, 0.1, true],
];

test.each(OPTIONS)(
  'the fast gradient method %s',
  async (_, target, norm, eps, step, minimal) => {
    const [cpu, wasm] = await onEach(async () => {
      const [model, digits] = await loadEight();
      const moved = await fast_gradient_method(model, digits, target, norm, eps, step, minimal);
      const before = await digits.images.data();
      const after = Float32Array.from(await moved.images.data());
      expect(apart(before, after)).toBeGreaterThan(0.01);
      return after;
    });
    expect(apart(cpu, wasm)).toBeLessThan(1e-5);
  },
  60_000,
);

/** Padding, a pool over relu full of ties, dropout: what the ready networks do not have. */
function smallNet(): tf.LayersModel {
  const first = (seed: number) => ({ kernelInitializer: tf.initializers.glorotUniform({ seed }) });
  const model = tf.sequential({
    name: 'small',
    layers: [
      tf.layers.conv2d({
        inputShape: [28, 28, 1],
        filters: 5,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        ...first(1),
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.dropout({ rate: 0.25 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 10, activation: 'softmax', ...first(2) }),
    ],
  });
  const optimizer = { optimizer: 'Adam', optimizer_options: { learning_rate: 0.01 } };
  const loss = { loss: 'categorical_crossentropy', loss_options: {} };
  setCompileSpec(model, { ...loss, ...optimizer, metrics: DEFAULT_METRICS });
  return model;
}

/** At their own size: scaled digits differ by a rounding from backend to backend, and then so do ties within a pool's window. */
test('five steps of train_model with max-pool and dropout', async () => {
  const [cpu, wasm] = await onEach(async (heard) => {
    const digits = await loadDigits('train[:40]');
    const trained = await train_model(smallNet(), digits, digits, 1);
    expect(heard.progress.at(-1)).toEqual([5, 5]);
    const weights = trained.getWeights().flatMap((weight) => [...weight.dataSync()]);
    return { weights, metrics: heard.metrics.map(({ value }) => value) };
  });
  expect(apart(cpu.weights, wasm.weights)).toBeLessThan(1e-5);
  expect(cpu.metrics.length).toBe(12);
  expect(apart(cpu.metrics, wasm.metrics)).toBeLessThan(1e-5);
}, 120_000);

test('the comparison of data sets, to the last count', async () => {
  const [cpu, wasm] = await onEach(async (heard) => {
    const [model, dataset] = await loadEight();
    const fgm = await fast_gradient_method(model, dataset, null, 'inf', 0.1);
    const table = await compare_datasets(model, [
      { attack: 'none', defense: 'none', dataset },
      { attack: 'fgm', defense: 'none', dataset: fgm },
    ]);
    return { ...table, metrics: heard.metrics };
  });
  expect(cpu.rows.length).toBe(2);
  expect(cpu.metrics.find(({ name }) => name === 'fgm_none_accuracy')!.value).toBeLessThan(1);
  expect(wasm).toEqual(cpu);
}, 60_000);
