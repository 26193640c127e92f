import { expect, test } from 'vitest';
import { readImport } from '#exchange/read-import.ts';
import { files, SUITE } from './files.ts';

const read = (changes: Record<string, string> = {}) => readImport(files({ ...SUITE, ...changes }));
const codes = (changes: Record<string, string>) => read(changes).issues.map((issue) => issue.code);
const toml = (from: string, to: string) => ({ 'dioptra.toml': SUITE['dioptra.toml'].replace(from, to) });

test('a suite becomes types, plugins and entrypoints', () => {
  const { plan, issues } = read();
  expect(issues).toEqual([]);
  expect(plan.types).toEqual([
    { name: 'image', description: 'Rows of grey levels.', structure: { list: { list: 'grey' } } },
    { name: 'grey', description: '', structure: null },
  ]);
  const [plugin] = plan.plugins;
  expect(plugin).toMatchObject({ name: 'noise', description: 'Adds noise.' });
  expect(plugin!.files.map((file) => file.filename)).toEqual(['datasets.json', 'files/png.ts', 'tasks.ts']);
  const [entrypoint] = plan.entrypoints;
  expect(entrypoint).toMatchObject({ name: 'Noise', plugins: ['noise'], artifactPlugins: ['noise'] });
});

test('a task registers to its file, or to its twin in TypeScript; inputs are optional unless they say so', () => {
  const [plugin] = read().plan.plugins;
  expect(plugin!.files.find((file) => file.filename === 'tasks.ts')!.functions).toEqual([
    {
      name: 'add_noise',
      inputs: [
        { name: 'image', type: 'image', required: true },
        { name: 'sigma', type: 'number', required: false },
      ],
      outputs: [{ name: 'noisy', type: 'image' }],
    },
  ]);
  const both = read({ 'plugins/noise/tasks.py': 'def add_noise(): ...' }).plan.plugins[0]!;
  expect(both.files.filter((file) => file.functions.length > 0).map((file) => file.filename)).toEqual([
    'tasks.py',
  ]);
});

test('defaults are texts as a person would type them', () => {
  const [entrypoint] = read().plan.entrypoints;
  expect(entrypoint!.parameters.map((p) => p.defaultValue)).toEqual(['1.0', '3', 'true', 'seven', null]);
});

test('graphs keep the layout and the comments of their author', () => {
  const [entrypoint] = read().plan.entrypoints;
  expect(entrypoint!.taskGraph).toBe(
    '# first the noise\nnoisy:\n  add_noise:\n    image: $image  # as given\n    sigma: $sigma\n',
  );
  expect(entrypoint!.artifactGraph).toBe('picture:\n  contents: $noisy\n  task: {name: PngArtifactTask}\n');
});

test('the resource file may lie in a folder, and all paths begin there', () => {
  const inFolder = Object.fromEntries(Object.entries(SUITE).map(([path, text]) => [`suite/${path}`, text]));
  expect(readImport(files(inFolder)).plan).toEqual(read().plan);
  expect(readImport(files(inFolder), 'suite/dioptra.toml').plan).toEqual(read().plan);
  expect(readImport(files(inFolder), 'dioptra.toml').plan).toEqual(read().plan);
  expect(readImport(files(inFolder), 'other.toml').issues.map((i) => i.code)).toEqual(['import-no-config']);
  const only = readImport(files({ 'mine.toml': '[[plugin_param_types]]\nname = "a"' }));
  expect(only.plan.types).toHaveLength(1);
});

test('a plugin without files stands for the one that is there', () => {
  const alone = readImport(files({ 'dioptra.toml': SUITE['dioptra.toml'].split('[[entrypoints]]')[0]! }));
  expect(alone.plan.plugins).toEqual([{ name: 'noise', description: 'Adds noise.', files: [] }]);
});

test.each([
  ['broken TOML', toml('[[plugins]]', '[[plugins'), 'import-toml'],
  [
    'a key that is not in the grammar',
    toml('description = "Adds noise."', 'licence = "MIT"'),
    'import-unknown-key',
  ],
  [
    'a table that is not in the grammar',
    toml('[[plugin_param_types]]', '[tool.x]\n[[plugin_param_types]]'),
    'import-unknown-key',
  ],
  ['a key that is missing', toml('filename = "tasks.py"', ''), 'import-missing-key'],
  ['a value of the wrong kind', toml('required = true', 'required = "yes"'), 'import-wrong-type'],
  [
    'the older form of tasks',
    { 'dioptra.toml': '[[plugins]]\npath = "p"\n[[plugins.tasks]]\nname = "x"' },
    'import-wrong-type',
  ],
  ['a default that is a list', toml('default_value = 3', 'default_value = [3]'), 'import-wrong-type'],
  ['a date in a structure', toml('{ list = "grey" }', '{ list = 2020-01-01 }'), 'import-wrong-type'],
  ['a task name that is no identifier', toml('"add_noise"', '"add-noise"'), 'import-name'],
  ['a type that redefines a built-in one', toml('name = "grey"', 'name = "String"'), 'import-name'],
  [
    'an input twice',
    toml('name = "sigma", type = "number"', 'name = "image", type = "number"'),
    'import-duplicate',
  ],
  ['a parameter twice', toml('name = "count"', 'name = "sigma"'), 'import-duplicate'],
  ['a type twice in two ways', toml('name = "grey"', 'name = "image"'), 'import-duplicate'],
  ['a parameter of no known type', toml('type = "float"', 'type = "number"'), 'import-parameter-type'],
  [
    'a default that is not of its type',
    toml('default_value = 3', 'default_value = "three"'),
    'import-default',
  ],
  ['a whole number with a fraction', toml('default_value = 3', 'default_value = 3.5'), 'import-default'],
  ['a task in a file that is not there', toml('"tasks.py"', '"other.py"'), 'import-no-file'],
  ['an entrypoint whose file is not there', toml('noise.yaml', 'none.yaml'), 'import-no-file'],
  ['an entrypoint file without a graph', { 'entrypoints/noise.yaml': 'artifacts: {}' }, 'import-no-graph'],
  ['a Python file of a name that the rule forbids', { 'plugins/noise/a/_b.py': '' }, 'import-filename'],
  ['a plugin path that leads out', toml('"plugins/noise"', '"../noise"'), 'import-path'],
  ['a plugin path that is absolute', toml('"plugins/noise"', '"C:/noise"'), 'import-path'],
] as const)('%s is an issue', (_, changes, code) => {
  const { issues } = read(changes);
  expect(issues.map((issue) => issue.code)).toContain(code);
  expect(issues.some((issue) => issue.severity === 'ERROR')).toBe(true);
  expect(
    issues.every((issue) => issue.message && issue.remedy && !/\{\w+\}/.test(issue.message + issue.remedy)),
  ).toBe(true);
});

test('warnings do not stop an import', () => {
  const twice = `${SUITE['dioptra.toml']}\n[[plugin_param_types]]\nname = "grey"\n`;
  expect(read({ 'dioptra.toml': twice })).toMatchObject({
    plan: {},
    issues: [{ code: 'import-same-type', severity: 'WARNING' }],
  });
  const extra = read({
    'plugins/noise/a.test.ts': '',
    'entrypoints/noise.yaml': `${SUITE['entrypoints/noise.yaml']}other: 1\n`,
  });
  expect(extra.issues.map((issue) => issue.code)).toEqual(['import-file-left-out', 'import-yaml-key']);
});

test('an issue stands at its line and column', () => {
  const { issues } = read(toml('required = true', 'required = 1'));
  const line = SUITE['dioptra.toml'].split('\n').findIndex((text) => text.includes('required = true'));
  const column = SUITE['dioptra.toml'].split('\n')[line]!.indexOf('required');
  expect(issues[0]).toMatchObject({
    document: 'dioptra.toml',
    range: { start: { line: line + 1, column: column + 1 } },
  });
  expect(issues[0]!.path).toEqual(['plugins', 0, 'tasks', 'functions', 0, 'input_params', 0, 'required']);
  const broken = read(toml('path = "plugins/noise"', 'path = plugins')).issues[0]!;
  expect(broken).toMatchObject({ code: 'import-toml', range: { start: { line: 3 } } });
});

test('YAML that cannot be read is an issue at its line', () => {
  const { issues } = read({ 'entrypoints/noise.yaml': 'graph:\n  a: [\n' });
  expect(issues[0]).toMatchObject({ severity: 'ERROR', type: 'SYNTAX', document: 'entrypoints/noise.yaml' });
});

test('several faults come at once', () => {
  expect(codes(toml('"add_noise"', '"add-noise"')).length).toBe(1);
  const two = SUITE['dioptra.toml'].replace('"add_noise"', '"add-noise"').replace('noise.yaml', 'none.yaml');
  expect(codes({ 'dioptra.toml': two })).toEqual(['import-name', 'import-no-file']);
});
