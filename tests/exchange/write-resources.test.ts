// What is exported as a resource TOML with files comes in again as it was, and reads as a person would have written it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SUITES } from '../plugins/entrypoints.ts';
import { canonicalJson } from '#core/hash/canonical-json.ts';
import type { ImportFile } from '#core/client.ts';
import type { ImportPlan } from '#core/resources/import-plan.ts';
import { parseBeside } from '#exchange/beside.ts';
import { readImport } from '#exchange/read-import.ts';
import { writeResources } from '#exchange/write-resources.ts';
import { DIOPTRA } from './dioptra.ts';
import { files, filesBelow, SUITE } from './files.ts';
import { anyPlan, graph } from './plans.ts';

const textOf = (written: readonly ImportFile[], path: string) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(written.find((file) => file.path === path)?.bytes);
const sorted = ({ types, plugins, entrypoints }: ImportPlan) => {
  const sort = <T extends { name: string }>(items: readonly T[]) =>
    items.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { types: sort(types), plugins: sort(plugins), entrypoints: sort(entrypoints) };
};

test('a resource file reads as one that was written by hand', () => {
  const { files: written, issues } = writeResources(readImport(files(SUITE)).plan);
  expect(issues).toEqual([]);
  expect(written.map(({ path }) => path)).toEqual([
    'dioptra.toml',
    'plugins/noise/datasets.json',
    'plugins/noise/files/png.ts',
    'plugins/noise/tasks.ts',
    'entrypoints/noise.yaml',
  ]);
  expect(textOf(written, 'dioptra.toml')).toMatchInlineSnapshot(`
    "[[plugins]]
    path = "plugins/noise"
    description = "Adds noise."

      [[plugins.tasks.functions]]
      filename = "tasks.ts"
      name = "add_noise"
      input_params = [
        { name = "image", type = "image", required = true },
        { name = "sigma", type = "number", required = false },
      ]
      output_params = [{ name = "noisy", type = "image" }]

      [[plugins.tasks.artifacts]]
      filename = "files/png.ts"
      name = "PngArtifactTask"
      output_params = [{ name = "image", type = "image" }]

    [[plugin_param_types]]
    name = "grey"

    [[plugin_param_types]]
    name = "image"
    description = "Rows of grey levels."
    structure = { list = { list = "grey" } }

    [[entrypoints]]
    path = "entrypoints/noise.yaml"
    name = "Noise"
    description = "One image under noise."
    params = [
      { name = "sigma", type = "float", default_value = "1.0" },
      { name = "count", type = "integer", default_value = "3" },
      { name = "loud", type = "boolean", default_value = "true" },
      { name = "label", type = "string", default_value = "seven" },
      { name = "sizes", type = "list" },
    ]
    artifact_params = [{ name = "image", output_params = [{ name = "image", type = "image" }] }]
    plugins = ["noise"]
    artifact_plugins = ["noise"]
    "
  `);
});

test('its graphs keep the lines of their author', () => {
  const { files: written } = writeResources(readImport(files(SUITE)).plan);
  expect(textOf(written, 'entrypoints/noise.yaml')).toMatchInlineSnapshot(`
    "graph:
      # first the noise
      noisy:
        add_noise:
          image: $image  # as given
          sigma: $sigma

    artifacts:
      picture:
        contents: $noisy
        task: {name: PngArtifactTask}
    "
  `);
});

test('texts of several lines stay readable', () => {
  const type = { name: 'a', description: 'One.\n\n"Two" \\ three: """\nFour', structure: null };
  const { files: written } = writeResources({ types: [type], plugins: [], entrypoints: [] });
  expect(textOf(written, 'dioptra.toml')).toBe(
    '[[plugin_param_types]]\nname = "a"\ndescription = """\nOne.\n\n"Two" \\\\ three: ""\\"\nFour"""\n',
  );
});

test('what the grammar has no words for stands beside it', () => {
  const plan = readImport(files(SUITE)).plan;
  const [noise] = plan.plugins;
  const described = {
    ...noise!,
    files: noise!.files.map((file) => ({ ...file, description: `About ${file.filename}.` })).toReversed(),
  };
  const queued = { ...plan.entrypoints[0]!, queues: ['auto'], topic: 'Noises', taskGraph: 'a: [' };
  const given = { ...plan, plugins: [described], entrypoints: [queued] };
  const { files: written, issues } = writeResources(given);
  expect(issues).toEqual([]);
  expect(Object.keys(JSON.parse(textOf(written, 'alidade.json')))).toEqual([
    'format',
    'plugins',
    'entrypoints',
  ]);
  expect(readImport(written).plan).toEqual(sorted(given));
  const edited = written.map((file) =>
    file.path.endsWith('.yaml')
      ? { ...file, bytes: new TextEncoder().encode('graph: {b: {t: []}}\n') }
      : file,
  );
  expect(readImport(edited).plan.entrypoints[0]).toMatchObject({
    taskGraph: '{b: {t: []}}\n',
    queues: ['auto'],
    topic: 'Noises',
  });
  const without = readImport(written.filter((file) => file.path !== 'alidade.json'));
  expect(without.issues).toEqual([]);
});

test.each([
  ['no JSON', '{', 'not JSON'],
  ['another format', '{"format":2}', 'format is not 1'],
  ['a strange key', '{"format":1,"more":1}', 'more is not known'],
  ['a wrong value', '{"format":1,"plugins":{"a":{"order":[1]}}}', 'plugins.a.order[0] is not text'],
  ['a prototype', '{"format":1,"types":{"__proto__":{"structure":null}}}', '__proto__ is not a key'],
  ['depth', `{"format":1,"types":${'['.repeat(100)}${']'.repeat(100)}}`, 'deep'],
])('an alidade.json with %s is refused', (_, text, says) => {
  const { issues } = readImport(files({ ...SUITE, 'alidade.json': text }));
  expect(issues.map((issue) => issue.code)).toEqual(['import-beside']);
  expect(issues[0]!.message).toContain(says);
});

test('what would not come back is said', () => {
  const plan = readImport(files(SUITE)).plan;
  const odd = {
    ...plan.plugins[0]!,
    files: [
      { filename: 'READ ME.md', contents: '', description: '', functions: [], artifacts: [] },
      ...plan.plugins[0]!.files,
    ],
  };
  expect(writeResources({ ...plan, plugins: [odd] }).issues).toMatchObject([
    { code: 'export-not-exact', severity: 'WARNING', message: expect.stringContaining('plugin “noise”') },
  ]);
  const bad = {
    ...plan.entrypoints[0]!,
    parameters: [{ name: 'n', type: 'integer' as const, defaultValue: 'three' }],
  };
  expect(writeResources({ ...plan, entrypoints: [bad] }).issues).toMatchObject([{ code: 'export-refused' }]);
});

test.each(SUITES)('what the app ships with goes out and in: %s', (suite) => {
  const { plan } = readImport(filesBelow('plugins'), suite);
  const { files: written, issues } = writeResources(plan);
  expect(issues).toEqual([]);
  expect(readImport(written).plan).toEqual(sorted(plan));
  // Nothing of it has to stand beside the files but the topics.
  const beside = written.find(({ path }) => path === 'alidade.json');
  const topics = Object.fromEntries(plan.entrypoints.map(({ name, topic }) => [name, { topic }]));
  const said = beside ? (JSON.parse(new TextDecoder().decode(beside.bytes)) as unknown) : undefined;
  expect(said).toEqual(plan.entrypoints.length > 0 ? { format: 1, entrypoints: topics } : undefined);
});

test('Dioptra’s own file goes out and in', () => {
  const { plan } = readImport(files(DIOPTRA));
  const { files: written, issues } = writeResources(plan);
  expect(issues).toEqual([]);
  expect(readImport(written).plan).toEqual(sorted(plan));
});

test('for any resources: equal content gives equal bytes, and they come back as they were', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const { files: written, issues } = writeResources(plan);
      expect(issues).toEqual([]);
      const read = readImport(written);
      expect(read.issues.filter((issue) => issue.severity === 'ERROR')).toEqual([]);
      expect(canonicalJson(read.plan)).toBe(canonicalJson(sorted(plan)));
      expect(writeResources(sorted(plan)).files).toEqual(written);
      expect(writeResources(read.plan).files).toEqual(written);
    }),
    { numRuns: 80 },
  );
});

test('for any two graphs the file imports, and both come back', () => {
  fc.assert(
    fc.property(graph, graph, (taskGraph, artifactGraph) => {
      const entrypoint = {
        name: 'E',
        description: '',
        taskGraph,
        artifactGraph,
        parameters: [],
        artifactParameters: [],
        plugins: [],
        artifactPlugins: [],
      };
      const { files: written } = writeResources({ types: [], plugins: [], entrypoints: [entrypoint] });
      const read = readImport(written);
      expect(read.issues.filter((issue) => issue.severity === 'ERROR')).toEqual([]);
      expect(read.plan.entrypoints).toEqual([entrypoint]);
    }),
    { numRuns: 150 },
  );
});

test('whatever JSON stands beside, there is something or a fault', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const parsed = parseBeside(text);
      expect('beside' in parsed || parsed.fault.length > 0).toBe(true);
    }),
  );
});
