/** Choosing a part of an import: what each resource needs of the same import, and the plan that is left of a choice. */
import type { EntrypointDraft, ImportKey, ImportPlan, PluginDraft } from './import-plan.ts';
import { typesOfOutputs, typesOfStructure, typesOfTasks } from './type-names.ts';

/** One text for one key, such as `plugin noise`. */
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
export function pickFromPlan(plan: ImportPlan, chosen: readonly string[]): ImportPlan {
  const keys = new Set(chosen);
  const pick = <T extends { name: string }>(kind: ImportKey['kind'], drafts: readonly T[]) =>
    drafts.filter(({ name }) => keys.has(textOfKey({ kind, name })));
  return {
    types: pick('type', plan.types),
    plugins: pick('plugin', plan.plugins),
    entrypoints: pick('entrypoint', plan.entrypoints),
  };
}

/** What each resource names of the same plan, both as texts of their keys; what it names and the plan has not is left out. */
export function needsInPlan(plan: ImportPlan): ReadonlyMap<string, readonly string[]> {
  const there = new Set(keysOfPlan(plan).map(textOfKey));
  const known = (keys: readonly ImportKey[]) => keys.map(textOfKey).filter((key) => there.has(key));
  const types = (names: readonly string[]) => names.map((name) => ({ kind: 'type', name }) as const);
  return new Map([
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
