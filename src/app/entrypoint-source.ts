/** Gathers what an entrypoint's pins name: the plugins whole, and from them all that its graphs may say. */
import type { EntrypointSource } from '#core/graph/plan-types.ts';
import type { Issue } from '#core/issues.ts';
import type { EntrypointContent, Pin, PluginContent, TypeContent } from '#core/resources/content.ts';
import { missingPin } from '#core/resources/missing-pin.ts';
import type { Versioned } from '#core/resources/snapshot.ts';
import { isBuiltInType } from '#core/resources/type-names.ts';
import { store } from './store.ts';

export interface Gathered {
  readonly source: EntrypointSource;
  /** Each pinned plugin once, artifact plugins too. */
  readonly plugins: readonly Versioned<'plugin'>[];
  readonly types: readonly Versioned<'type'>[];
  /** An ERROR for each pin that leads nowhere; what it names is left out. */
  readonly issues: readonly Issue[];
}

/** What pins name, and those that lead nowhere. */
async function follow<K extends 'plugin' | 'type'>(kind: K, pins: readonly Pin[]) {
  const found = await Promise.all(pins.map((pin) => store.resources.getByPin(kind, pin)));
  return {
    found: found.filter((one): one is Versioned<K> => one !== null),
    issues: pins.flatMap((pin, place) => (found[place] ? [] : [missingPin(kind, pin)])),
  };
}

function unique(pins: readonly Pin[]): readonly Pin[] {
  return [...new Map(pins.map((pin) => [`${pin.resource} ${pin.hash}`, pin])).values()];
}

/** Reads only the store, so that a live query can follow it. */
export async function gatherSource(content: EntrypointContent): Promise<Gathered> {
  const pins = unique([...content.plugins, ...content.artifactPlugins]);
  const { found: plugins, ...lost } = await follow('plugin', pins);
  const typePins = unique([...plugins.flatMap((plugin) => plugin.content.types), ...(content.types ?? [])]);
  const { found: pinned, ...lostTypes } = await follow('type', typePins);
  const types = [...pinned, ...(await findTypes(content, pinned))];
  const contents = types.map((type) => type.content);
  const issues = [...lost.issues, ...lostTypes.issues];
  return { source: makeSource(content, plugins, contents), plugins, types, issues };
}

/** Types that an artifact parameter names and nothing pins yet: the latest of that name will be pinned when it is saved. */
async function findTypes(
  content: EntrypointContent,
  pinned: readonly Versioned<'type'>[],
): Promise<Versioned<'type'>[]> {
  const known = new Set(pinned.map((type) => type.content.name));
  const named = content.artifactParameters.flatMap((parameter) =>
    parameter.outputs.map((output) => output.type),
  );
  const missing = [...new Set(named)].filter((name) => !known.has(name) && !isBuiltInType(name));
  const found = await Promise.all(missing.map((name) => store.resources.find('type', name)));
  return found.filter((type) => type !== null);
}

function makeSource(
  content: EntrypointContent,
  plugins: readonly Versioned<'plugin'>[],
  types: readonly TypeContent[],
): EntrypointSource {
  const { taskGraph, artifactGraph, parameters, artifactParameters } = content;
  const of = (pins: readonly Pin[]) => {
    const hashes = new Set(pins.map((pin) => pin.hash));
    return plugins.filter((plugin) => hashes.has(plugin.snapshot.content)).map((plugin) => plugin.content);
  };
  return {
    taskGraph,
    artifactGraph,
    parameters,
    artifactParameters,
    functions: of(content.plugins).flatMap((plugin) => tasksOf(plugin, 'functions')),
    artifacts: of(content.artifactPlugins).flatMap((plugin) => tasksOf(plugin, 'artifacts')),
    types: types.map(({ name, structure }) => ({
      name,
      structure,
    })),
  };
}

function tasksOf<K extends 'functions' | 'artifacts'>(plugin: PluginContent, kind: K) {
  type Task = PluginContent['files'][number][K][number];
  return plugin.files.flatMap((file) =>
    (file[kind] as readonly Task[]).map((task) => ({ ...task, plugin: plugin.name, file: file.filename })),
  );
}
