/** Steps of the task graph added, removed, duplicated and renamed by edits of its text. */
import { entryOf, list, map, text, type ListNode, type MapNode, type Node } from '#core/graph/node.ts';
import { readArgumentValue, type ArgumentValue } from './argument-value.ts';
import { newBody } from './call-body.ts';
import { carryOut, type EditOutcome } from './edit.ts';
import { meansStep, redirectArtifactGraph, redirectTaskGraph } from './mentions.ts';
import { checkReferableName, proposeStepName } from './names.ts';
import type { PreparedGraphs } from './prepared.ts';
import { refuse, type Refusal } from './refusal.ts';
import { entriesOf, refuseUnreadable } from './text-edit.ts';
import { withEntry, withEntryBehind, withKey } from './tree.ts';

/** A step to add. */
export interface NewStep {
  readonly task: string;
  /** Made from the task's name where it is left out. */
  readonly name?: string;
  /** By name, or in order. */
  readonly args?: Readonly<Record<string, ArgumentValue>> | readonly ArgumentValue[];
  readonly dependencies?: readonly string[];
  /** The step that it comes behind; the last one where it is left out. */
  readonly after?: string;
}

/** Adds a step, written as its neighbour is, and selects its name. */
export function addStep(prepared: PreparedGraphs, wanted: NewStep): EditOutcome {
  const name = wanted.name ?? proposeStepName(prepared, wanted.task);
  const fault = checkReferableName(prepared, name) ?? missingStep(prepared, wanted.after);
  if (fault) return fault;
  if (!/\S/.test(wanted.task)) return refuse('name-not-allowed', 'Name the task that the step calls.');
  const args = readArguments(wanted.args ?? []);
  if (args.kind === 'refusal') return args;
  const graph = entriesOf(prepared.taskGraph.root);
  const neighbour =
    wanted.after === undefined ? graph.entries.at(-1)?.value : entryOf(graph, wanted.after)?.value;
  const isMixed = neighbour?.kind === 'map' && entryOf(neighbour, 'task') !== undefined;
  const body = newBody(wanted.task, args, isMixed);
  const names = wanted.dependencies ?? [];
  const full =
    names.length > 0 ? withEntry(body, 'dependencies', list(names.map((item) => text(item)))) : body;
  return carryOut(prepared, {
    taskGraph: withEntryBehind(graph, wanted.after ?? null, { key: text(name), value: full }),
    select: { document: 'task graph', path: [name], part: 'key' },
  });
}

function missingStep(prepared: PreparedGraphs, name: string | undefined): Refusal | null {
  return name === undefined || prepared.entries.has(name) ? null : noSuchStep(prepared, name);
}

/** A step that is not there, be it because the text cannot be read. */
export function noSuchStep({ taskGraph }: PreparedGraphs, name: string): Refusal {
  return refuseUnreadable(taskGraph) ?? refuse('no-such-step', `There is no step called "${name}".`);
}

function readArguments(args: NonNullable<NewStep['args']>): ListNode | MapNode | Refusal {
  const isList = Array.isArray(args);
  const nodes: (readonly [string, Node])[] = [];
  for (const [name, value] of Object.entries(args)) {
    const node = readArgumentValue(value);
    if (node.kind === 'refusal') return node;
    nodes.push([name, node]);
  }
  if (isList) return list(nodes.map(([, node]) => node));
  return map(nodes.map(([name, value]) => ({ key: text(name), value })));
}

/** Adds a step right behind another one that is written just like it but for its name. */
export function duplicateStep(prepared: PreparedGraphs, name: string, copy?: string): EditOutcome {
  const step = prepared.step(name);
  if (!step) return noSuchStep(prepared, name);
  const newName = copy ?? proposeStepName(prepared, name);
  const fault = checkReferableName(prepared, newName);
  if (fault) return fault;
  const graph = entriesOf(prepared.taskGraph.root);
  const index = graph.entries.findIndex(({ key }) => key === step.key);
  const entries = graph.entries.toSpliced(index + 1, 0, { key: text(newName), value: step.body });
  return carryOut(prepared, {
    taskGraph: { ...graph, entries },
    select: { document: 'task graph', path: [newName], part: 'key' },
  });
}

/** Renames a step; references to it, dependencies on it and artifacts made from it follow. */
export function renameStep(prepared: PreparedGraphs, from: string, to: string): EditOutcome {
  const step = prepared.step(from);
  if (!step) return noSuchStep(prepared, from);
  const fault =
    refuseUnreadable(prepared.artifactGraph) ?? (from === to ? null : checkReferableName(prepared, to));
  if (fault) return fault;
  const means = meansStep(from, prepared.surroundings);
  const taskGraph = redirectTaskGraph(prepared, means, to, from);
  const artifactGraph = redirectArtifactGraph(prepared, means, to);
  return carryOut(prepared, {
    taskGraph: withKey(taskGraph, step.key, to),
    ...changed(prepared, artifactGraph),
    select: { document: 'task graph', path: [to], part: 'key' },
  });
}

/** Another text is asked for nothing where it says the same, so that it may be as faulty as it likes. */
export function changed(
  { artifactGraph: { root } }: PreparedGraphs,
  artifactGraph: MapNode,
): { readonly artifactGraph?: MapNode } {
  const { entries } = entriesOf(root);
  return artifactGraph.entries.every((entry, index) => entry === entries[index]) &&
    artifactGraph.entries.length === entries.length
    ? {}
    : { artifactGraph };
}
