/** What stands at an offset of a graph's text: a task, a reference, a step or an input, with what is known of it. Data, not words. */
import { parameterType } from '#core/graph/checks/parameter-types.ts';
import { textOf, valueOf, written, type Entry, type Node, type ScalarNode } from '#core/graph/node.ts';
import type { KnownArtifactTask, KnownTask } from '#core/graph/plan-types.ts';
import { readReference, type Reference } from '#core/graph/reference.ts';
import { resolveReference, type Reason } from '#core/graph/resolve.ts';
import { readStep, type Step } from '#core/graph/step.ts';
import type { GraphDocument } from '#core/graph/edit/graph-text.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import { typeDetail, typeText, type Type } from '#core/types/type.ts';
import { artifactSignature, signatureOf } from './signature.ts';

/** Types are given by name and, where there is more to say, by what they are made of. */
export interface ShownType {
  readonly name: string;
  /** `Image, a list of number`; the name again where that is all. */
  readonly detail: string;
}

/** What is told of a place. */
export type Shown =
  | {
      readonly kind: 'task';
      readonly name: string;
      /** `(data: Data, epochs?: integer) → model: Model`; null where no pinned plugin has the task. */
      readonly signature: string | null;
      readonly task: KnownTask | null;
    }
  | {
      readonly kind: 'artifact task';
      readonly name: string;
      readonly signature: string | null;
      readonly task: KnownArtifactTask | null;
    }
  | {
      readonly kind: 'step';
      readonly name: string;
      readonly task: string | null;
      readonly signature: string | null;
    }
  | {
      readonly kind: 'input';
      readonly name: string;
      readonly task: string;
      readonly type: ShownType;
      readonly required: boolean;
    }
  | {
      readonly kind: 'parameter';
      readonly name: string;
      readonly type: ShownType;
      readonly defaultValue: string | null;
    }
  | {
      readonly kind: 'output';
      readonly step: string;
      readonly task: string;
      readonly output: string;
      readonly type: ShownType;
    }
  | {
      readonly kind: 'artifact parameter';
      readonly name: string;
      readonly output: string;
      readonly type: ShownType;
    }
  /** A reference that means nothing, and why; `unsure` where the step's task is not known. */
  | { readonly kind: 'nothing'; readonly text: string; readonly reason: Reason | 'unsure' };

/** What is told, and of which part of the text. */
export interface Hover {
  readonly from: number;
  readonly to: number;
  readonly shown: Shown;
}

/** Null where nothing is to be said. The text need not be sound; what cannot be read is passed over. */
export function hoverAt(prepared: PreparedGraphs, document: GraphDocument, offset: number): Hover | null {
  const { root } = document === 'task graph' ? prepared.taskGraph : prepared.artifactGraph;
  const entry = root.kind === 'map' ? root.entries.find((item) => isIn(item, offset)) : undefined;
  if (!entry) return null;
  return document === 'task graph'
    ? hoverStep(prepared, entry, offset)
    : hoverArtifact(prepared, entry, offset);
}

function isIn({ key, value }: Entry, offset: number): boolean {
  const [start, end] = [key.place?.start ?? Infinity, value.place?.end ?? key.place?.end ?? -1];
  return start <= offset && offset <= Math.max(end, key.place?.end ?? -1);
}

function isAt(node: Node, offset: number): boolean {
  return node.place !== null && node.place.start <= offset && offset <= node.place.end;
}

function hover({ place }: Node, shown: Shown): Hover | null {
  return place && { from: place.start, to: place.end, shown };
}

function hoverStep(prepared: PreparedGraphs, entry: Entry, offset: number): Hover | null {
  const step = readStep(entry, ['graph']);
  if (isAt(step.key, offset)) return hover(step.key, showStep(prepared, step));
  const { call } = step;
  if (call && isAt(call.taskNode, offset))
    return hover(call.taskNode, showTask(prepared, call.task ?? written(call.taskNode)));
  const keyword = call?.keywords.find((argument) => isAt(argument.keyword!, offset))?.keyword;
  if (keyword) return hoverInput(prepared, step, keyword);
  const dependency = step.dependencies.find(({ node }) => isAt(node, offset));
  if (dependency) return hoverDependency(prepared, dependency.name, dependency.node);
  const reference = step.references.find(({ node }) => isAt(node, offset));
  return reference ? hover(reference.node, showReference(prepared, reference)) : null;
}

function showStep(prepared: PreparedGraphs, { name, call }: Step): Shown {
  const task = prepared.source.functions.findLast((item) => item.name === call?.task);
  return { kind: 'step', name, task: call?.task ?? null, signature: task ? signatureOf(task) : null };
}

function showTask({ source }: PreparedGraphs, name: string): Shown {
  const task = source.functions.findLast((item) => item.name === name) ?? null;
  return { kind: 'task', name, task, signature: task && signatureOf(task) };
}

function hoverInput(prepared: PreparedGraphs, { call }: Step, keyword: ScalarNode): Hover | null {
  const task = prepared.surroundings.tasks.get(call?.task ?? '');
  const slot = task?.slots.find(({ name }) => name === textOf(keyword));
  if (!task || !slot) return null;
  const { name, type, required } = slot;
  return hover(keyword, { kind: 'input', name, task: task.name, type: showNamed(prepared, type), required });
}

function hoverDependency(prepared: PreparedGraphs, name: string, node: Node): Hover | null {
  const step = prepared.step(name);
  return hover(
    node,
    step ? showStep(prepared, step) : { kind: 'nothing', text: name, reason: 'unknown-reference' },
  );
}

function hoverArtifact(prepared: PreparedGraphs, { value }: Entry, offset: number): Hover | null {
  const contents = valueOf(value, 'contents');
  const reference = readReference((contents && textOf(contents)) ?? '');
  if (contents && reference && isAt(contents, offset))
    return hover(contents, showReference(prepared, reference));
  const task = valueOf(value, 'task');
  const name = task && valueOf(task, 'name');
  if (!name || textOf(name) === null || !isAt(name, offset)) return null;
  const known = prepared.source.artifacts.findLast((item) => item.name === textOf(name)) ?? null;
  return hover(name, {
    kind: 'artifact task',
    name: textOf(name)!,
    task: known,
    signature: known && artifactSignature(known),
  });
}

/** What a reference means and where it comes from. */
export function showReference(prepared: PreparedGraphs, reference: Reference): Shown {
  const target = resolveReference(reference, prepared.description);
  switch (target.kind) {
    case 'parameter': {
      const { name } = target.parameter;
      const type = showType(parameterType(target.parameter, prepared.subject));
      const defaultValue =
        prepared.source.parameters.find((item) => item.name === name)?.defaultValue ?? null;
      return { kind: 'parameter', name, type, defaultValue };
    }
    case 'output': {
      const { step, output } = target;
      const type = showNamed(prepared, output.type);
      return { kind: 'output', step: step.name, task: step.call?.task ?? '', output: output.name, type };
    }
    case 'artifact': {
      const { artifact, output } = target;
      return {
        kind: 'artifact parameter',
        name: artifact.name,
        output: output.name,
        type: showNamed(prepared, output.type),
      };
    }
    case 'unsure':
      return { kind: 'nothing', text: reference.text, reason: 'unsure' };
    case 'nothing':
      return { kind: 'nothing', text: reference.text, reason: target.reason };
  }
}

/** A type in words. */
export function showType(type: Type): ShownType {
  return { name: typeText(type), detail: typeDetail(type) };
}

/** A type that is not defined is known by its name alone. */
export function showNamed({ subject }: PreparedGraphs, name: string): ShownType {
  const type = subject.registry.types.get(name);
  return type ? showType(type) : { name, detail: name };
}
