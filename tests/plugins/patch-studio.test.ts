/** The patch studio: the patch lies as apply_adversarial_patch lays it, and what is read is what the model reads there. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { openClassifier, type Dataset } from '#sdk';
import { PatchStudioArtifactTask } from '../../plugins/dioptra_optic/artifacts.ts';
import { apply_adversarial_patch } from '../../plugins/dioptra_optic/attacks.ts';
import { create_model } from '../../plugins/dioptra_optic/models.ts';
import { chanceOf } from '../../plugins/dioptra_optic/fit.ts';
import { drawPlacement } from '../../plugins/dioptra_optic/patch_place.ts';
import { collect_studio, lay_patch } from '../../plugins/dioptra_optic/patch_studio.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset } from './digits8.ts';
import { runBundled } from './entrypoints.ts';
import { listen } from './step-context.ts';

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen(3));

const PATCH = { shape: [8, 8, 1], data: Float32Array.from({ length: 64 }, (_, i) => ((i * 7) % 23) / 23) };
const set = (): Dataset => toDataset(sliceDigits8(readDigits8(), 0, 12));
const model = () => create_model('ShallowNet', set());

test('it lies exactly as apply_adversarial_patch lays it, at each of its placements', async () => {
  const dataset = set();
  const net = model();
  const applied = await apply_adversarial_patch(net, dataset, PATCH, 90, 0.6);
  const laid = (await applied.images.data()) as Float32Array;
  listen(3);
  const studio = await collect_studio(net, dataset, PATCH, 3, 12);
  const chance = chanceOf(dataset, 'patch');
  for (let i = 0; i < 12; i++) {
    const placement = drawPlacement(chance, [8, 8, 1], { rotation_max: 90, scale_min: 0.6, scale_max: 0.6 });
    const degrees = (placement.angle * 180) / Math.PI;
    const [pixels] = await lay_patch(studio, placement.right, placement.down, degrees, placement.scale);
    const own = pixels.subarray(64 * i, 64 * (i + 1));
    own.forEach((value, at) => expect(value).toBeCloseTo(laid[64 * i + at]!, 5));
  }
});

test('what is read is what the model reads, without the patch and with it', async () => {
  const dataset = set();
  const net = model();
  const studio = await collect_studio(net, dataset, PATCH, null, 5);
  expect([studio.labels.length, studio.target, studio.images.shape]).toEqual([5, null, [5, 8, 8, 1]]);
  const [pixels, shares] = await lay_patch(studio, 1, -1, 30, 0.5);
  const { logits } = openClassifier(net);
  const read = (values: Float32Array) =>
    tf.tidy(() => tf.softmax(logits(tf.tensor4d(values, [5, 8, 8, 1]))).arraySync()) as number[][];
  read(pixels)
    .flat()
    .forEach((share, i) => expect(shares.flat()[i]).toBeCloseTo(share, 6));
  read(studio.images.data)
    .flat()
    .forEach((share, i) => expect(studio.clean.flat()[i]).toBeCloseTo(share, 6));
});

test('it comes back from its files with its model', async () => {
  const studio = await collect_studio(model(), set(), PATCH, 3, 4);
  const files = (await PatchStudioArtifactTask.serialize(studio, { name: 's', args: {} })) as ReadonlyMap<
    string,
    Uint8Array
  >;
  expect([...files.keys()]).toEqual([
    'studio.json',
    'patch.npy',
    'images.npy',
    'model/model.json',
    'model/weights.bin',
  ]);
  const back = await PatchStudioArtifactTask.deserialize(files, { args: {} });
  expect([back.target, back.labels, back.classes.length]).toEqual([3, studio.labels, 10]);
  expect(await lay_patch(back, 2, 0, 0, 0.5)).toEqual(await lay_patch(studio, 2, 0, 0, 0.5));
});

test('no tensor is left', async () => {
  const [net, dataset] = [model(), set()];
  const studio = await collect_studio(net, dataset, PATCH, 3, 4);
  const before = tf.memory().numTensors;
  await collect_studio(net, dataset, PATCH, 3, 4);
  await lay_patch(studio, 1, 1, 45, 0.7);
  expect(tf.memory().numTensors).toBe(before);
});

test('what does not fit is refused', async () => {
  const [net, dataset] = [model(), set()];
  await expect(collect_studio(net, dataset, { ...PATCH, shape: [4, 16, 1] })).rejects.toThrow('[8, 8, 1]');
  await expect(collect_studio(net, dataset, PATCH, 10)).rejects.toThrow('10');
  await expect(collect_studio(net, dataset, PATCH, 3, 33)).rejects.toThrow('1 to 32, not 33');
  const studio = await collect_studio(net, dataset, PATCH, 3, 2);
  await expect(lay_patch(studio, 0, 0, 0, 0)).rejects.toThrow('scale is more than 0');
  await expect(lay_patch(studio, 0, 0, 181)).rejects.toThrow('−180 to 180');
  await expect(lay_patch(studio, 9)).rejects.toThrow('does not lie on the image');
});

test('the entrypoint learns a patch that draws digits to its class', async () => {
  const said = await runBundled('Evasion: patch studio', {
    seed: 1,
    values: { max_iter: '100', count: '32' },
  });
  expect([...said.artifacts.keys()]).toEqual(['studio', 'patch']);
  const studio = await PatchStudioArtifactTask.deserialize(said.artifacts.get('studio')!, { args: {} });
  const [, shares] = await lay_patch(studio, 0, 0, 0, 0.6);
  const readAs = (rows: readonly (readonly number[])[]) =>
    rows.filter((row) => row.indexOf(Math.max(...row)) === 8).length;
  expect(readAs(studio.clean)).toBeLessThan(8);
  expect(readAs(shares)).toBeGreaterThan(20);
}, 120_000);
