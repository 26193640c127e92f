/** Types, plugins and entrypoints as a resource TOML with its files, in the reference's grammar and in a fixed order; `readImport` is the way back. */
import type { ImportFile } from '#core/client.ts';
import { canonicalJson } from '#core/hash/canonical-json.ts';
import type { Issue } from '#core/issues.ts';
import type { Json, PluginFile, TaskOutput, TypeContent } from '#core/resources/content.ts';
import { textOfKey } from '#core/resources/import-choice.ts';
import { importIssue } from '#core/resources/import-issues.ts';
import type { EntrypointDraft, ImportPlan, PluginDraft } from '#core/resources/import-plan.ts';
import { BESIDE, besideOf } from './beside.ts';
import { DEFAULT_CONFIG, readImport } from './read-import.ts';
import { pair, rows, type TomlValue } from './toml-text.ts';
import { writeGraphs } from './write-entrypoint.ts';

export interface WrittenResources {
  /** By path, the TOML among them. */
  readonly files: readonly ImportFile[];
  /** WARNINGs of what would not come back exactly as it is. */
  readonly issues: readonly Issue[];
}

/** Reads back what it wrote, and says so where that is not the same. */
export function writeResources(given: ImportPlan): WrittenResources {
  const plan = inOrder(given);
  const places = placesOf(plan);
  const graphs = plan.entrypoints.map((entrypoint) => ({
    entrypoint,
    ...writeGraphs(entrypoint.taskGraph, entrypoint.artifactGraph),
  }));
  const types = plan.types.map((type) => ({ type, structure: structureOf(type) }));
  const beside = besideOf(plan, {
    types: new Set(types.filter(({ structure }) => structure === undefined).map(({ type }) => type.name)),
    graphs: new Map(
      graphs.filter(({ exact }) => !exact).map(({ entrypoint, yaml }) => [entrypoint.name, yaml]),
    ),
  });
  const toml = [
    ...plan.plugins.map((plugin) =>
      pluginTable(plugin, places.get(textOfKey({ kind: 'plugin', name: plugin.name }))!),
    ),
    ...types.map(({ type, structure }) => typeTable(type, structure)),
    ...plan.entrypoints.map((one) =>
      entrypointTable(one, places.get(textOfKey({ kind: 'entrypoint', name: one.name }))!),
    ),
  ];
  const texts: [path: string, text: string][] = [
    [DEFAULT_CONFIG, toml.join('\n')],
    ...plan.plugins.flatMap((plugin) =>
      filesOf(plugin, places.get(textOfKey({ kind: 'plugin', name: plugin.name }))!),
    ),
    ...graphs.map(({ entrypoint, yaml }): [string, string] => [
      places.get(textOfKey({ kind: 'entrypoint', name: entrypoint.name }))!,
      yaml,
    ]),
  ];
  if (beside) texts.push([BESIDE, `${JSON.stringify(beside, null, 2)}\n`]);
  const files = texts.map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) }));
  return { files, issues: compare(plan, files) };
}

/** By name, so that equal content gives equal bytes. */
function inOrder({ types, plugins, entrypoints }: ImportPlan): ImportPlan {
  const sort = <T extends { readonly name: string }>(items: readonly T[]) =>
    items.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { types: sort(types), plugins: sort(plugins), entrypoints: sort(entrypoints) };
}

/** Where each plugin's folder and each entrypoint's file lies; a plugin is called as its folder is. */
function placesOf({ plugins, entrypoints }: ImportPlan): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  const taken = new Set<string>();
  const free = (path: (i: number) => string) => {
    for (let i = 1; ; i++) {
      const key = path(i).toLowerCase(); // some file systems hold both spellings for one
      if (taken.has(key)) continue;
      taken.add(key);
      return path(i);
    }
  };
  for (const { name } of plugins)
    places.set(
      textOfKey({ kind: 'plugin', name }),
      free((i) => `plugins${i === 1 ? '' : `-${i}`}/${name}`),
    );
  for (const { name } of entrypoints) {
    const word =
      name
        .normalize('NFKD')
        .replaceAll(/[^A-Za-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '')
        .toLowerCase()
        .slice(0, 60) || 'graph';
    places.set(
      textOfKey({ kind: 'entrypoint', name }),
      free((i) => `entrypoints/${word}${i === 1 ? '' : `-${i}`}.yaml`),
    );
  }
  return places;
}

/** A text that begins with a byte order mark gets another, since readers take one off. */
function filesOf({ files }: PluginDraft, folder: string): [path: string, text: string][] {
  return files.map(({ filename, contents }) => [
    `${folder}/${filename}`,
    contents.startsWith('\ufeff') ? `\ufeff${contents}` : contents,
  ]);
}

function pluginTable({ description, files }: PluginDraft, folder: string): string {
  const head = `[[plugins]]\n${pair('path', folder)}${description === '' ? '' : pair('description', description)}`;
  return [head, ...files.flatMap(functionTables), ...files.flatMap(artifactTables)].join('\n');
}

function functionTables({ filename, functions }: PluginFile): string[] {
  return functions.map(({ name, inputs, outputs }) => {
    const inputRows = inputs.map(({ name: input, type, required }) => ({ name: input, type, required }));
    return `  [[plugins.tasks.functions]]\n${pair('filename', filename, '  ')}${pair('name', name, '  ')}${rows('input_params', inputRows, '  ')}${rows('output_params', outputRows(outputs), '  ')}`;
  });
}

function artifactTables({ filename, artifacts }: PluginFile): string[] {
  return artifacts.map(
    ({ name, outputs }) =>
      `  [[plugins.tasks.artifacts]]\n${pair('filename', filename, '  ')}${pair('name', name, '  ')}${rows('output_params', outputRows(outputs), '  ')}`,
  );
}

function outputRows(outputs: readonly TaskOutput[]): TomlValue[] {
  return outputs.map(({ name, type }) => ({ name, type }));
}

function typeTable({ name, description }: TypeContent, structure: TomlValue | null | undefined): string {
  return `[[plugin_param_types]]\n${pair('name', name)}${description === '' ? '' : pair('description', description)}${structure == null ? '' : pair('structure', structure)}`;
}

function entrypointTable(entrypoint: EntrypointDraft, path: string): string {
  const { name, description, parameters, artifactParameters, plugins, artifactPlugins } = entrypoint;
  const params = parameters.map(({ name: parameter, type, defaultValue }) => ({
    name: parameter,
    type,
    ...(defaultValue !== null && { default_value: defaultValue }),
  }));
  const artifacts = artifactParameters.map(({ name: parameter, outputs }) => ({
    name: parameter,
    output_params: outputRows(outputs),
  }));
  return [
    `[[entrypoints]]\n${pair('path', path)}${pair('name', name)}`,
    description === '' ? '' : pair('description', description),
    params.length === 0 ? '' : rows('params', params),
    artifacts.length === 0 ? '' : rows('artifact_params', artifacts),
    plugins.length === 0 ? '' : pair('plugins', plugins),
    artifactPlugins.length === 0 ? '' : pair('artifact_plugins', artifactPlugins),
  ].join('');
}

/** Undefined where TOML cannot say it. */
function structureOf({ structure }: TypeContent): TomlValue | null | undefined {
  if (structure === null) return null;
  return typeof structure === 'object' && !Array.isArray(structure) && isSayable(structure)
    ? structure
    : undefined;
}

function isSayable(value: Json): value is TomlValue & Json {
  if (value === null) return false;
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || Object.values(value as Record<string, Json>).every(isSayable);
}

function compare(plan: ImportPlan, files: readonly ImportFile[]): Issue[] {
  const { plan: read, issues } = readImport(files);
  const [fault] = issues.filter((issue) => issue.severity === 'ERROR');
  if (fault) return [importIssue({ code: 'export-refused', words: { fault: fault.message } })];
  const kinds = [
    ['type', 'types'],
    ['plugin', 'plugins'],
    ['entrypoint', 'entrypoints'],
  ] as const;
  return kinds.flatMap(([kind, part]) => {
    const back = new Map(read[part].map((draft) => [draft.name, canonicalJson(draft)]));
    const lost = plan[part].filter((draft) => back.get(draft.name) !== canonicalJson(draft));
    return lost.map(({ name }) => importIssue({ code: 'export-not-exact', words: { kind, name } }));
  });
}
