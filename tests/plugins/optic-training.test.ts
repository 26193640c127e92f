/** The OPTIC suite on small data: training, early stopping, predicting, measuring. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { wilsonBand } from '#sdk';
import { load_dataset_from_tfds } from '../../plugins/dioptra_optic/data.ts';
import {
  create_model,
  evaluate_model,
  evaluate_predictions,
  model_predict,
  train_model,
} from '../../plugins/dioptra_optic/models.ts';
import { useBackend } from './backend.ts';
import { loadRows } from './load-rows.ts';
import { packRows } from './packed-rows.ts';
import { listen, type Heard } from './step-context.ts';

const files = { mnist: packRows() };
let heard: Heard;
beforeAll(() => useBackend('wasm'));
beforeEach(() => void (heard = listen(7, files)));

test('learns, records each epoch, and leaves its input as it was', async () => {
  const [train, val, unseen] = await loadRows();
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
  const of = (name: string) => heard.metrics.find((one) => one.name === name)?.value;
  const count = unseen!.images.shape[0];
  const { low, high } = wilsonBand(Math.round(count * (rows[0]![1] as number)), count);
  expect([
    of('test_categorical_accuracy_low'),
    of('test_categorical_accuracy_high'),
    of('test_categorical_count'),
  ]).toEqual([low, high, count]);
  expect(of('test_precision_low')).toBeUndefined();
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
  const [train, val] = await loadRows();
  const model = create_model('ShallowNet', train, null, undefined, null, 'SGD', 1e-9);
  const parameters = { monitor: 'val_loss', min_delta: 0.01, patience: 2, restore_best_weights: true };
  const trained = await train_model(model, train, val, 50, [{ name: 'EarlyStopping', parameters }]);
  expect(Math.max(...heard.metrics.map(({ at }) => at))).toBe(2);
  expect(heard.logs.at(-1)!.message).toContain('val_loss did not get better in 2 epochs');
  expect(trained.getWeights()[0]!.dataSync()[0]).toBeCloseTo(model.getWeights()[0]!.dataSync()[0]!, 7);
});

test('warns where it validates on what it trains on', async () => {
  const [train, val] = await loadRows({ train: 'train[80%:]', val: 'train[80%:]' });
  await train_model(create_model('ShallowNet', train), train, val, 1);
  expect(heard.logs.filter(({ severity }) => severity === 'WARNING')[0]!.message).toContain('share 8 images');
});

test('refuses unknown callbacks and options', async () => {
  const [train] = await loadRows();
  const model = create_model('ShallowNet', train);
  await expect(train_model(model, train, null, 1, [{ name: 'TensorBoard' }])).rejects.toThrow(
    'EarlyStopping',
  );
  await expect(train_model(model, train, null, 1, null, { class_weight: {} })).rejects.toThrow(
    '"class_weight"',
  );
});

test('leaves no tensors but the model', async () => {
  const [train, val] = await loadRows();
  const model = create_model('LeNet', (await load_dataset_from_tfds('mnist', null, null, true, [8, 8]))[0]!);
  const [big] = await load_dataset_from_tfds('mnist', { train: 'train' }, null, true, [8, 8], 8);
  const { numTensors } = tf.memory();
  const trained = await train_model(model, big!, null, 1);
  await evaluate_model(trained, big!);
  await model_predict(trained, big!);
  expect(tf.memory().numTensors).toBe(numTensors + trained.weights.length);
  expect([train, val].length).toBe(2);
});

test('predictions are a table of probabilities that evaluate_predictions measures as evaluate_model does', async () => {
  const [train, , unseen] = await loadRows();
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
