/** Arguments and wires of a step set and removed, and what it explicitly depends on, by edits of the text. */
import { list, text, textOf, valueOf, type MapNode, type Node } from '#core/graph/node.ts';
import { referencesIn, type Reference } from '#core/graph/reference.ts';
import { resolveReference } from '#core/graph/resolve.ts';
import type { Step } from '#core/graph/step.ts';
import { readArgumentValue, referenceText, type ArgumentValue } from './argument-value.ts';
import { dropArgument, findArgument, giveArgument, type ArgumentPlace } from './arguments-tree.ts';
import { positionalItems, readCallBody, writeCallBody, type CallBody } from './call-body.ts';
import { carryOut, type EditOutcome } from './edit.ts';
import { isMention, meansStep } from './mentions.ts';
import type { PreparedGraphs } from './prepared.ts';
import { refuseCycle } from './reach.ts';
import { refuse, type Refusal } from './refusal.ts';
import { withoutDependency } from './remove-step.ts';
import { noSuchStep } from './steps.ts';
import { entriesOf } from './text-edit.ts';
import { withEntry, withoutParts } from './tree.ts';

/** Sets an argument, by the name of an input or by position; the form of the step changes only if it must. Selects the value. */
export function setArgument(
  prepared: PreparedGraphs,
  step: string,
  place: ArgumentPlace,
  value: ArgumentValue,
): EditOutcome {
  const node = readArgumentValue(value);
  if (node.kind === 'refusal') return node;
  const fault = refuseCycles(prepared, step, node);
  if (fault) return fault;
  return editCall(prepared, step, place, (call, slots) => giveArgument(call, slots, place, node));
}

/** Removes an argument. Others by position behind it go on by name. */
export function removeArgument(prepared: PreparedGraphs, step: string, place: ArgumentPlace): EditOutcome {
  return editCall(prepared, step, place, (call, slots) => dropArgument(call, slots, place));
}

/** An output that goes into an input: `output` is null where the step has one output only, which need not be named. */
export interface Wire {
  readonly from: string;
  readonly output: string | null;
  readonly to: string;
  readonly input: ArgumentPlace;
}

/** Lets an output of a step go into an input of another one. Types are for the checks to compare. */
export function wire(prepared: PreparedGraphs, { from, output, to, input }: Wire): EditOutcome {
  const fault = missingOutput(prepared, from, output);
  if (fault) return fault;
  return setArgument(prepared, to, input, {
    kind: 'reference',
    name: from,
    output: shortened(prepared, from, output),
  });
}

/** A task's only output needs no name. */
function shortened(prepared: PreparedGraphs, from: string, output: string | null): string | null {
  const outputs = outputsOf(prepared, from);
  return outputs?.length === 1 && outputs[0] === output ? null : output;
}

function outputsOf(prepared: PreparedGraphs, name: string): readonly string[] | null {
  const task = prepared.step(name)?.call?.task ?? null;
  const known = task === null ? undefined : prepared.surroundings.tasks.get(task);
  return known ? known.outputs.map((output) => output.name) : null;
}

function missingOutput(prepared: PreparedGraphs, from: string, output: string | null): Refusal | null {
  if (!prepared.entries.has(from)) return noSuchStep(prepared, from);
  const outputs = outputsOf(prepared, from);
  if (!outputs || (output !== null && outputs.includes(output))) return null;
  if (outputs.length === 0) return refuse('no-such-output', `Step "${from}" has no output.`);
  if (output === null && outputs.length === 1) return null;
  const choices = outputs.map((name) => `"${referenceText(from, name)}"`).join(', ');
  return refuse('no-such-output', `Name the output of step "${from}" that is meant: ${choices}.`);
}

/** Takes a wire away: the argument if it is that reference, else the item or entry inside the argument that is. */
export function unwire(prepared: PreparedGraphs, { from, output, to, input }: Wire): EditOutcome {
  const means = meansStep(from, prepared.surroundings);
  const isWire = (reference: Reference): boolean =>
    means(reference) && (output === null || outputOf(prepared, reference) === output);
  return editCall(prepared, to, input, (call, slots) => {
    const found = findArgument(call, slots, input);
    const isThere = found !== null && referencesIn(found.value).some(isWire);
    if (!isThere)
      return refuse('no-such-argument', `No output of "${from}" goes into "${input}" of "${to}".`);
    const left = withoutParts(found.value, (node) => isMention(node, isWire));
    return left ? giveArgument(call, slots, input, left) : dropArgument(call, slots, input);
  });
}

function outputOf({ description }: PreparedGraphs, reference: Reference): string | null {
  const target = resolveReference(reference, description);
  return target.kind === 'output' ? target.output.name : reference.output;
}

/** Lets a step wait for another one, without using what that makes. */
export function addDependency(prepared: PreparedGraphs, step: string, on: string): EditOutcome {
  const found = prepared.step(step);
  if (!found) return noSuchStep(prepared, step);
  if (!prepared.entries.has(on)) return noSuchStep(prepared, on);
  const fault = refuseCycle(prepared.description, step, on);
  if (fault) return fault;
  const { body } = found;
  if (body.kind !== 'map') return noCall(step);
  const isThere = found.dependencies.some(({ name }) => name === on);
  const names = valueOf(body, 'dependencies');
  return replaceBody(prepared, found, isThere ? body : withEntry(body, 'dependencies', appended(names, on)), [
    'dependencies',
  ]);
}

function appended(names: Node | undefined, on: string): Node {
  if (!names || (names.kind === 'scalar' && textOf(names) === null)) return list([text(on)]);
  return names.kind === 'list' ? { ...names, items: [...names.items, text(on)] } : list([names, text(on)]);
}

/** Lets a step no longer wait for another one; references to its outputs stay. */
export function removeDependency(prepared: PreparedGraphs, step: string, on: string): EditOutcome {
  const found = prepared.step(step);
  if (!found) return noSuchStep(prepared, step);
  if (found.body.kind !== 'map' || !found.dependencies.some(({ name }) => name === on))
    return refuse('no-such-dependency', `Step "${step}" does not depend on "${on}" explicitly.`);
  return replaceBody(prepared, found, withoutDependency(found.body, on), null);
}

function refuseCycles(prepared: PreparedGraphs, step: string, value: Node): Refusal | null {
  for (const reference of referencesIn(value)) {
    const means = meansStep(reference.name, prepared.surroundings);
    if (!prepared.entries.has(reference.name) || !means(reference)) continue;
    const fault = refuseCycle(prepared.description, step, reference.name);
    if (fault) return fault;
  }
  return null;
}

function noCall(step: string): Refusal {
  return refuse('no-call', `Step "${step}" calls no task that could take arguments; mend it first.`);
}

/** Changes a step's call in any way, and selects an argument if it is there then. */
export function editCall(
  prepared: PreparedGraphs,
  name: string,
  place: ArgumentPlace,
  change: (call: CallBody, slots: readonly string[] | null) => CallBody | Refusal,
): EditOutcome {
  const step = prepared.step(name);
  if (!step) return noSuchStep(prepared, name);
  const call = readCallBody(step);
  if (!call) return noCall(name);
  const slots = prepared.slotsOf(step);
  const changed = change(call, slots);
  if ('kind' in changed) return changed;
  const path = findArgument(changed, slots, place) ? pathOf(changed, slots, place) : null;
  return replaceBody(prepared, step, writeCallBody(changed), path);
}

/** Where in the body an argument will stand. */
function pathOf(call: CallBody, slots: readonly string[] | null, place: ArgumentPlace): (string | number)[] {
  const found = findArgument(call, slots, place)!;
  const hasBoth = positionalItems(call).length > 0 && (call.keywords?.entries.length ?? 0) > 0;
  const isMixed = !call.short || hasBoth;
  const inside = found.kind === 'keyword' ? found.name : found.index;
  const section = found.kind === 'keyword' ? 'kwargs' : 'args';
  const isSingle = found.kind === 'position' && call.positional?.kind !== 'list';
  return [isMixed ? section : call.task, ...(isSingle ? [] : [inside])];
}

function replaceBody(
  prepared: PreparedGraphs,
  step: Step,
  body: MapNode,
  path: readonly (string | number)[] | null,
): EditOutcome {
  const graph = entriesOf(prepared.taskGraph.root);
  const entries = graph.entries.map((entry) => (entry.key === step.key ? { ...entry, value: body } : entry));
  return carryOut(prepared, {
    taskGraph: { ...graph, entries },
    ...(path && { select: { document: 'task graph', path: [step.name, ...path], part: 'value' } as const }),
  });
}
