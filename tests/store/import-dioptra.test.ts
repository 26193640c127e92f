// Dioptra's own resource file beside the built-ins: Python is kept, built-in TypeScript untouched, and entrypoints run where it has their tasks.
import { beforeEach, expect, test } from 'vitest';
import { compileEntrypoint } from '#core/graph/compile.ts';
import type { EntrypointContent, PluginContent, TypeContent } from '#core/resources/content.ts';
import type { ConflictRule } from '#core/resources/import-plan.ts';
import { readImport } from '#exchange/read-import.ts';
import { preparePlugin } from '#source/prepare-plugin.ts';
import type { Store } from '#store/store.ts';
import { DIOPTRA } from '../exchange/dioptra.ts';
import { files, filesBelow } from '../exchange/files.ts';
import { freshStore } from './open.ts';

const read = (changes: Record<string, string> = {}) => readImport(files({ ...DIOPTRA, ...changes }));

let store: Store;

beforeEach(async () => {
  store = freshStore();
  for (const suite of ['dioptra.toml', 'dioptra_optic.toml']) {
    const { plan } = readImport(filesBelow('plugins'), suite);
    const report = await store.import(plan, { conflicts: 'update', author: 'alidade' });
    expect(report.issues).toEqual([]);
  }
});

async function bringIn(conflicts: ConflictRule, changes: Record<string, string> = {}) {
  const { plan, issues } = read(changes);
  expect(issues.map((issue) => issue.code)).toEqual(['import-same-type']);
  return store.import(plan, { conflicts });
}

const plugin = async (name: string) => (await store.resources.find('plugin', name))!;
const entrypoint = async (name: string) => (await store.resources.find('entrypoint', name))!;
const namesOf = ({ files: list }: PluginContent, end: string) =>
  list.filter((file) => file.filename.endsWith(end)).map((file) => file.filename);
const tasksOf = ({ files: list }: PluginContent) =>
  list.map((file) => [file.filename, [...file.functions, ...file.artifacts].map((task) => task.name)]);

/** Compiles with what it pins, as the page does. */
async function compile(content: EntrypointContent) {
  const plugins: PluginContent[] = [];
  for (const pin of [...content.plugins, ...content.artifactPlugins])
    plugins.push((await store.resources.getByPin('plugin', pin))!.content);
  const types: TypeContent[] = [];
  for (const pin of plugins.flatMap((one) => one.types))
    types.push((await store.resources.getByPin('type', pin))!.content);
  const tasks = (kind: 'functions' | 'artifacts') =>
    plugins.flatMap(({ name, files: list }) =>
      list.flatMap((file) => file[kind].map((task) => ({ ...task, plugin: name, file: file.filename }))),
    );
  return compileEntrypoint({
    ...content,
    functions: tasks('functions') as never,
    artifacts: tasks('artifacts'),
    types: [...new Map(types.map((type) => [type.name, type])).values()],
  });
}

test.each(['update', 'overwrite'] as const)(
  'its Python is added, and nothing else of a built-in touched: %s',
  async (rule) => {
    const before = await plugin('hello_world');
    const { issues } = await bringIn(rule);
    expect(issues).toEqual([]);
    const after = await plugin('hello_world');
    expect(after.resource).toMatchObject({ id: before.resource.id, owner: 'alidade' });
    expect(after.snapshot).toMatchObject({ number: 2, author: 'you' });
    expect(namesOf(after.content, '.py')).toEqual(['__init__.py', 'tasks.py']);
    const scripts = (content: PluginContent) => content.files.filter((file) => file.filename.endsWith('.ts'));
    expect(scripts(after.content)).toEqual(scripts(before.content));
    expect(after.content.description).toBe(before.content.description);
    expect(after.content.files.find((file) => file.filename === 'tasks.py')!.contents).toBe(
      DIOPTRA['extra/plugins/hello_world/tasks.py'],
    );
  },
);

test('tasks that TypeScript has stay there; others are registered to the Python and do not run here', async () => {
  await bringIn('update');
  expect(tasksOf((await plugin('hello_world')).content)).toContainEqual(['tasks.py', []]);
  expect(tasksOf((await plugin('artifacts')).content)).toContainEqual(['tasks.py', ['PickleArtifactTask']]);
  const python = await plugin('sklearn_classify');
  expect(python.resource.owner).toBe('you');
  expect(tasksOf(python.content)).toEqual([['tasks.py', ['load_toy_dataset', 'train_model']]]);
});

test('its entrypoints run where TypeScript has their tasks, and come in whole where not', async () => {
  await bringIn('update');
  for (const name of ['Hello World', 'Hello Twice']) {
    const { content } = await entrypoint(name);
    const { plan, issues } = await compile(content);
    expect(issues).toEqual([]);
    const steps = plan!.steps.map((step) => step.name);
    expect(steps.length).toBeGreaterThan(1);
    const pinned = (await store.resources.getByPin('plugin', content.plugins[0]!))!;
    const prepared = preparePlugin('hello_world', pinned.snapshot.content, pinned.content.files);
    expect(prepared.issues.filter((issue) => issue.severity === 'ERROR')).toEqual([]);
    expect(prepared.plugin.modules.map((module) => module.file)).toEqual(['tasks.ts']);
  }
  const { content } = await entrypoint('SKLearn Classification');
  expect((await compile(content)).issues).toEqual([]);
  expect(content.artifactGraph).toContain('PickleArtifactTask');
  const twice = await entrypoint('Hello Twice');
  expect(twice.content.taskGraph).toBe(
    '# twice is better\nfirst: { hello: [$name] }\nsecond:\n  shout:\n    greeting: $first\n',
  );
});

test('what a built-in says already is left alone, another description or not', async () => {
  const before = await entrypoint('Hello World');
  await bringIn('update');
  expect(await entrypoint('Hello World')).toEqual(before);
  expect((await store.resources.find('type', 'np.ndarray'))!.snapshot.number).toBe(1);
});

test('a built-in entrypoint that the file has otherwise is set aside, never changed', async () => {
  const before = await entrypoint('Hello World');
  const yaml = DIOPTRA['extra/entrypoints/hello-world.yaml'].replace('Goodbye', 'Farewell');
  const { issues, resources } = await bringIn('update', { 'extra/entrypoints/hello-world.yaml': yaml });
  expect(issues.map((issue) => [issue.code, issue.severity])).toEqual([['import-built-in', 'WARNING']]);
  const mine = await entrypoint('Hello World');
  expect(mine.resource).toMatchObject({ owner: 'you', id: resources.entrypoints['Hello World'] });
  expect(mine.content.taskGraph).toContain('Farewell');
  const old = (await store.resources.get('entrypoint', before.resource.id))!;
  expect(old.content).toEqual(before.content);
  expect(old.resource.deleted).not.toBeNull();

  await store.bin.remove([{ table: 'resources', id: mine.resource.id }]);
  await store.bin.restore([{ table: 'resources', id: before.resource.id }]);
  expect((await entrypoint('Hello World')).content).toEqual(before.content);
});

test('a task that is registered otherwise leaves the built-in one as it is, and says so', async () => {
  const toml = DIOPTRA['extra/dioptra.toml'].replace('name="greeting", type="string", required=true }, ', '');
  const before = tasksOf((await plugin('hello_world')).content);
  const { issues } = await bringIn('update', { 'extra/dioptra.toml': toml.replace('{ { ', '{ ') });
  expect(issues.map((issue) => issue.code)).toEqual(['import-task-differs']);
  expect(tasksOf((await plugin('hello_world')).content)).toEqual(expect.arrayContaining(before));
});

test('scripts for a built-in plugin make a plugin of one’s own in its place', async () => {
  const before = await plugin('hello_world');
  const { issues } = await bringIn('update', { 'extra/plugins/hello_world/more.ts': 'export {};' });
  // The entrypoint that pins it is another then, too.
  expect(issues.map((issue) => issue.code)).toEqual(['import-built-in', 'import-built-in']);
  expect((await plugin('hello_world')).resource).toMatchObject({ owner: 'you' });
  expect((await store.resources.get('plugin', before.resource.id, 1))!.content).toEqual(before.content);
});

test('under the rule to fail nothing is taken that has a name', async () => {
  const { issues } = await bringIn('fail');
  expect(issues.map((issue) => issue.message)).toEqual([
    'There is already a plugin named “hello_world”.',
    'There is already a plugin named “artifacts”.',
    'There is already an entrypoint named “Hello World”.',
  ]);
  expect(await store.resources.find('plugin', 'sklearn_classify')).toBeNull();
});

test('a later version of the app keeps the Python and brings its own TypeScript', async () => {
  await bringIn('update');
  const { plan } = readImport(filesBelow('plugins'), 'dioptra.toml');
  const later = {
    ...plan,
    plugins: plan.plugins.map((one) => ({
      ...one,
      files: one.files.map((file) => ({ ...file, contents: `${file.contents}// later\n` })),
    })),
  };
  expect((await store.import(later, { conflicts: 'update', author: 'alidade' })).issues).toEqual([]);
  const { content, snapshot } = await plugin('hello_world');
  expect(snapshot.author).toBe('alidade');
  expect(namesOf(content, '.py')).toEqual(['__init__.py', 'tasks.py']);
  expect(content.files.find((file) => file.filename === 'tasks.ts')!.contents).toContain('// later');
});
