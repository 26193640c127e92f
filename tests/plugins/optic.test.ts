/** The OPTIC suite on small data: loading, splitting, training, measuring. */
import { gzipSync } from 'node:zlib';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { load_dataset_from_tfds } from '../../plugins/dioptra_optic/data.ts';
import type { Dataset } from '../../plugins/dioptra_optic/dataset.ts';
import {
  create_model,
  evaluate_model,
  evaluate_predictions,
  model_predict,
  train_model,
} from '../../plugins/dioptra_optic/models.ts';
import { set_random_seed } from '../../plugins/dioptra_optic/seed.ts';
import { useBackend } from './backend.ts';
import { listen, type Heard } from './step-context.ts';

/** 50 images of 4×4 whose class is the row that is white; 40 to train and 10 to test. */
function packRows(): Uint8Array {
  const header = {
    format: 1,
    name: 'mnist',
    count: 50,
    shape: [4, 4, 1],
    classes: 4,
    splits: { train: [0, 40], test: [40, 50] },
  };
  const labels = Uint8Array.from({ length: 50 }, (_, i) => i % 4);
  const pixels = Uint8Array.from({ length: 50 * 16 }, (_, at) =>
    Math.floor((at % 16) / 4) === labels[Math.floor(at / 16)] ? 255 : (at * 37) % 60,
  );
  return new Uint8Array(Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), labels, pixels]));
}

const files = { mnist: packRows() };
let heard: Heard;
beforeAll(() => useBackend('wasm'));
beforeEach(() => void (heard = listen(7, files)));

const load = async (split?: Record<string, string>, batch = 8, seed: number | null = 3) =>
  (await load_dataset_from_tfds('mnist', split, null, true, null, batch, 10000, seed)) as [
    Dataset,
    Dataset,
    Dataset,
  ];

describe('load_dataset_from_tfds', () => {
  test('splits as asked for, 80 to 20 where nothing is', async () => {
    const sizes = (sets: (Dataset | null)[]) => sets.map((set) => set?.images.shape[0] ?? null);
    expect(sizes(await load())).toEqual([32, 8, 10]);
    expect(sizes(await load({ test: 'test[:50%]' }))).toEqual([null, null, 5]);
  });

  test('gives pixels from 0 to 1, or 0 to 255, and one-hot labels', async () => {
    const [, , unit] = await load();
    const [, , bytes] = await load_dataset_from_tfds('mnist', null, null, false);
    expect(unit.images.max().dataSync()[0]).toBe(1);
    expect(bytes!.images.max().dataSync()[0]).toBe(255);
    expect(bytes!.meta.value_range).toEqual([0, 255]);
    expect([...unit.labels.argMax(1).dataSync()]).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1]);
  });

  test('reads a gzipped file as well, and refuses a cut one', async () => {
    listen(7, { mnist: new Uint8Array(gzipSync(packRows())) });
    expect((await load())[2].images.shape).toEqual([10, 4, 4, 1]);
    listen(7, { mnist: packRows().subarray(0, 500) });
    await expect(load()).rejects.toThrow('cut short');
  });

  test('resizes by pixel centres', async () => {
    const [, , small] = await load_dataset_from_tfds('mnist', null, null, true, [2, 2]);
    expect(small!.images.shape).toEqual([10, 2, 2, 1]);
    const [, , full] = await load();
    const mean = full.images.slice([0, 0, 0, 0], [1, 2, 2, 1]).mean().dataSync()[0]!;
    expect(small!.images.dataSync()[0]).toBeCloseTo(mean, 6);
  });

  test('says that data_dir is not used, and what it has', async () => {
    await load_dataset_from_tfds('mnist', null, '/dioptra/data');
    expect(heard.logs.map((log) => log.message)).toContain(
      'data_dir /dioptra/data is not used: mnist comes with the app',
    );
    await expect(load_dataset_from_tfds('cifar10')).rejects.toThrow('there is mnist');
    await expect(load({ dev: 'train' })).rejects.toThrow('not "dev"');
  });
});

describe('create_model', () => {
  test.each([
    ['ShallowNet', 32 * 17 + 4 * 33],
    ['LeNet', 10 * 32 + 289 * 64],
  ])('%s', async (name, least) => {
    const [train] = await load_dataset_from_tfds('mnist', null, null, true, [8, 8]);
    expect(create_model(name, train!).countParams()).toBeGreaterThanOrEqual(least);
  });

  test('PoolFree has 5,994 weights for digits', async () => {
    const [train] = await load_dataset_from_tfds('mnist', null, null, true, [28, 28]);
    const model = create_model('PoolFree', { ...train!, meta: { ...train!.meta, num_classes: 10 } });
    expect(model.countParams()).toBe(5994);
  });

  test('the seed fixes the first weights', async () => {
    const first = async (seed: number) => {
      const model = create_model('ShallowNet', (await load(undefined, 8, seed))[0]);
      return [...model.getWeights()[0]!.dataSync()];
    };
    expect(await first(5)).toEqual(await first(5));
    expect(await first(5)).not.toEqual(await first(6));
  });

  test('refuses what it does not have, and AlexNet on small images', async () => {
    const [train] = await load();
    expect(() => create_model('ResNet50', train)).toThrow('ShallowNet, LeNet, AlexNet, PoolFree');
    expect(() => create_model('AlexNet', train)).toThrow('195×195 pixels, not 4×4');
    expect(() => create_model('ShallowNet', train, null, 'hinge')).toThrow('no loss "hinge"');
    expect(() => create_model('ShallowNet', train, null, undefined, null, 'Lion')).toThrow(
      'no optimizer "Lion"',
    );
    expect(() => create_model('ShallowNet', train, null, undefined, null, 'SGD', 0.1, { speed: 1 })).toThrow(
      '"speed"',
    );
  });
});

describe('train_model', () => {
  test('learns, records each epoch, and leaves its input as it was', async () => {
    const [train, val, unseen] = await load();
    const model = create_model('ShallowNet', train, null, undefined, null, 'Adam', 0.05);
    const before = [...model.getWeights()[0]!.dataSync()];
    const trained = await train_model(model, train, val, 12);
    expect([...model.getWeights()[0]!.dataSync()]).toEqual(before);
    const names = ['loss', 'categorical_accuracy', 'auc', 'precision', 'recall', 'f1_score'];
    const epoch = heard.metrics.filter(({ at }) => at === 11).map(({ name }) => name);
    expect(epoch).toEqual([...names, ...names.map((name) => `val_${name}`)]);
    expect(heard.progress.at(-1)).toEqual([48, 48]);
    const { columns, rows } = await evaluate_model(trained, unseen);
    expect(columns).toEqual(names);
    expect(rows[0]![1]).toBe(1);
    expect(heard.metrics.at(-1)!.name).toBe('test_f1_score');
  });

  test('the same seed gives the same model, dropout and all', async () => {
    const run = async (seed: number) => {
      const sets = await load_dataset_from_tfds('mnist', null, null, true, [8, 8], 8, 10000, seed);
      const train = sets[0]!;
      const trained = await train_model(create_model('LeNet', train), train, null, 1);
      return [...trained.getWeights().at(-2)!.dataSync()];
    };
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  test('stops early and puts the best weights back', async () => {
    const [train, val] = await load();
    const model = create_model('ShallowNet', train, null, undefined, null, 'SGD', 1e-9);
    const parameters = { monitor: 'val_loss', min_delta: 0.01, patience: 2, restore_best_weights: true };
    const trained = await train_model(model, train, val, 50, [{ name: 'EarlyStopping', parameters }]);
    expect(Math.max(...heard.metrics.map(({ at }) => at))).toBe(2);
    expect(heard.logs.at(-1)!.message).toContain('val_loss did not get better in 2 epochs');
    expect(trained.getWeights()[0]!.dataSync()[0]).toBeCloseTo(model.getWeights()[0]!.dataSync()[0]!, 7);
  });

  test('warns where it validates on what it trains on', async () => {
    const [train, val] = await load({ train: 'train[80%:]', val: 'train[80%:]' });
    await train_model(create_model('ShallowNet', train), train, val, 1);
    expect(heard.logs.filter(({ severity }) => severity === 'WARNING')[0]!.message).toContain(
      'share 8 images',
    );
  });

  test('refuses unknown callbacks and options', async () => {
    const [train] = await load();
    const model = create_model('ShallowNet', train);
    await expect(train_model(model, train, null, 1, [{ name: 'TensorBoard' }])).rejects.toThrow(
      'EarlyStopping',
    );
    await expect(train_model(model, train, null, 1, null, { class_weight: {} })).rejects.toThrow(
      '"class_weight"',
    );
  });

  test('leaves no tensors but the model', async () => {
    const [train, val] = await load();
    const model = create_model(
      'LeNet',
      (await load_dataset_from_tfds('mnist', null, null, true, [8, 8]))[0]!,
    );
    const [big] = await load_dataset_from_tfds('mnist', { train: 'train' }, null, true, [8, 8], 8);
    const { numTensors } = tf.memory();
    const trained = await train_model(model, big!, null, 1);
    await evaluate_model(trained, big!);
    await model_predict(trained, big!);
    expect(tf.memory().numTensors).toBe(numTensors + trained.weights.length);
    expect([train, val].length).toBe(2);
  });
});

test('predictions are a table of probabilities that evaluate_predictions measures as evaluate_model does', async () => {
  const [train, , unseen] = await load();
  const model = create_model('ShallowNet', train);
  const predictions = await model_predict(model, unseen);
  expect(predictions.columns).toEqual(['0', '1', '2', '3']);
  const sums = predictions.rows.map((row) => (row as number[]).reduce((a, b) => a + b, 0));
  sums.forEach((sum) => expect(sum).toBeCloseTo(1, 5));
  const measured = await evaluate_predictions(predictions, unseen);
  const evaluated = await evaluate_model(model, unseen);
  expect(measured.rows[0]).toEqual(evaluated.rows[0]!.slice(1));
  await expect(evaluate_predictions(predictions, train)).rejects.toThrow('10 predictions for 32 images');
});

test('set_random_seed takes 0 for a seed and draws one where none is given', () => {
  expect(set_random_seed(0)).toBe(0);
  const drawn = set_random_seed();
  listen(7);
  expect(set_random_seed(null)).toBe(drawn);
  expect(() => set_random_seed(10145783023)).toThrow('4294967295');
});
