/** Choosing a part of an import: what each resource needs of the same import, and the plan that is left of a choice. */
import type { EntrypointDraft, ImportKey, ImportPlan, PluginDraft } from './import-plan.ts';
import { typesOfOutputs, typesOfStructure, typesOfTasks } from './type-names.ts';

/** One text for one key. */
export function textOfKey({ kind, name }: ImportKey): string {
  return `${kind} ${name}`;
}

/** Every resource of a plan, in the order in which the store takes them. */
export function keysOfPlan({ types, plugins, entrypoints }: ImportPlan): readonly ImportKey[] {
  return [
    ...types.map(({ name }) => ({ kind: 'type', name }) as const),
    ...plugins.map(({ name }) => ({ kind: 'plugin', name }) as const),
    ...entrypoints.map(({ name }) => ({ kind: 'entrypoint', name }) as const),
  ];
}

/** The plan without what is not chosen. What the rest needs of it must then be in the store already. */
export function pickFromPlan(plan: ImportPlan, chosen: readonly ImportKey[]): ImportPlan {
  const keys = new Set(chosen.map(textOfKey));
  const pick = <T extends { name: string }>(kind: ImportKey['kind'], drafts: readonly T[]) =>
    drafts.filter(({ name }) => keys.has(textOfKey({ kind, name })));
  return {
    types: pick('type', plan.types),
    plugins: pick('plugin', plan.plugins),
    entrypoints: pick('entrypoint', plan.entrypoints),
  };
}

/** The keys of what a plan does not have, in the order given. */
export function missingFromPlan(plan: ImportPlan, chosen: readonly ImportKey[]): readonly ImportKey[] {
  const there = new Set(keysOfPlan(plan).map(textOfKey));
  return chosen.filter((key) => !there.has(textOfKey(key)));
}

/** What each resource names of the same plan, by the text of its key; what it names and the plan has not is left out. */
export function needsInPlan(plan: ImportPlan): ReadonlyMap<string, readonly ImportKey[]> {
  const there = new Map(keysOfPlan(plan).map((key) => [textOfKey(key), key]));
  const known = (keys: readonly ImportKey[]) =>
    keys.map((key) => there.get(textOfKey(key))).filter((key) => key !== undefined);
  const types = (names: readonly string[]) => names.map((name) => ({ kind: 'type', name }) as const);
  return new Map<string, readonly ImportKey[]>([
    ...plan.types.map(
      ({ name, structure }) =>
        [textOfKey({ kind: 'type', name }), known(types(typesOfStructure(structure)))] as const,
    ),
    ...plan.plugins.map(
      (plugin) => [textOfKey({ kind: 'plugin', name: plugin.name }), known(needsOfPlugin(plugin))] as const,
    ),
    ...plan.entrypoints.map(
      (entrypoint) =>
        [
          textOfKey({ kind: 'entrypoint', name: entrypoint.name }),
          known(needsOfEntrypoint(entrypoint)),
        ] as const,
    ),
  ]);
}

function needsOfPlugin({ files }: PluginDraft): ImportKey[] {
  return typesOfTasks(files).map((name) => ({ kind: 'type', name }));
}

function needsOfEntrypoint({ plugins, artifactPlugins, artifactParameters }: EntrypointDraft): ImportKey[] {
  const outputs = artifactParameters.flatMap((parameter) => parameter.outputs);
  return [
    ...[...new Set([...plugins, ...artifactPlugins])].map((name) => ({ kind: 'plugin', name }) as const),
    ...typesOfOutputs(outputs).map((name) => ({ kind: 'type', name }) as const),
  ];
}

/** The chosen with all that they need, directly or not: `needs` says it of each, as in a preview. */
export function withNeeds(
  items: readonly (ImportKey & { readonly needs: readonly ImportKey[] })[],
  chosen: readonly ImportKey[],
): readonly ImportKey[] {
  const needs = new Map(items.map((item) => [textOfKey(item), item.needs]));
  const found = new Map(chosen.map((key) => [textOfKey(key), key]));
  // A map that grows while it is walked hands out what was added.
  for (const text of found.keys()) for (const key of needs.get(text) ?? []) found.set(textOfKey(key), key);
  return [...found.values()];
}
