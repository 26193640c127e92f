/** Reads the body of a step: which task it calls, with which arguments, after which other steps. Reads as far as it can. */
import type { At } from '#core/issues.ts';
import { entryOf, show, textOf, type Entry, type Node, type ScalarNode } from './node.ts';
import { atInside, type Path } from './path.ts';
import { referencesIn, type PlacedReference } from './reference.ts';

export interface Argument {
  /** The key it is given under; null for an argument by position. */
  readonly keyword: ScalarNode | null;
  readonly value: Node;
}

export interface Call {
  /** Null where what names the task is no text. */
  readonly task: string | null;
  readonly taskNode: Node;
  readonly positional: readonly Argument[];
  readonly keywords: readonly Argument[];
}

export interface Dependency {
  readonly name: string;
  readonly node: Node;
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

/** What an issue about this part of a step points to. */
export function atPart({ body, path }: Step, node: Node): At {
  return atInside(body, path, node);
}

/** Reads one entry of a graph. */
export function readStep({ key, value: body }: Entry, graph: Path): Step {
  const name = textOf(key) ?? show(key);
  const call = readCall(body);
  return {
    name,
    key,
    body,
    path: [...graph, name],
    call,
    dependencies: readDependencies(body),
    references: call ? findReferences(call) : [],
  };
}

/** The key `task` makes a call in the mixed form; otherwise the first key that is not `dependencies` names the task. */
function readCall(body: Node): Call | null {
  if (body.kind !== 'map') return null;
  const named = entryOf(body, 'task');
  if (named) return readMixedCall(body, named.value);
  const entry = body.entries.find(({ key }) => key.value !== 'dependencies');
  if (!entry) return null;
  const { key, value } = entry;
  const isKeyword = value.kind === 'map';
  return {
    task: textOf(key),
    taskNode: key,
    positional: isKeyword ? [] : readPositional(value),
    keywords: isKeyword ? readKeywords(value) : [],
  };
}

function readMixedCall(body: Node, taskNode: Node): Call {
  const args = entryOf(body, 'args')?.value;
  const kwargs = entryOf(body, 'kwargs')?.value;
  return {
    task: textOf(taskNode),
    taskNode,
    positional: args ? readPositional(args) : [],
    keywords: kwargs ? readKeywords(kwargs) : [],
  };
}

/** A list is a list of arguments; anything else is one argument. */
function readPositional(value: Node): Argument[] {
  if (value.kind !== 'list' || value.set) return [{ keyword: null, value }];
  return value.items.map((item) => ({ keyword: null, value: item }));
}

function readKeywords(value: Node): Argument[] {
  return value.kind === 'map'
    ? value.entries.map((entry) => ({ keyword: entry.key, value: entry.value }))
    : [];
}

function readDependencies(body: Node): Dependency[] {
  const value = entryOf(body, 'dependencies')?.value;
  if (!value) return [];
  return (value.kind === 'list' ? value.items : [value]).flatMap((node) => {
    const name = textOf(node);
    return name === null ? [] : [{ name, node }];
  });
}

function findReferences({ positional, keywords }: Call): PlacedReference[] {
  return [...positional, ...keywords].flatMap(({ value }) => referencesIn(value));
}
