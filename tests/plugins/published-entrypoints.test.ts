/** The reference's entrypoints from beginning to end: greetings handed on, a model trained and then attacked. */
import type * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { DatasetArtifactTask, KerasModelArtifactTask } from '../../plugins/dioptra_optic/artifacts.ts';
import { NumpyArrayArtifactTask, StringArtifactTask } from '../../plugins/artifacts/tasks.ts';
import { useBackend } from './backend.ts';
import { runBundled, type Files } from './entrypoints.ts';

beforeAll(() => useBackend('wasm'));

const read = (files: Files | undefined, path: string): string => new TextDecoder().decode(files!.get(path));

test('Hello World leaves a greeting that Hello Artifact shouts', async () => {
  const world = await runBundled('Hello World', { values: { name: 'Ada' } });
  expect(world.logs.map(({ message }) => message)).toEqual(['Hello, Ada', 'Goodbye, Ada', 'GOODBYE, ADA']);
  expect(read(world.artifacts.get('output'), 'output.txt')).toBe('Goodbye, Ada');
  const greeting = await StringArtifactTask.deserialize(world.artifacts.get('output')!, { args: {} });
  const artifact = await runBundled('Hello Artifact', { inputs: { greeting_artifact: greeting } });
  expect(artifact.logs.map(({ message }) => message)).toEqual(['GOODBYE, ADA']);
});

test('Train Keras Image Classifier leaves a model that Fast Gradient Method attacks', async () => {
  const trained = await runBundled('Train Keras Image Classifier', {
    values: { model_name: 'ShallowNet', learning_rate: '0.01', epochs: '2' },
  });
  expect([...trained.artifacts.keys()]).toEqual(['model', 'dataset_sample', 'metrics']);
  expect(trained.artifacts.get('dataset_sample')!.size).toBe(32);
  const header = ',loss,categorical_accuracy,auc,precision,recall,f1_score';
  expect(read(trained.artifacts.get('metrics'), 'metrics.csv').split('\n')[0]).toBe(header);
  expect(trained.logs.find(({ severity }) => severity === 'WARNING')!.message).toContain('share 1600 images');
  const accuracy = trained.metrics.find(({ name }) => name === 'test_categorical_accuracy')!.value;
  expect(accuracy).toBeGreaterThan(0.7);

  const model = (await KerasModelArtifactTask.deserialize(trained.artifacts.get('model')!, {
    args: {},
  })) as tf.LayersModel;
  const attacked = await runBundled('Evasion Attack: Fast Gradient Method', {
    inputs: { model_artifact: model },
  });
  expect([...attacked.artifacts.keys()]).toEqual([
    'adversarial_dataset',
    'adversarial_dataset_sample',
    'predictions',
    'metrics',
  ]);
  expect(attacked.logs.find(({ severity }) => severity === 'WARNING')!.message).toContain(
    'no robust accuracy',
  );
  const left = attacked.metrics.find(({ name }) => name === 'test_categorical_accuracy')!.value;
  expect(left).toBeLessThan(0.3);
  expect(read(attacked.artifacts.get('predictions'), 'predictions.csv').split('\n').length).toBe(2002);
}, 120_000);

test('a model and a data set are read, measured, patched and defended, each from the artifacts of the one before', async () => {
  const trained = await runBundled('Train Keras Image Classifier', {
    values: { model_name: 'ShallowNet', learning_rate: '0.01', epochs: '1' },
  });
  const call = { args: {} };
  const model_artifact = await KerasModelArtifactTask.deserialize(trained.artifacts.get('model')!, call);
  const made = await runBundled('Evasion Attack: Adversarial Patch (Generate)', {
    values: { patch_max_iter: '20' },
    inputs: { model_artifact },
  });
  expect([...made.artifacts.keys()]).toEqual(['patch', 'patch_mask']);
  expect([...made.artifacts.get('patch')!.keys()]).toEqual(['patch.npy']);
  const patch_artifact = await NumpyArrayArtifactTask.deserialize(made.artifacts.get('patch')!, call);

  const studio = await runBundled('Patch studio of a kept patch', {
    inputs: { model_artifact, patch_artifact },
  });
  expect([...studio.artifacts.keys()]).toEqual(['studio']);
  expect(studio.artifacts.get('studio')!.size).toBeGreaterThan(1);

  const patched = await runBundled('Evasion Attack: Adversarial Patch (Apply)', {
    values: { dataset_split: '{"test": "test[:200]"}' },
    inputs: { model_artifact, patch_artifact },
  });
  const attacked = ['adversarial_dataset', 'adversarial_dataset_sample', 'predictions', 'metrics'];
  expect([...patched.artifacts.keys()]).toEqual(attacked);
  const accuracyOf = (said: typeof patched) =>
    said.metrics.find(({ name }) => name === 'test_categorical_accuracy')!.value;
  expect(accuracyOf(patched)).toBeLessThan(accuracyOf(trained) - 0.1);

  const saved = patched.artifacts.get('adversarial_dataset')!;
  const inputs = async () => ({
    model_artifact,
    dataset_artifact: await DatasetArtifactTask.deserialize(saved, call),
  });
  const predicted = await runBundled('Predict Keras Image Classifier', { inputs: await inputs() });
  const evaluated = await runBundled('Evaluate Keras Image Classifier', { inputs: await inputs() });
  const table = (said: typeof patched) => read(said.artifacts.get('predictions'), 'predictions.csv');
  expect(table(predicted)).toBe(table(patched));
  expect(table(evaluated)).toBe(table(patched));
  expect(read(evaluated.artifacts.get('metrics'), 'metrics.csv')).toBe(
    read(patched.artifacts.get('metrics'), 'metrics.csv'),
  );
  for (const [defense_name, count] of [
    ['spatial_smoothing', 200],
    ['jpeg_compression', 200],
    ['gaussian_augmentation', 400],
  ] as const) {
    const defended = await runBundled('Defense: Preprocessing', {
      values: { defense_name },
      inputs: await inputs(),
    });
    expect([...defended.artifacts.keys()]).toEqual([
      'defended_dataset',
      'defended_dataset_sample',
      'predictions',
      'metrics',
    ]);
    expect(table(defended).trim().split('\n').length).toBe(count + 1);
  }
}, 120_000);
