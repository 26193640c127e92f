/** The real loops on the own wasm kernels: a thousand steps of training and of attack hold as much after the last step as after the first. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { enterStep } from '#sdk/context.ts';
import { train_adversarially } from '../../plugins/defences/adversarial.ts';
import { train_trades } from '../../plugins/defences/trades.ts';
import { setCompileSpec } from '../../plugins/dioptra_optic/compile.ts';
import { train_model } from '../../plugins/dioptra_optic/models.ts';
import { attack_apgd } from '../../plugins/evasion/apgd.ts';
import { attack_carlini_l2 } from '../../plugins/evasion/carlini.ts';
import { attack_pgd } from '../../plugins/evasion/pgd.ts';
import { useBackend } from './backend.ts';
import { digits } from './defences/nets.ts';

beforeAll(() => useBackend('wasm'));

/** Convolutions with padding and a pool, dropout, dense layers, small. */
function makeNet(): tf.LayersModel {
  const first = (seed: number) => ({ kernelInitializer: tf.initializers.glorotUniform({ seed }) });
  const relu = { activation: 'relu' } as const;
  const model = tf.sequential({
    name: 'small',
    layers: [
      tf.layers.conv2d({
        inputShape: [8, 8, 1],
        filters: 4,
        kernelSize: 3,
        padding: 'same',
        ...relu,
        ...first(1),
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ filters: 5, kernelSize: 3, ...relu, ...first(2) }),
      tf.layers.dropout({ rate: 0.25, seed: 3 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 10, activation: 'softmax', ...first(4) }),
    ],
  });
  setCompileSpec(model, {
    loss: 'categorical_crossentropy',
    loss_options: {},
    optimizer: 'Adam',
    optimizer_options: { learning_rate: 0.001 },
    metrics: ['categorical_accuracy'],
  });
  return model;
}

/** What is held: tensors, bytes, entries of the backend, and its memory. */
function held() {
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  const backend = tf.backend() as unknown as { numDataIds(): number; wasm: { HEAPU8: Uint8Array } };
  return {
    numTensors,
    numBytes,
    numDataBuffers,
    entries: backend.numDataIds(),
    heap: backend.wasm.HEAPU8.byteLength,
  };
}

type Held = ReturnType<typeof held>;

/** What is held whenever a step is told of. */
async function heldAtSteps(body: () => Promise<unknown>): Promise<Held[]> {
  const seen: Held[] = [];
  enterStep({
    step: 'step',
    seed: 1,
    signal: new AbortController().signal,
    streams: new Map(),
    log: () => undefined,
    metric: () => undefined,
    progress: () => void seen.push(held()),
    data: () => undefined,
  });
  await body();
  return seen;
}

/** What is made once, such as Adam's moments, is there after the second step. */
function expectLevel(seen: readonly Held[]): void {
  expect(seen.length).toBe(1000);
  expect(seen.filter((one, k) => k > 1 && JSON.stringify(one) !== JSON.stringify(seen[1]))).toEqual([]);
}

type Model = tf.LayersModel;
type Digits = ReturnType<typeof digits>;

const TRAININGS: [string, (model: Model, set: Digits, epochs: number) => Promise<Model>][] = [
  ['train_model', (m, d, epochs) => train_model(m, d, null, epochs)],
  ['train_adversarially', (m, d, epochs) => train_adversarially(m, d, d, 0.1, 0.05, 3, true, epochs)],
  ['train_trades', (m, d, epochs) => train_trades(m, d, d, 1, 0.1, 0.05, 3, epochs)],
];

test.each(TRAININGS)(
  '%s: a thousand steps, and nothing stays but the model',
  async (_, train) => {
    const [model, set] = [makeNet(), digits(0, 40, 4)];
    const before = held();
    let trained: Model | null = null;
    expectLevel(await heldAtSteps(async () => (trained = await train(model, set, 100))));
    trained!.dispose();
    expect(held()).toEqual(before);
  },
  120_000,
);

const ATTACKS: [
  string,
  (model: Model, set: Digits) => Promise<{ rounds: readonly { images: tf.Tensor }[] }>,
][] = [
  ['attack_pgd', (m, d) => attack_pgd(m, d, [0.1], 1000, 8)],
  ['attack_apgd', (m, d) => attack_apgd(m, d, [0.001], 'cross_entropy', 1000, 8)],
  ['attack_carlini_l2', (m, d) => attack_carlini_l2(m, d, 1000, 1, 0.01, 1, 0, null, false, 8)],
];

test.each(ATTACKS)(
  '%s: a thousand steps, and nothing stays but the images',
  async (_, attack) => {
    const [model, set] = [makeNet(), digits(0, 8, 8)];
    const before = held();
    const made: tf.Tensor[] = [];
    const seen = await heldAtSteps(async () => {
      const { rounds } = await attack(model, set);
      made.push(...rounds.map(({ images }) => images));
    });
    expectLevel(seen);
    expect(made.length).toBe(1);
    tf.dispose(made);
    expect(held()).toEqual(before);
  },
  120_000,
);
