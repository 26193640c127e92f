/**
 * `alidade.json`, a file beside a resource TOML for what the reference's grammar has no words for: descriptions and order of files, queues
 * and topics of entrypoints, and texts that TOML or YAML would not give back letter by letter. The reference does not read it; without it the rest
 * imports all the same. It yields to the other files: what was edited there since stands.
 */
import { isDeeper } from '#core/depth.ts';
import { hashText } from '#core/hash/content-hash.ts';
import type { Json, TypeContent } from '#core/resources/content.ts';
import type { EntrypointDraft, ImportPlan, PluginDraft } from '#core/resources/import-plan.ts';
import { anything, hash, listOf, mapOf, may, oneOf, table, text, type Shape } from './json-shape.ts';

export const BESIDE = 'alidade.json';

interface PluginBeside {
  readonly order?: readonly string[];
  /** By file name. */
  readonly descriptions?: Readonly<Record<string, string>>;
}

interface EntrypointBeside {
  readonly queues?: readonly string[];
  readonly topic?: string;
  /** `yaml`: the SHA-256 of the file that says the same, as well as it can. */
  readonly graphs?: { readonly yaml: string; readonly taskGraph: string; readonly artifactGraph: string };
}

/** By name; only those of which there is something to say. */
export interface Beside {
  readonly format: 1;
  readonly plugins?: Readonly<Record<string, PluginBeside>>;
  readonly types?: Readonly<Record<string, { readonly structure: Json }>>;
  readonly entrypoints?: Readonly<Record<string, EntrypointBeside>>;
}

const SHAPE: Shape<Beside> = table<Beside>({
  format: oneOf(1),
  plugins: may(mapOf(table<PluginBeside>({ order: may(listOf(text)), descriptions: may(mapOf(text)) }))),
  types: may(mapOf(table<{ readonly structure: Json }>({ structure: anything as Shape<Json> }))),
  entrypoints: may(
    mapOf(
      table<EntrypointBeside>({
        queues: may(listOf(text)),
        topic: may(text),
        graphs: may(
          table<NonNullable<EntrypointBeside['graphs']>>({
            yaml: hash,
            taskGraph: text,
            artifactGraph: text,
          }),
        ),
      }),
    ),
  ),
});

const MAX_DEPTH = 64;

export function parseBeside(source: string): { readonly beside: Beside } | { readonly fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return { fault: 'it is not JSON' };
  }
  if (isDeeper(value, MAX_DEPTH)) return { fault: `something stands more than ${MAX_DEPTH} deep in it` };
  const fault = SHAPE(value, '');
  return fault === null ? { beside: value as Beside } : { fault };
}

/** The plan with what stands beside it; `yamls` are the hashes of the entrypoints' files, by name. */
export function withBeside(plan: ImportPlan, beside: Beside, yamls: ReadonlyMap<string, string>): ImportPlan {
  const { types = {}, plugins = {}, entrypoints = {} } = beside;
  return {
    types: plan.types.map((type) => withStructure(type, own(types, type.name))),
    plugins: plan.plugins.map((plugin) => withFacts(plugin, own(plugins, plugin.name))),
    entrypoints: plan.entrypoints.map((entrypoint) =>
      withTexts(entrypoint, own(entrypoints, entrypoint.name), yamls.get(entrypoint.name)),
    ),
  };
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function withStructure(type: TypeContent, beside?: { readonly structure: Json }): TypeContent {
  return beside && type.structure === null ? { ...type, structure: beside.structure } : type;
}

function withFacts(plugin: PluginDraft, { order = [], descriptions = {} }: PluginBeside = {}): PluginDraft {
  const place = new Map(order.map((filename, i) => [filename, i]));
  const files = plugin.files.map((file) => ({
    ...file,
    description: own(descriptions, file.filename) ?? file.description,
  }));
  const rank = (filename: string) => place.get(filename) ?? order.length;
  return { ...plugin, files: files.toSorted((a, b) => rank(a.filename) - rank(b.filename)) };
}

function withTexts(
  entrypoint: EntrypointDraft,
  { queues, topic, graphs }: EntrypointBeside = {},
  yaml: string | undefined,
): EntrypointDraft {
  const { taskGraph, artifactGraph } = graphs && graphs.yaml === yaml ? graphs : entrypoint;
  return { ...entrypoint, taskGraph, artifactGraph, ...(queues && { queues }), ...(topic && { topic }) };
}

/** What must stand beside the files of a plan; null for nothing. `graphs` are the YAML files that are not exact, by name. */
export function besideOf(
  plan: ImportPlan,
  inexact: {
    readonly types: ReadonlySet<string>;
    readonly graphs: ReadonlyMap<string, string>;
  },
): Beside | null {
  const types = plan.types
    .filter(({ name }) => inexact.types.has(name))
    .map(({ name, structure }) => [name, { structure }] as const);
  const plugins = plan.plugins.map((plugin) => [plugin.name, factsOf(plugin)] as const);
  const entrypoints = plan.entrypoints.map(
    (entrypoint) => [entrypoint.name, textsOf(entrypoint, inexact.graphs.get(entrypoint.name))] as const,
  );
  const parts = Object.entries({ plugins, types, entrypoints }).flatMap(([part, list]) => {
    const said = (list as readonly (readonly [string, object])[]).filter(
      ([, facts]) => Object.keys(facts).length > 0,
    );
    return said.length > 0 ? [[part, Object.fromEntries(said)]] : [];
  });
  return parts.length > 0 ? { format: 1, ...Object.fromEntries(parts) } : null;
}

function factsOf({ files }: PluginDraft): PluginBeside {
  const names = files.map((file) => file.filename);
  const sorted = names.every((name, i) => i === 0 || names[i - 1]! < name);
  const described = files.filter((file) => file.description !== '');
  return {
    ...(!sorted && { order: names }),
    ...(described.length > 0 && {
      descriptions: Object.fromEntries(described.map(({ filename, description }) => [filename, description])),
    }),
  };
}

function textsOf(
  { queues = [], topic, taskGraph, artifactGraph }: EntrypointDraft,
  yaml: string | undefined,
): EntrypointBeside {
  return {
    ...(queues.length > 0 && { queues }),
    ...(topic && { topic }),
    ...(yaml !== undefined && { graphs: { yaml: hashText(yaml), taskGraph, artifactGraph } }),
  };
}
