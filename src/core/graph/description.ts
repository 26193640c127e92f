/** An experiment description read into its nouns: types, parameters, tasks, steps, artifacts. Reads as far as it can. */
import {
  entryOf,
  map,
  show,
  textOf,
  valueOf,
  type Entry,
  type MapNode,
  type Node,
  type ScalarNode,
} from './node.ts';
import type { Path } from './path.ts';
import { readStep, type Step } from './step.ts';

/** Something that is defined under a name. */
export interface Named {
  readonly name: string;
  readonly key: ScalarNode;
  readonly path: Path;
}

export interface TypeDefinition extends Named {
  readonly definition: Node;
}

export interface Parameter extends Named {
  readonly typeNode: Node | null;
  readonly defaultNode: Node | null;
}

export interface InputDefinition extends Named {
  readonly type: string;
  readonly typeNode: Node;
  readonly required: boolean;
}

export interface OutputDefinition extends Named {
  readonly type: string;
  readonly typeNode: Node;
}

/** How what a task returns becomes outputs: a map declares one, a list several, even if it holds only one. */
export type OutputForm = 'none' | 'whole' | 'tuple';

export interface Task extends Named {
  readonly plugin: string;
  readonly pluginNode: Node;
  /** As they are declared. */
  readonly inputs: readonly InputDefinition[];
  /** Those that a call can fill, in order: a repeated name once, as it was declared last. */
  readonly slots: readonly InputDefinition[];
  readonly outputs: readonly OutputDefinition[];
  readonly form: OutputForm;
}

export interface ArtifactInput extends Named {
  readonly outputs: readonly OutputDefinition[];
  readonly form: OutputForm;
}

export interface ArtifactOutput extends Named {
  readonly contents: Node;
  readonly task: Node;
  readonly args: MapNode;
}

export interface Description {
  readonly root: Node;
  readonly types: readonly TypeDefinition[];
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly tasks: ReadonlyMap<string, Task>;
  /** In the order of the text; a step whose name is not text is here under the name as it is shown. */
  readonly steps: readonly Step[];
  readonly stepsByName: ReadonlyMap<string, Step>;
  readonly artifactInputs: ReadonlyMap<string, ArtifactInput>;
  readonly artifactOutputs: readonly ArtifactOutput[];
}

export function readDescription(root: Node): Description {
  const steps = entriesOf(root, 'graph').map((entry) => readStep(entry, ['graph']));
  return {
    root,
    types: entriesOf(root, 'types').map((entry) => ({ ...named(entry, ['types']), definition: entry.value })),
    parameters: byName(entriesOf(root, 'parameters').map(readParameter)),
    tasks: byName(entriesOf(root, 'tasks').map(readTask)),
    steps,
    stepsByName: byName(steps),
    artifactInputs: byName(entriesOf(root, 'artifact_inputs').map(readArtifactInput)),
    artifactOutputs: entriesOf(root, 'artifact_outputs').map(readArtifactOutput),
  };
}

/** The task that a step calls, if it is known. */
export function taskOf({ call }: Step, { tasks }: Pick<Description, 'tasks'>): Task | undefined {
  return call === null || call.task === null ? undefined : tasks.get(call.task);
}

/** The entries of a section; none where the section is missing or no mapping. */
export function entriesOf(root: Node, section: string): readonly Entry[] {
  const value = valueOf(root, section);
  return value?.kind === 'map' ? value.entries : [];
}

/** Names that are not text can be referred to by nothing, so they are left out. */
function byName<T extends { readonly name: string; readonly key: ScalarNode }>(
  items: readonly T[],
): ReadonlyMap<string, T> {
  return new Map(items.filter((item) => item.key.type === 'string').map((item) => [item.name, item]));
}

function named({ key }: Entry, section: Path): Named {
  const name = textOf(key) ?? show(key);
  return { name, key, path: [...section, name] };
}

function readParameter(entry: Entry): Parameter {
  const { value } = entry;
  const isWrapped = value.kind === 'map';
  return {
    ...named(entry, ['parameters']),
    typeNode: isWrapped ? (valueOf(value, 'type') ?? null) : null,
    defaultNode: isWrapped ? (valueOf(value, 'default') ?? null) : value,
  };
}

function readTask(entry: Entry): Task {
  const base = named(entry, ['tasks']);
  const pluginNode = valueOf(entry.value, 'plugin') ?? entry.value;
  const inputs = readInputs(valueOf(entry.value, 'inputs'), [...base.path, 'inputs']);
  return {
    ...base,
    plugin: textOf(pluginNode) ?? '',
    pluginNode,
    inputs,
    slots: [...new Map(inputs.map((input) => [input.name, input])).values()],
    ...readOutputs(valueOf(entry.value, 'outputs'), [...base.path, 'outputs']),
  };
}

function readInputs(node: Node | undefined, path: Path): InputDefinition[] {
  return node?.kind === 'list' ? node.items.flatMap((item, index) => readInput(item, [...path, index])) : [];
}

/** `{name: type}`, or `{name, type, required}` wherever the key `name` is there. */
function readInput(node: Node, path: Path): InputDefinition[] {
  if (node.kind !== 'map' || node.entries.length === 0) return [];
  const long = entryOf(node, 'name');
  if (!long) return readOutput(node, path).map((input) => ({ ...input, required: true }));
  const typeNode = valueOf(node, 'type') ?? node;
  const required = valueOf(node, 'required');
  return [
    {
      name: textOf(long.value) ?? show(long.value),
      key: long.value as ScalarNode,
      path,
      type: textOf(typeNode) ?? '',
      typeNode,
      required: !(required?.kind === 'scalar' && required.value === false),
    },
  ];
}

/** Outputs of a task or an artifact input. */
function readOutputs(
  node: Node | undefined,
  path: Path,
): { outputs: readonly OutputDefinition[]; form: OutputForm } {
  if (node?.kind === 'map' && node.entries.length > 0)
    return { outputs: readOutput(node, path), form: 'whole' };
  if (node?.kind !== 'list' || node.items.length === 0) return { outputs: [], form: 'none' };
  return { outputs: node.items.flatMap((item, index) => readOutput(item, [...path, index])), form: 'tuple' };
}

/** A one-key map from name to type; a bare name, which only an unchecked description can hold, has no type. */
function readOutput(node: Node, path: Path): OutputDefinition[] {
  if (node.kind === 'scalar')
    return [{ name: textOf(node) ?? show(node), key: node, path, type: '', typeNode: node }];
  const entry = node.kind === 'map' ? node.entries[0] : undefined;
  if (!entry) return [];
  return [{ ...named(entry, path), type: textOf(entry.value) ?? '', typeNode: entry.value }];
}

function readArtifactInput(entry: Entry): ArtifactInput {
  const base = named(entry, ['artifact_inputs']);
  return { ...base, ...readOutputs(entry.value, base.path) };
}

function readArtifactOutput(entry: Entry): ArtifactOutput {
  const task = valueOf(entry.value, 'task');
  const args = task && valueOf(task, 'args');
  return {
    ...named(entry, ['artifact_outputs']),
    contents: valueOf(entry.value, 'contents') ?? entry.value,
    task: (task && valueOf(task, 'name')) ?? entry.value,
    args: args?.kind === 'map' ? args : map([]),
  };
}
