// The reference's OPTIC suite, as it publishes its own: Python files, .yml graphs; its seven entrypoints compile for the built-in TypeScript tasks.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { compileEntrypoint } from '#core/graph/compile.ts';
import type { PluginContent, TypeContent } from '#core/resources/content.ts';
import { readImport } from '#exchange/read-import.ts';
import type { Store } from '#store/store.ts';
import { files, filesBelow } from '../exchange/files.ts';
import { freshStore } from './open.ts';

const SEVEN = [
  'Train Keras Image Classifier',
  'Predict Keras Image Classifier',
  'Evaluate Keras Image Classifier',
  'Evasion Attack: Fast Gradient Method',
  'Evasion Attack: Adversarial Patch (Generate)',
  'Evasion Attack: Adversarial Patch (Apply)',
  'Defense: Preprocessing',
];
/** What makes the imported entrypoints others than the built-in ones. */
const MARK = ' (published)';
const folder = path.join(import.meta.dirname, '..', '..', 'plugins');
const { plan: own } = readImport(filesBelow('plugins'), 'dioptra_optic.toml');

/** Python that declares the same tasks. */
function python(plugin: (typeof own.plugins)[number]): [string, string][] {
  return plugin.files
    .filter(({ functions, artifacts }) => functions.length + artifacts.length > 0)
    .map(({ filename, functions, artifacts }) => [
      `extra/plugins/${plugin.name}/${filename.replace(/\.ts$/, '.py')}`,
      [
        'from dioptra import pyplugs\n',
        ...functions.map(
          ({ name, inputs }) =>
            `\n@pyplugs.register\ndef ${name}(${inputs.map((input) => input.name).join(', ')}):\n    pass\n`,
        ),
        ...artifacts.map(({ name }) => `\nclass ${name}(ArtifactTaskInterface):\n    pass\n`),
      ].join(''),
    ]);
}

function published(): Record<string, string> {
  const toml = readFileSync(path.join(folder, 'dioptra_optic.toml'), 'utf8')
    .replaceAll(/filename = "(\w+)\.ts"/g, 'filename = "$1.py"')
    .replaceAll(/path = "(dioptra_optic|artifacts)"/g, 'path = "plugins/$1"')
    .replaceAll(/(path = "entrypoints\/[\w-]+)\.yaml"\nname = "([^"]+)"/g, `$1.yml"\nname = "$2${MARK}"`);
  const graphs = [...toml.matchAll(/path = "(entrypoints\/[\w-]+)\.yml"/g)].map(([, name]) => [
    `extra/${name}.yml`,
    readFileSync(path.join(folder, `${name}.yaml`), 'utf8'),
  ]);
  return {
    'extra/dioptra_optic.toml': toml,
    ...Object.fromEntries([...own.plugins.flatMap(python), ...graphs]),
  };
}

let store: Store;

beforeEach(async () => {
  store = freshStore();
  for (const suite of ['dioptra.toml', 'dioptra_optic.toml']) {
    const { plan } = readImport(filesBelow('plugins'), suite);
    const report = await store.import(plan, { conflicts: 'update', author: 'alidade' });
    expect(report.issues).toEqual([]);
  }
});

test.each(['update', 'overwrite'] as const)(
  'come in and compile for the built-in tasks: %s',
  async (conflicts) => {
    const { plan, issues } = readImport(files(published()));
    expect(issues).toEqual([]);
    expect((await store.import(plan, { conflicts })).issues).toEqual([]);
    for (const name of SEVEN) {
      const { content, resource } = (await store.resources.find('entrypoint', `${name}${MARK}`))!;
      expect(resource.owner).toBe('you');
      const open = async (pins: typeof content.plugins): Promise<PluginContent[]> =>
        Promise.all(pins.map(async (pin) => (await store.resources.getByPin('plugin', pin))!.content));
      const [plugins, artifactPlugins] = [await open(content.plugins), await open(content.artifactPlugins)];
      const types = new Map<string, TypeContent>();
      for (const pin of [...plugins, ...artifactPlugins].flatMap((plugin) => plugin.types)) {
        const type = (await store.resources.getByPin('type', pin))!.content;
        types.set(type.name, type);
      }
      const tasks = (from: readonly PluginContent[], kind: 'functions' | 'artifacts') =>
        from.flatMap(({ name: plugin, files: list }) =>
          list.flatMap((file) => file[kind].map((task) => ({ ...task, plugin, file: file.filename }))),
        );
      const compiled = compileEntrypoint({
        ...content,
        functions: tasks(plugins, 'functions') as never,
        artifacts: tasks(artifactPlugins, 'artifacts'),
        types: [...types.values()],
      });
      expect(compiled.issues).toEqual([]);
      expect(compiled.plan!.steps.length).toBeGreaterThan(1);
      for (const { task } of [...compiled.plan!.steps, ...compiled.plan!.artifacts])
        expect(task.file).toMatch(/\.ts$/);
    }
  },
);
