/** The reference's entrypoints from beginning to end: greetings handed on, a model trained and then attacked. */
import type * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { KerasModelArtifactTask } from '../../plugins/dioptra_optic/artifacts.ts';
import { StringArtifactTask } from '../../plugins/artifacts/tasks.ts';
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
