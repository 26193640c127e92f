// What a run leaves behind: named as in the artifact graph, whole, and never outside its folder.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashText } from '../../src/core/hash/content-hash.ts';
import type { ArtifactRecord, JobRecord } from '../../src/core/job/record.ts';
import { findArtifact, writeArtifacts } from '../../src/node/job/out-folder.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'alidade-out-')), 'out');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const PLUGIN = hashText('the plugin');

const job = { id: 'j1', names: { entrypoint: 'Demo' } } as JobRecord;

function artifact(name: string, paths: readonly string[], isFolder = false): ArtifactRecord {
  const pin = { resource: 'p', number: 2, hash: PLUGIN };
  const outputs = [{ name: 'model', type: 'keras.Model' }];
  return {
    id: name,
    job: 'j1',
    name,
    folder: isFolder,
    hash: hashText(name),
    bytes: 3,
    created: 0,
    description: '',
    group: 'public',
    owner: 'you',
    deleted: null,
    tags: [],
    handler: { plugin: 'dioptra_optic', pin, task: 'KerasModelArtifactTask', args: {}, outputs },
    files: paths.map((path) => ({ path, bytes: 3, hash: hashText(path) })),
  };
}

const write = (...artifacts: ArtifactRecord[]) =>
  writeArtifacts(folder, job, artifacts, async (from, path) =>
    new TextEncoder().encode(`${from.name}:${path}`),
  );
const read = (path: string) => readFileSync(join(folder, path), 'utf8');

test('a file by the name in the graph with its extension, a folder by its name, and what they are', async () => {
  await write(
    artifact('metrics', ['metrics.csv']),
    artifact('model', ['model.json', 'parts/weights.bin'], true),
  );
  expect(readdirSync(folder).sort()).toEqual(['job.json', 'metrics.csv', 'model']);
  expect(read('metrics.csv')).toBe('metrics:metrics.csv');
  expect(read('model/parts/weights.bin')).toBe('model:parts/weights.bin');
  const index = JSON.parse(read('job.json'));
  expect(Object.keys(index.artifacts)).toEqual(['metrics', 'model']);
  expect(index.artifacts.model).toMatchObject({
    type: 'keras.Model',
    handler: { plugin: 'dioptra_optic', task: 'KerasModelArtifactTask', hash: PLUGIN },
    sha256: hashText('model'),
  });
});

test('the name is the graph’s, even where the file has another', async () => {
  await write(artifact('output', ['greeting.txt']), artifact('plain', ['plain']));
  expect(readdirSync(folder).sort()).toEqual(['job.json', 'output.txt', 'plain']);
});

test('a later run finds what an earlier one left', async () => {
  await write(artifact('output', ['greeting.txt']), artifact('model', ['b.bin', 'a/c.bin'], true));
  const file = findArtifact(join(folder, 'output.txt'));
  expect(file).toMatchObject({ name: 'output', at: join(folder, 'output.txt') });
  expect(file.entry).toMatchObject({ folder: false, type: 'keras.Model', sha256: hashText('output') });
  expect(file.entry.files.map(({ path }) => path)).toEqual(['greeting.txt']);
  const model = findArtifact(`${folder}/model/`);
  expect(model.entry.files.map(({ path }) => path)).toEqual(['b.bin', 'a/c.bin']);
  expect(model.entry.handler).toEqual({
    plugin: 'dioptra_optic',
    task: 'KerasModelArtifactTask',
    hash: PLUGIN,
  });
  expect(Object.keys(model.index.artifacts)).toEqual(['output', 'model']);
});

test('what cannot be read is told in a sentence', async () => {
  await write(artifact('output', ['greeting.txt']));
  writeFileSync(join(folder, 'other.txt'), '');
  writeFileSync(join(folder, '..', 'lone.txt'), '');
  expect(() => findArtifact(join(folder, 'none.txt'))).toThrow('There is no');
  expect(() => findArtifact(join(folder, 'other.txt'))).toThrow('It lists output.txt');
  expect(() => findArtifact(join(folder, '..', 'lone.txt'))).toThrow('no readable job.json');
  writeFileSync(join(folder, 'job.json'), '{"format": 2}');
  expect(() => findArtifact(join(folder, 'output.txt'))).toThrow('its format is 2');
});

test('names of plugins lead nowhere else', async () => {
  await write(artifact('../up', ['x.txt']), artifact('..', ['x']), artifact('job', ['x.json']));
  expect(readdirSync(join(folder, '..'))).toEqual(['out']);
  expect(readdirSync(folder).sort()).toEqual(['..%2fup.txt', '_..', '_job.json', 'job.json']);
  await expect(write(artifact('model', ['../../outside.txt'], true))).rejects.toThrow('outside its folder');
  expect(existsSync(join(folder, '..', '..', 'outside.txt'))).toBe(false);
});
