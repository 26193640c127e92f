/** The OPTIC suite on small data: seeds, loading, splitting, and the networks. */
import { gzipSync } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { load_dataset_from_tfds } from '../../plugins/dioptra_optic/data.ts';
import type { Dataset } from '#sdk';
import { create_model } from '../../plugins/dioptra_optic/models.ts';
import { set_random_seed } from '../../plugins/dioptra_optic/seed.ts';
import { useBackend } from './backend.ts';
import { loadRows } from './load-rows.ts';
import { packRows } from './packed-rows.ts';
import { listen, type Heard } from './step-context.ts';

const files = { mnist: packRows() };
let heard: Heard;
beforeAll(() => useBackend('wasm'));
beforeEach(() => void (heard = listen(7, files)));

describe('load_dataset_from_tfds', () => {
  test('splits as asked for, 80 to 20 where nothing is', async () => {
    const sizes = (sets: (Dataset | null)[]) => sets.map((set) => set?.images.shape[0] ?? null);
    expect(sizes(await loadRows())).toEqual([32, 8, 10]);
    expect(sizes(await loadRows({ test: 'test[:50%]' }))).toEqual([null, null, 5]);
  });

  test('gives pixels from 0 to 1, or 0 to 255, and one-hot labels', async () => {
    const [, , unit] = await loadRows();
    const [, , bytes] = await load_dataset_from_tfds('mnist', null, null, false);
    expect(unit.images.max().dataSync()[0]).toBe(1);
    expect(bytes!.images.max().dataSync()[0]).toBe(255);
    expect(bytes!.meta.value_range).toEqual([0, 255]);
    expect([...unit.labels.argMax(1).dataSync()]).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1]);
  });

  test('reads a gzipped file as well, and refuses a cut one', async () => {
    listen(7, { mnist: new Uint8Array(gzipSync(packRows())) });
    expect((await loadRows())[2].images.shape).toEqual([10, 4, 4, 1]);
    listen(7, { mnist: packRows().subarray(0, 500) });
    await expect(loadRows()).rejects.toThrow('cut short');
  });

  test('resizes by pixel centres', async () => {
    const [, , small] = await load_dataset_from_tfds('mnist', null, null, true, [2, 2]);
    expect(small!.images.shape).toEqual([10, 2, 2, 1]);
    const [, , full] = await loadRows();
    const mean = full.images.slice([0, 0, 0, 0], [1, 2, 2, 1]).mean().dataSync()[0]!;
    expect(small!.images.dataSync()[0]).toBeCloseTo(mean, 6);
  });

  test('says that data_dir is not used, and what it has', async () => {
    await load_dataset_from_tfds('mnist', null, '/dioptra/data');
    expect(heard.logs.map((log) => log.message)).toContain(
      'data_dir /dioptra/data is not used: mnist comes with the app',
    );
    await expect(load_dataset_from_tfds('cifar10')).rejects.toThrow('there is mnist');
    await expect(loadRows({ dev: 'train' })).rejects.toThrow('not "dev"');
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
      const model = create_model('ShallowNet', (await loadRows(undefined, 8, seed))[0]);
      return [...model.getWeights()[0]!.dataSync()];
    };
    expect(await first(5)).toEqual(await first(5));
    expect(await first(5)).not.toEqual(await first(6));
  });

  test('refuses what it does not have, and AlexNet on small images', async () => {
    const [train] = await loadRows();
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

test('set_random_seed takes 0 for a seed and draws one where none is given', () => {
  expect(set_random_seed(0)).toBe(0);
  const drawn = set_random_seed();
  listen(7);
  expect(set_random_seed(null)).toBe(drawn);
  expect(() => set_random_seed(10145783023)).toThrow('4294967295');
});
