/** What differs between two contents of a type, plugin or entrypoint, part by part, as texts to be read side by side. */
import { canonicalJson } from '#core/hash/canonical-json.ts';
import type { EntrypointContent, Pin, PluginContent, PluginFile, TypeContent } from './content.ts';

export interface ContentChange {
  /** What a person calls it: `task graph`, `parameters`, or a file by its name. */
  readonly part: string;
  /** Null where there was none. */
  readonly before: string | null;
  /** Null where there is none any more. */
  readonly after: string | null;
}

/** Says which resource a pin names. */
export type NameOf = (resource: string) => string;

type Content = TypeContent | PluginContent | EntrypointContent;

/** Both contents are of one kind; where `before` is null, all of `after` is new and nothing is told. */
export function changesOf(before: Content | null, after: Content, nameOf: NameOf): readonly ContentChange[] {
  if (before === null) return [];
  const [old, now] = [partsOf(before, nameOf), partsOf(after, nameOf)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((part) => {
    const change = { part, before: old.get(part) ?? null, after: now.get(part) ?? null };
    return change.before === change.after ? [] : [change];
  });
}

/** Parts that are empty are left out. */
function partsOf(content: Content, nameOf: NameOf): ReadonlyMap<string, string> {
  const parts =
    'files' in content
      ? partsOfPlugin(content, nameOf)
      : 'structure' in content
        ? partsOfType(content)
        : partsOfEntrypoint(content, nameOf);
  return new Map([['description', content.description] as const, ...parts].filter(([, text]) => text !== ''));
}

type Part = readonly [part: string, text: string];

function partsOfType({ structure }: TypeContent): Part[] {
  return [['structure', structure === null ? '' : sayJson(structure)]];
}

function partsOfPlugin({ files, types }: PluginContent, nameOf: NameOf): Part[] {
  return [...files.flatMap(partsOfFile), ['types', sayPins(types, nameOf)]];
}

function partsOfFile({ filename, contents, description, functions, artifacts }: PluginFile): Part[] {
  const tasks = [...functions, ...artifacts];
  return [
    // A file is there even when nothing is in it.
    [filename, contents || '\n'],
    [`description of ${filename}`, description],
    [`tasks of ${filename}`, tasks.map((task) => canonicalJson(task)).join('\n')],
  ];
}

function partsOfEntrypoint(content: EntrypointContent, nameOf: NameOf): Part[] {
  const { taskGraph, artifactGraph, parameters, artifactParameters } = content;
  return [
    ['task graph', taskGraph],
    ['artifact graph', artifactGraph],
    ['parameters', parameters.map((parameter) => canonicalJson(parameter)).join('\n')],
    ['artifact parameters', artifactParameters.map((parameter) => canonicalJson(parameter)).join('\n')],
    ['plugins', sayPins(content.plugins, nameOf)],
    ['artifact plugins', sayPins(content.artifactPlugins, nameOf)],
    ['queues', sayPins(content.queues, nameOf)],
    ['types', sayPins(content.types ?? [], nameOf)],
  ];
}

function sayPins(pins: readonly Pin[], nameOf: NameOf): string {
  return pins.map(({ resource, number }) => `${nameOf(resource)}, snapshot ${number}`).join('\n');
}

function sayJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
