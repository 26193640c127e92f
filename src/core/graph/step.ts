/** Reads the body of a step: which task it calls, with which arguments, after which other steps. Reads as far as it can. */
import { entryOf, show, textOf, type Entry, type Node, type ScalarNode } from './node.ts';
import type { Path } from './path.ts';
import { eachReference, type PlacedReference } from './reference.ts';

export interface Argument {
  /** The key it is given under; null for an argument by position. */
  readonly keyword: ScalarNode | null;
  readonly value: Node;
  readonly path: Path;
}

export interface Call {
  /** Null where what names the task is no text. */
  readonly task: string | null;
  readonly taskNode: Node;
  readonly taskPath: Path;
  readonly positional: readonly Argument[];
  readonly keywords: readonly Argument[];
}

export interface Dependency {
  readonly name: string;
  readonly node: Node;
  readonly path: Path;
}

export interface Step {
  readonly name: string;
  readonly key: ScalarNode;
  readonly body: Node;
  readonly path: Path;
  /** Null where no task can be made out. */
  readonly call: Call | null;
  readonly dependencies: readonly Dependency[];
  /** In the order in which they stand in the arguments. */
  readonly references: readonly PlacedReference[];
}

/** Reads one entry of a graph. */
export function readStep({ key, value: body }: Entry, graph: Path): Step {
  const name = textOf(key) ?? show(key);
  const path = [...graph, name];
  const call = readCall(body, path);
  return {
    name,
    key,
    body,
    path,
    call,
    dependencies: readDependencies(body, path),
    references: call ? findReferences(call) : [],
  };
}

/** The key `task` makes a call in the mixed form; otherwise the first key that is not `dependencies` names the task. */
function readCall(body: Node, path: Path): Call | null {
  if (body.kind !== 'map') return null;
  const named = entryOf(body, 'task');
  if (named) return readMixedCall(body, named, path);
  const entry = body.entries.find(({ key }) => key.value !== 'dependencies');
  if (!entry) return null;
  const taskPath = [...path, show(entry.key)];
  const task = { task: textOf(entry.key), taskNode: entry.key, taskPath };
  if (entry.value.kind === 'map')
    return { ...task, positional: [], keywords: readKeywords(entry.value, taskPath) };
  return { ...task, positional: readPositional(entry.value, taskPath), keywords: [] };
}

function readMixedCall(body: Node, named: Entry, path: Path): Call {
  const args = entryOf(body, 'args')?.value;
  const kwargs = entryOf(body, 'kwargs')?.value;
  return {
    task: textOf(named.value),
    taskNode: named.value,
    taskPath: [...path, 'task'],
    positional: args ? readPositional(args, [...path, 'args']) : [],
    keywords: kwargs ? readKeywords(kwargs, [...path, 'kwargs']) : [],
  };
}

/** A list is a list of arguments; anything else is one argument. */
function readPositional(value: Node, path: Path): Argument[] {
  if (value.kind !== 'list' || value.set) return [{ keyword: null, value, path }];
  return value.items.map((item, index) => ({ keyword: null, value: item, path: [...path, index] }));
}

function readKeywords(value: Node, path: Path): Argument[] {
  if (value.kind !== 'map') return [];
  return value.entries.map((entry) => ({
    keyword: entry.key,
    value: entry.value,
    path: [...path, show(entry.key)],
  }));
}

function readDependencies(body: Node, path: Path): Dependency[] {
  const value = entryOf(body, 'dependencies')?.value;
  if (!value) return [];
  const own = [...path, 'dependencies'];
  if (value.kind === 'list')
    return value.items.flatMap((item, index) => readDependency(item, [...own, index]));
  return readDependency(value, own);
}

function readDependency(node: Node, path: Path): Dependency[] {
  const name = textOf(node);
  return name === null ? [] : [{ name, node, path }];
}

function findReferences(call: Call): PlacedReference[] {
  const references: PlacedReference[] = [];
  for (const { value, path } of call.positional)
    eachReference(value, path, (reference) => references.push(reference));
  for (const { value, path } of call.keywords)
    eachReference(value, path, (reference) => references.push(reference));
  return references;
}
