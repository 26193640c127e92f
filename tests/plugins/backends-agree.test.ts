/** cpu and wasm give the same: five training steps and the reference's attacks and defences within 1e-5, and the shipped weights' readings of 64 digits. */
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import {
  apply_adversarial_patch,
  carlini_wagner,
  create_adversarial_patch,
} from '../../plugins/dioptra_optic/attacks.ts';
import { preprocessing } from '../../plugins/dioptra_optic/defenses.ts';
import { load_dataset_from_tfds } from '../../plugins/dioptra_optic/data.ts';
import { create_model } from '../../plugins/dioptra_optic/models.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { add_random_noise } from '../../plugins/robustness/noise.ts';
import { classify, type Dataset } from '#sdk';
import { load_pretrained_model, packWeights } from '../../plugins/robustness/pretrained.ts';
import { train_classifier } from '../../plugins/robustness/train.ts';
import { useBackend } from './backend.ts';
import { bundledData } from './entrypoints.ts';
import { listen } from './step-context.ts';

const BACKENDS = ['cpu', 'wasm'] as const;
const data = () => ({ mnist: bundledData('mnist')!, 'demo-weights': bundledData('demo-weights')! });

/** `body` on each backend, with the same seed. */
async function onEach<T>(body: (heard: ReturnType<typeof listen>) => Promise<T>): Promise<[cpu: T, wasm: T]> {
  const results: T[] = [];
  for (const backend of BACKENDS) {
    await useBackend(backend);
    results.push(await body(listen(4, data())));
  }
  return results as [T, T];
}

const load = async (split: Record<string, string>) =>
  load_dataset_from_tfds('mnist', split, null, true, null, 8);

test('five training steps', async () => {
  const [cpu, wasm] = await onEach(async (heard) => {
    const [train] = await load({ train: 'train[:40]' });
    const model = await train_classifier(create_model('PoolFree', train!), train!, 1);
    const bytes = await packWeights(model);
    return { weights: new Float32Array(bytes.slice().buffer), loss: heard.metrics[0]!.value };
  });
  expect(Math.abs(cpu.loss - wasm.loss)).toBeLessThan(1e-5);
  const most = cpu.weights.reduce((max, w, i) => Math.max(max, Math.abs(w - wasm.weights[i]!)), 0);
  expect(most).toBeLessThan(1e-5);
}, 60_000);

test('the shipped weights on 64 digits, unchanged, attacked and with noise', async () => {
  const [cpu, wasm] = await onEach(async () => {
    const [, , digits] = await load({ test: 'test[:64]' });
    const model = await load_pretrained_model(create_model('PoolFree', digits!));
    const attacked = await attack_fgsm(model, digits!, [0.1]);
    const noisy = await add_random_noise(model, digits!, [0.1]);
    const sets: tf.Tensor4D[] = [digits!.images, attacked.rounds[0]!.images, noisy.rounds[0]!.images];
    return Promise.all(sets.map(async (images) => [...(await classify(model, images)).predictions]));
  });
  expect(wasm).toEqual(cpu);
}, 60_000);

/** The largest difference between what the backends made of 8 digits. */
async function differenceOf(
  make: (model: tf.LayersModel, digits: Dataset) => Promise<Dataset>,
): Promise<number> {
  const [cpu, wasm] = await onEach(async () => {
    const [, , digits] = await load({ test: 'test[:8]' });
    const model = await load_pretrained_model(create_model('PoolFree', digits!));
    return Float32Array.from(await (await make(model, digits!)).images.data());
  });
  return cpu.reduce((most, value, i) => Math.max(most, Math.abs(value - wasm[i]!)), 0);
}

test.each([0, 2, 'inf'])(
  'Carlini and Wagner by the norm %s, two iterations',
  async (norm) => {
    const difference = await differenceOf((model, digits) =>
      carlini_wagner(model, digits, null, norm, 0, 0.01, 2, 1),
    );
    expect(difference).toBeLessThan(1e-5);
  },
  60_000,
);

test('a patch of one batch, laid on 8 digits', async () => {
  const difference = await differenceOf(async (model, digits) => {
    const [patch] = await create_adversarial_patch(model, digits, 0, 22.5, 0.1, 1, 5, 1);
    return apply_adversarial_patch(model, digits, patch, 22.5, 0.5);
  });
  expect(difference).toBeLessThan(1e-5);
}, 60_000);

test.each(['spatial_smoothing', 'jpeg_compression', 'gaussian_augmentation'])(
  '%s',
  async (name) => {
    expect(await differenceOf((_, digits) => preprocessing(digits, name))).toBe(0);
  },
  60_000,
);
