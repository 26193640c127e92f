import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readImport } from '#exchange/read-import.ts';
import { files, filesBelow, SUITE } from '../exchange/files.ts';
import { entrypoint, freshStore } from './open.ts';

const plan = (changes: Record<string, string> = {}) => readImport(files({ ...SUITE, ...changes })).plan;

test('an import pins types in plugins and plugins in entrypoints', async () => {
  const store = freshStore();
  const { issues, resources } = await store.import(plan(), { message: 'first' });
  expect(issues).toEqual([]);
  const noise = (await store.resources.get('plugin', resources.plugins['noise']!))!;
  const image = (await store.resources.get('type', resources.types['image']!))!;
  const grey = (await store.resources.get('type', resources.types['grey']!))!;
  expect(noise.content.types).toEqual([image.resource.latest, grey.resource.latest]);
  const made = (await store.resources.get('entrypoint', resources.entrypoints['Noise']!))!;
  expect(made.content.plugins).toEqual([noise.resource.latest]);
  expect(made.content.artifactPlugins).toEqual([noise.resource.latest]);
  expect(made.snapshot.message).toBe('first');
});

test('the same again makes no snapshot; an update makes one, and those that pin it follow', async () => {
  const store = freshStore();
  const first = await store.import(plan());
  const again = await store.import(plan(), { conflicts: 'update' });
  expect(again.issues).toEqual([]);
  expect(again.resources).toEqual(first.resources);
  expect(new Set(again.records.map(({ does }) => does))).toEqual(new Set(['same']));
  const id = first.resources.plugins['noise']!;
  expect(await store.resources.history(id)).toHaveLength(1);
  await store.import(plan({ 'plugins/noise/tasks.ts': 'changed' }), { conflicts: 'update' });
  expect(await store.resources.history(id)).toHaveLength(2);
  const noise = await store.resources.find('entrypoint', 'Noise');
  expect(noise?.snapshot.number).toBe(2);
  expect(noise?.content.plugins[0]).toMatchObject({ resource: id, number: 2 });
  expect((await store.resources.find('type', 'image'))?.snapshot.number).toBe(1);
});

test('what was imported before is put under its topic, without a snapshot and with its tags', async () => {
  const store = freshStore();
  const { resources } = await store.import(plan(), { author: 'alidade' });
  const id = resources.entrypoints['Noise']!;
  const tag = await store.tags.create({ name: 'mine', colour: 'teal' });
  await store.tags.set('resources', [id], tag.id, true);
  const beside = (topic: string) =>
    plan({ 'alidade.json': JSON.stringify({ format: 1, entrypoints: { Noise: { topic } } }) });
  await store.import(beside('Noises'), { conflicts: 'update', author: 'alidade' });
  const { resource } = (await store.resources.get('entrypoint', id))!;
  expect(resource).toMatchObject({ topic: 'Noises', tags: [tag.id], latest: { number: 1 } });
  // A person's file does not group what came with the app anew.
  await store.import(beside('Others'), { conflicts: 'update' });
  expect((await store.resources.get('entrypoint', id))!.resource.topic).toBe('Noises');
  const question = { filter: {}, search: 'topic:Noises', order: null };
  const { rows, fault } = await store.search('entrypoint', question, 0, 9);
  expect([rows.map((row) => row.id), fault]).toEqual([[id], null]);
});

test('what came with the app does not group what a person has put in its place', async () => {
  const store = freshStore();
  const beside = (topic: string) =>
    plan({ 'alidade.json': JSON.stringify({ format: 1, entrypoints: { Noise: { topic } } }) });
  const { resources } = await store.import(beside('Mine'));
  await store.import(beside('Noises'), { conflicts: 'update', author: 'alidade' });
  const { resource } = (await store.resources.get('entrypoint', resources.entrypoints['Noise']!))!;
  expect(resource.topic).toBe('Mine');
});

test('a name that is taken fails the whole import, and nothing of it stays', async () => {
  const store = freshStore();
  await store.resources.create('entrypoint', entrypoint('Noise'));
  const { issues, resources } = await store.import(plan());
  expect(issues.map((issue) => issue.code)).toEqual(['import-taken']);
  expect(resources).toEqual({ plugins: {}, types: {}, entrypoints: {} });
  expect(await store.resources.list('plugin')).toEqual([]);
});

test('overwrite puts a new resource in the place of the old one', async () => {
  const store = freshStore();
  const first = await store.import(plan());
  const second = await store.import(plan(), { conflicts: 'overwrite' });
  expect(second.resources.plugins['noise']).not.toBe(first.resources.plugins['noise']);
  expect(await store.resources.list('plugin')).toHaveLength(1);
  expect(
    (await store.resources.get('plugin', first.resources.plugins['noise']!))?.resource.deleted,
  ).not.toBeNull();
});

test('an update keeps queues and what else was attached', async () => {
  const store = freshStore();
  const { resources } = await store.import(plan());
  const id = resources.entrypoints['Noise']!;
  const { content } = (await store.resources.get('entrypoint', id))!;
  const other = { resource: 'other', number: 1, hash: 'h' };
  await store.resources.save('entrypoint', id, {
    ...content,
    plugins: [...content.plugins, other],
    queues: [other],
  });
  await store.import(plan(), { conflicts: 'update' });
  const updated = (await store.resources.get('entrypoint', id))!;
  expect(updated.content.plugins).toEqual([...content.plugins, other]);
  expect(updated.content.queues).toEqual([other]);
});

test('an import with only Python touches only Python', async () => {
  const store = freshStore();
  const { resources } = await store.import(plan(), { author: 'alidade' });
  const toml = SUITE['dioptra.toml'].replace('files/png.ts', 'tasks.py').split('[[entrypoints]]')[0]!;
  const python = readImport(
    files({ 'dioptra.toml': toml, 'plugins/noise/tasks.py': 'def add_noise(): ...' }),
  );
  expect(python.issues).toEqual([]);
  await store.import(python.plan, { conflicts: 'update' });
  const { content, snapshot } = (await store.resources.get('plugin', resources.plugins['noise']!))!;
  expect(snapshot).toMatchObject({ number: 2, author: 'you' });
  expect(content.files.map((file) => file.filename)).toEqual([
    'datasets.json',
    'files/png.ts',
    'tasks.py',
    'tasks.ts',
  ]);
  const tasks = content.files.map((file) => [...file.functions, ...file.artifacts].map((task) => task.name));
  expect(tasks).toEqual([[], ['PngArtifactTask'], [], ['add_noise']]);
});

test('a plugin without files is the one that is there, or an issue', async () => {
  const store = freshStore();
  const alone = readImport(
    files({ 'dioptra.toml': SUITE['dioptra.toml'], 'entrypoints/noise.yaml': 'graph: {a: {b: []}}' }),
  ).plan;
  expect((await store.import(alone)).issues.map((i) => i.code)).toEqual([
    'import-no-plugin-files',
    'import-unknown-plugin',
    'import-unknown-plugin',
  ]);
  const { resources } = await store.import(plan());
  const linked = await store.import(alone, { conflicts: 'update' });
  expect(linked.resources.plugins).toEqual(resources.plugins);
  expect((await store.resources.find('plugin', 'noise'))?.snapshot.number).toBe(1);
});

test('types that nothing defines are an issue', async () => {
  const store = freshStore();
  const { issues } = await store.import({ ...plan(), types: [] });
  expect(issues.map((i) => i.message)).toEqual([
    'The parameter type “image”, named by the plugin “noise”, is not defined.',
    'The parameter type “image”, named by the entrypoint “Noise”, is not defined.',
  ]);
});

test('built-ins leave alone what a person has put in their place', async () => {
  const store = freshStore();
  await store.import(plan({ 'plugins/noise/tasks.ts': 'mine' }));
  await store.import(plan(), { conflicts: 'update', author: 'alidade' });
  const mine = await store.resources.find('plugin', 'noise');
  expect(mine).toMatchObject({ resource: { owner: 'you' }, snapshot: { number: 1 } });
});

const suites = readdirSync('plugins').filter((name) => name.endsWith('.toml'));

test.each(suites)('what the app ships with enters by the same way: %s', async (name) => {
  const store = freshStore();
  const text = readFileSync(`plugins/${name}`, 'utf8');
  const { plan: built, issues } = readImport(filesBelow('plugins'), name);
  expect(issues).toEqual([]);
  const report = await store.import(built, { author: 'alidade' });
  const elsewhere = report.issues.filter(
    (issue) => issue.code !== 'import-unknown-plugin' && issue.code !== 'import-unknown-type',
  );
  expect(elsewhere).toEqual([]);
  expect(built.plugins).toHaveLength(text.match(/^\[\[plugins\]\]/gm)?.length ?? 0);
});
