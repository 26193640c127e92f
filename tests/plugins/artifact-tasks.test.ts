/** Every artifact task: what is written, and that it comes back. */
import { crc32, inflateSync } from 'node:zlib';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseNpy } from '#core/files/npy.ts';
import {
  BytesArtifactTask,
  DataframeArtifactTask,
  NumpyArrayArtifactTask,
  StringArtifactTask,
} from '../../plugins/artifacts/tasks.ts';
import {
  DatasetArtifactTask,
  DatasetSamplerArtifactTask,
  KerasModelArtifactTask,
} from '../../plugins/dioptra_optic/artifacts.ts';
import type { Dataset } from '#sdk';
import { create_model } from '../../plugins/dioptra_optic/models.ts';
import { encodePng } from '../../plugins/dioptra_optic/png.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset } from './digits8.ts';
import { listen } from './step-context.ts';

type Files = ReadonlyMap<string, Uint8Array>;
const textOf = (files: unknown, path: string): string => new TextDecoder().decode((files as Files).get(path));

beforeAll(() => useBackend('cpu'));
beforeEach(() => void listen());

test('a text is a file of its type', async () => {
  const files = await StringArtifactTask.serialize('Grüße', { name: 'output', args: {} });
  expect(textOf(files, 'output.txt')).toBe('Grüße');
  expect(await StringArtifactTask.deserialize(files as Files, { args: {} })).toBe('Grüße');
  const marked = await StringArtifactTask.serialize('# A', { name: 'page', args: { type: 'md' } });
  expect([...(marked as Files).keys()]).toEqual(['page.md']);
});

test('bytes are a file as they are', async () => {
  const files = await BytesArtifactTask.serialize(Uint8Array.of(1, 2), { name: 'a', args: { type: 'png' } });
  expect([...(files as Files)]).toEqual([['a.png', Uint8Array.of(1, 2)]]);
  expect(await BytesArtifactTask.deserialize(files as Files, { args: {} })).toEqual(Uint8Array.of(1, 2));
});

describe('an array', () => {
  test.each([
    ['plain', { shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) }, 'f8'],
    [
      'a tensor',
      () =>
        tf.tensor2d([
          [1, 2],
          [3, 4],
        ]),
      'f4',
    ],
    ['whole numbers', { shape: [4], data: Int32Array.of(1, 2, 3, 4) }, 'i4'],
  ])('%s', async (_, given, dtype) => {
    const value = typeof given === 'function' ? given() : given;
    const files = (await NumpyArrayArtifactTask.serialize(value, { name: 'a', args: {} })) as Files;
    const read = parseNpy(files.get('a.npy')!);
    expect([read.dtype, ...read.data]).toEqual([dtype, 1, 2, 3, 4]);
    expect(await NumpyArrayArtifactTask.deserialize(files, { args: {} })).toMatchObject({
      shape: read.shape,
      data: read.data,
    });
  });
});

describe('a table', () => {
  const table = {
    columns: ['name', 'n', 'ok', 'note'],
    rows: [
      ['a,b', 1.5, true, null],
      ['c"d', 1e-7, false, 'x\ny'],
    ],
  };

  test('is CSV as pandas writes it', async () => {
    const files = await DataframeArtifactTask.serialize(table, { name: 't', args: { format: 'csv' } });
    expect(textOf(files, 't.csv')).toBe(',name,n,ok,note\n0,"a,b",1.5,True,\n1,"c""d",1e-7,False,"x\ny"\n');
    expect(await DataframeArtifactTask.deserialize(files as Files, { args: {} })).toEqual(table);
  });

  test('is CSV without row numbers where asked for', async () => {
    const args = { format: 'csv', index: false };
    const files = await DataframeArtifactTask.serialize(table, { name: 't', args });
    expect(textOf(files, 't.csv').split('\n')[0]).toBe('name,n,ok,note');
    expect(await DataframeArtifactTask.deserialize(files as Files, { args })).toEqual(table);
  });

  test('is JSON by columns where nothing is said', async () => {
    const files = await DataframeArtifactTask.serialize(table, { name: 't', args: {} });
    expect(JSON.parse(textOf(files, 't.json')).n).toEqual({ 0: 1.5, 1: 1e-7 });
    expect(await DataframeArtifactTask.deserialize(files as Files, { args: {} })).toEqual(table);
  });

  test('is nothing else', () => {
    expect(() => DataframeArtifactTask.serialize(table, { name: 't', args: { format: 'parquet' } })).toThrow(
      'csv and json',
    );
    expect(() =>
      DataframeArtifactTask.deserialize(new Map([['t.pkl', new Uint8Array(1)]]), { args: {} }),
    ).toThrow('t.pkl');
  });
});

const dataset = (): Dataset => toDataset(sliceDigits8(readDigits8(), 0, 40));

test('a model comes back with its weights and its training', async () => {
  const model = create_model('ShallowNet', dataset());
  const files = (await KerasModelArtifactTask.serialize(model, { name: 'model', args: {} })) as Files;
  expect([...files.keys()]).toEqual(['model.json', 'weights.bin']);
  const back = await KerasModelArtifactTask.deserialize(files, { args: {} });
  const images = dataset().images;
  expect([...(back.predict(images) as tf.Tensor).dataSync()]).toEqual([
    ...(model.predict(images) as tf.Tensor).dataSync(),
  ]);
  // It says besides that it was read from files, which is for the job alone: a file does not keep it.
  expect(back.getUserDefinedMetadata()).toEqual({ ...model.getUserDefinedMetadata(), loaded: true });
  const again = (await KerasModelArtifactTask.serialize(back, { name: 'model', args: {} })) as Files;
  expect(again).toEqual(files);
});

test('a data set comes back', async () => {
  const given = dataset();
  const files = (await DatasetArtifactTask.serialize(given, { name: 'd', args: {} })) as Files;
  expect([...files.keys()]).toEqual(['images.npy', 'labels.npy', 'metadata.json']);
  const back = await DatasetArtifactTask.deserialize(files, { args: {} });
  expect(back.meta).toEqual(given.meta);
  expect([...back.images.dataSync()]).toEqual([...given.images.dataSync()]);
  expect([...back.labels.dataSync()]).toEqual([...given.labels.dataSync()]);
  await expect(async () => DatasetArtifactTask.deserialize(new Map(), { args: {} })).rejects.toThrow(
    'metadata.json',
  );
});

test('a sample is PNG files named by place and class', async () => {
  const files = (await DatasetSamplerArtifactTask.serialize(dataset(), { name: 's', args: {} })) as Files;
  expect(files.size).toBe(32);
  expect(
    [...files.keys()].every((name, i) =>
      new RegExp(`^0000${String(i).padStart(2, '0')}_label_000\\d\\.png$`).test(name),
    ),
  ).toBe(true);
  const again = (await DatasetSamplerArtifactTask.serialize(dataset(), { name: 's', args: {} })) as Files;
  expect(again).toEqual(files);
  const few = (await DatasetSamplerArtifactTask.serialize(dataset(), {
    name: 's',
    args: { num_samples: 3, seed: 1 },
  })) as Files;
  expect(few.size).toBe(3);
});

test.each([
  ['grey', 1, 0],
  ['RGB', 3, 2],
  ['RGBA', 4, 6],
])('a PNG image holds the pixels that it was given: %s', (_, channels, colour) => {
  const pixels = Uint8Array.from({ length: 200 * 150 * channels }, (_, i) => (i * 31) % 256);
  const chunks = readPng(encodePng(pixels, [200, 150, channels]));
  expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR')!;
  expect([header.readUInt32BE(0), header.readUInt32BE(4), header[8], header[9]]).toEqual([
    150,
    200,
    8,
    colour,
  ]);
  const rows = inflateSync(chunks.get('IDAT')!);
  const width = 150 * channels;
  const plain = Array.from({ length: 200 }, (_, row) =>
    rows.subarray(row * (width + 1) + 1, (row + 1) * (width + 1)),
  );
  expect(Buffer.concat(plain).equals(Buffer.from(pixels))).toBe(true);
});

function readPng(file: Uint8Array): Map<string, Buffer> {
  const bytes = Buffer.from(file);
  expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const named = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(named));
    chunks.set(named.toString('latin1', 0, 4), named.subarray(4));
    at += 12 + length;
  }
  return chunks;
}
