/** Rule check_task_invocation: arguments fit the inputs of the task in number and name. */
import { didYouMean } from '#core/nearest.ts';
import { issue, type Issue } from '#core/issues.ts';
import type { InputDefinition, Task } from '#core/graph/description.ts';
import { show, textOf } from '#core/graph/node.ts';
import { at } from '#core/graph/path.ts';
import type { Call, Step } from '#core/graph/step.ts';
import type { Subject } from '#core/graph/subject.ts';

export function checkTaskInvocation({ description }: Subject): Issue[] {
  return description.steps.flatMap((step) => {
    const task = step.call?.task == null ? undefined : description.tasks.get(step.call.task);
    return task ? checkCall(step, step.call!, task) : [];
  });
}

function checkCall(step: Step, call: Call, task: Task): Issue[] {
  const inputs = uniqueInputs(task);
  return [
    ...findSurplus(step, call, task, inputs),
    ...findUnknown(call, task, inputs),
    ...findTwice(call, task, inputs),
    ...findMissing(step, call, task, inputs),
  ];
}

/** Inputs in order, a repeated name once, as it was defined last. */
export function uniqueInputs(task: Task): readonly InputDefinition[] {
  const byName = new Map(task.inputs.map((input) => [input.name, input]));
  return byName.size === task.inputs.length ? task.inputs : [...byName.values()];
}

function findSurplus(
  step: Step,
  { positional }: Call,
  task: Task,
  inputs: readonly InputDefinition[],
): Issue[] {
  if (positional.length <= inputs.length) return [];
  const first = positional[inputs.length]!;
  const isNothing =
    inputs.length === 0 &&
    positional.length === 1 &&
    first.value.kind === 'scalar' &&
    first.value.type === 'null';
  const advice = isNothing
    ? `Nothing after the colon means one empty value; write "${task.name}: []".`
    : adviseSurplus(inputs);
  const slots = { step: step.name, task: task.name, given: positional.length, taken: inputs.length, advice };
  return [issue('too-many-arguments', slots, at(isNothing ? step.call!.taskNode : first.value, first.path))];
}

function adviseSurplus(inputs: readonly InputDefinition[]): string {
  if (inputs.length === 1) return 'Put a list that is one argument in a list of its own: "[[…]]".';
  return inputs.length === 0
    ? 'Give it none: "[]".'
    : `Give at most ${inputs.map(({ name }) => name).join(', ')}.`;
}

function findUnknown({ keywords }: Call, task: Task, inputs: readonly InputDefinition[]): Issue[] {
  const names = inputs.map(({ name }) => name);
  return keywords.flatMap(({ keyword, path }) => {
    const name = textOf(keyword!);
    if (name !== null && names.includes(name)) return [];
    const given = show(keyword!);
    const slots = {
      task: task.name,
      name: given,
      hint: didYouMean(given, names),
      inputs: names.join(', ') || 'none',
    };
    return [issue('unknown-argument', slots, at(keyword!, path))];
  });
}

function findTwice({ positional, keywords }: Call, task: Task, inputs: readonly InputDefinition[]): Issue[] {
  const taken = new Set(inputs.slice(0, positional.length).map(({ name }) => name));
  return keywords
    .filter(({ keyword }) => taken.has(textOf(keyword!) ?? ''))
    .map(({ keyword, path }) =>
      issue('argument-twice', { task: task.name, name: show(keyword!) }, at(keyword!, path)),
    );
}

function findMissing(
  step: Step,
  { positional, keywords, taskNode, taskPath }: Call,
  task: Task,
  inputs: readonly InputDefinition[],
): Issue[] {
  const given = new Set(keywords.map(({ keyword }) => textOf(keyword!)));
  return inputs
    .slice(positional.length)
    .filter(({ name, required }) => required && !given.has(name))
    .map(({ name }) =>
      issue('missing-argument', { step: step.name, task: task.name, name }, at(taskNode, taskPath)),
    );
}
