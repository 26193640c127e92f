/** Steps taken out of the task graph, with what mentions it told, or taken away as well. */
import { textOf, valueOf, type Entry, type MapNode } from '#core/graph/node.ts';
import { referencesIn } from '#core/graph/reference.ts';
import type { Step } from '#core/graph/step.ts';
import { dropArgument, findArgument, givenNames } from './arguments-tree.ts';
import { readCallBody, writeCallBody, type CallBody } from './call-body.ts';
import { carryOut, type Edit, type EditOutcome } from './edit.ts';
import type { GraphDocument } from './graph-text.ts';
import { isMention, type Means } from './mentions.ts';
import type { PreparedGraphs } from './prepared.ts';
import type { Refusal } from './refusal.ts';
import { changed, noSuchStep } from './steps.ts';
import { entriesOf, refuseUnreadable } from './text-edit.ts';
import { withEntryOrNone, withoutParts } from './tree.ts';

/** Something that mentions a step. */
export interface Mention {
  readonly document: GraphDocument;
  /** The step, or the entry of the artifact graph, that mentions it. */
  readonly owner: string;
  readonly kind: 'argument' | 'dependency' | 'contents';
  /** The input, where its name is known, else `#3` for the third position; null for what is no argument. */
  readonly input: string | null;
  /** As it is written, such as `$load.images`. */
  readonly text: string;
}

/** The edit, and what it left behind. */
export interface Removal extends Edit {
  /** What mentioned the step. If mentions were kept, these now lead nowhere; else they are gone. */
  readonly mentions: readonly Mention[];
}

/** Everything that mentions a step, but for the step itself. */
export function findMentions(prepared: PreparedGraphs, name: string): readonly Mention[] {
  return findMentionsOf(prepared, new Set([name]));
}

function findMentionsOf(prepared: PreparedGraphs, names: ReadonlySet<string>): readonly Mention[] {
  const means = meansAny(prepared, names);
  const { steps, artifactOutputs } = prepared.description;
  const inSteps = steps.flatMap((step) =>
    names.has(step.name) ? [] : mentionsIn(prepared, step, names, means),
  );
  const inArtifacts = artifactOutputs.flatMap(({ name: owner, contents }): Mention[] => {
    const text = textOf(contents);
    return text !== null && isMention(contents, means)
      ? [{ document: 'artifact graph', owner, kind: 'contents', input: null, text }]
      : [];
  });
  return [...inSteps, ...inArtifacts];
}

function mentionsIn(
  prepared: PreparedGraphs,
  step: Step,
  names: ReadonlySet<string>,
  means: Means,
): Mention[] {
  const base = { document: 'task graph', owner: step.name } as const;
  const dependencies = step.dependencies.flatMap((dependency): Mention[] =>
    names.has(dependency.name) ? [{ ...base, kind: 'dependency', input: null, text: dependency.name }] : [],
  );
  if (!step.references.some(means)) return dependencies;
  const slots = prepared.slotsOf(step);
  const call = readCallBody(step);
  const found = (call ? givenNames(call, slots) : []).flatMap((input) =>
    referencesIn(findArgument(call!, slots, input)!.value)
      .filter(means)
      .map(({ text }): Mention => ({ ...base, kind: 'argument', input, text })),
  );
  return [...found, ...dependencies];
}

/**
 * Removes a step. What mentions it is kept and then leads nowhere, or is removed too: arguments that are such a reference,
 * items and entries inside arguments, dependencies, and artifacts made from the step.
 */
export function removeStep(
  prepared: PreparedGraphs,
  name: string,
  mentions: 'keep' | 'remove' = 'keep',
): Removal | Refusal {
  return removeSteps(prepared, [name], mentions);
}

/** Removes several at once; what they mention of each other goes with them and is not told. */
export function removeSteps(
  prepared: PreparedGraphs,
  names: readonly string[],
  mentions: 'keep' | 'remove' = 'keep',
): Removal | Refusal {
  const missing = names.find((name) => !prepared.entries.has(name));
  if (missing !== undefined) return noSuchStep(prepared, missing);
  const gone = new Set(names);
  const keys = new Set(names.map((name) => prepared.entries.get(name)!.key));
  const graph = entriesOf(prepared.taskGraph.root);
  const found = findMentionsOf(prepared, gone);
  if (mentions === 'keep') {
    const left = graph.entries.filter(({ key }) => !keys.has(key));
    return told(carryOut(prepared, { taskGraph: { ...graph, entries: left } }), found);
  }
  const fault = refuseUnreadable(prepared.artifactGraph);
  if (fault) return fault;
  const means = meansAny(prepared, gone);
  const entries: Entry[] = [];
  for (const [index, entry] of graph.entries.entries()) {
    if (keys.has(entry.key)) continue;
    const cleared = clearStep(prepared, entry, prepared.description.steps[index]!, gone, means);
    if ('kind' in cleared) return cleared;
    entries.push(cleared);
  }
  const artifactGraph = clearArtifacts(prepared, means);
  const edit = carryOut(prepared, { taskGraph: { ...graph, entries }, ...changed(prepared, artifactGraph) });
  return told(edit, found);
}

function told(edit: EditOutcome, mentions: readonly Mention[]): Removal | Refusal {
  return edit.kind === 'refusal' ? edit : { ...edit, mentions };
}

/** References to any of the steps. */
function meansAny({ description: { parameters } }: PreparedGraphs, names: ReadonlySet<string>): Means {
  return ({ name, output }) => names.has(name) && (output !== null || !parameters.has(name));
}

function clearArtifacts({ artifactGraph: { root } }: PreparedGraphs, means: Means): MapNode {
  const graph = entriesOf(root);
  const entries = graph.entries.filter(({ value }) => {
    const contents = valueOf(value, 'contents');
    return !contents || !isMention(contents, means);
  });
  return { ...graph, entries };
}

/** The step without what mentions the others. */
function clearStep(
  prepared: PreparedGraphs,
  entry: Entry,
  step: Step,
  names: ReadonlySet<string>,
  means: Means,
): Entry | Refusal {
  const body = step.references.some(means) ? clearCall(prepared, step, means) : step.body;
  if (body.kind === 'refusal') return body;
  const waits = step.dependencies.filter(({ name }) => names.has(name));
  if (body.kind !== 'map' || waits.length === 0)
    return body === entry.value ? entry : { ...entry, value: body };
  return { ...entry, value: waits.reduce((left, { name }) => withoutDependency(left, name), body) };
}

function clearCall(prepared: PreparedGraphs, step: Step, means: Means): MapNode | Refusal | Step['body'] {
  const slots = prepared.slotsOf(step);
  const call = readCallBody(step);
  if (!call) return step.body;
  let left: CallBody = call;
  for (const input of givenNames(call, slots).toReversed()) {
    if (!isMention(findArgument(left, slots, input)!.value, means)) continue;
    const dropped = dropArgument(left, slots, input);
    if ('kind' in dropped) return dropped;
    left = dropped;
  }
  const isUnwanted = (node: Step['body']): boolean => isMention(node, means);
  const keywords = left.keywords && (withoutParts(left.keywords, isUnwanted) as MapNode);
  return writeCallBody({
    ...left,
    positional: left.positional && withoutParts(left.positional, isUnwanted),
    keywords,
  });
}

/** A body that no longer depends on a step, without the key where nothing is left of it. */
export function withoutDependency(body: MapNode, name: string): MapNode {
  const names = valueOf(body, 'dependencies');
  const left = names && withoutParts(names, (node) => textOf(node) === name);
  const isEmpty = !left || (left.kind === 'list' && left.items.length === 0);
  return withEntryOrNone(body, 'dependencies', isEmpty ? null : left);
}
