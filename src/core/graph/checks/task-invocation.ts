/** Rule check_task_invocation: arguments fit the inputs of the task in number and name. */
import { didYouMean } from '#core/nearest.ts';
import { issue, type Issue } from '#core/issues.ts';
import { taskOf, type InputDefinition, type Task } from '#core/graph/description.ts';
import { show, textOf } from '#core/graph/node.ts';
import type { Report } from '#core/graph/schema/form.ts';
import { atPart, type Argument, type Call, type Step } from '#core/graph/step.ts';
import type { Subject } from '#core/graph/subject.ts';

export function checkTaskInvocation({ description }: Subject): Issue[] {
  const issues: Issue[] = [];
  for (const step of description.steps) {
    const task = taskOf(step, description);
    if (task) checkCall(step, step.call!, task, (found) => void issues.push(found));
  }
  return issues;
}

function checkCall(step: Step, call: Call, task: Task, report: Report): void {
  const { slots } = task;
  const { positional, keywords } = call;
  if (positional.length > slots.length) reportSurplus(step, call, task, report);
  for (const { keyword } of keywords) {
    const index = slots.findIndex(({ name }) => name === textOf(keyword!));
    if (index < 0) reportUnknown(step, keyword!, task, report);
    else if (index < positional.length) {
      report(issue('argument-twice', { task: task.name, name: show(keyword!) }, atPart(step, keyword!)));
    }
  }
  for (let index = positional.length; index < slots.length; index += 1) {
    const { name, required } = slots[index]!;
    if (required && !isGiven(name, keywords)) {
      report(
        issue('missing-argument', { step: step.name, task: task.name, name }, atPart(step, call.taskNode)),
      );
    }
  }
}

function isGiven(name: string, keywords: readonly Argument[]): boolean {
  return keywords.some(({ keyword }) => textOf(keyword!) === name);
}

function reportSurplus(
  step: Step,
  { positional, taskNode }: Call,
  { name: task, slots }: Task,
  report: Report,
): void {
  const { value } = positional[slots.length]!;
  const isNothing =
    slots.length === 0 && positional.length === 1 && value.kind === 'scalar' && value.type === 'null';
  const advice = isNothing
    ? `Nothing after the colon means one empty value; write "${task}: []".`
    : adviseSurplus(slots);
  const where = atPart(step, isNothing ? taskNode : value);
  report(
    issue(
      'too-many-arguments',
      { step: step.name, task, given: countOf(positional.length), taken: countOf(slots.length), advice },
      where,
    ),
  );
}

function countOf(count: number): string {
  return count === 0 ? 'no arguments' : count === 1 ? 'one argument' : `${count} arguments`;
}

function adviseSurplus(slots: readonly InputDefinition[]): string {
  if (slots.length === 0) return 'Give it none: "[]".';
  if (slots.length === 1) return 'Put a list that is one argument in a list of its own: "[[…]]".';
  return `Give at most ${slots.map(({ name }) => name).join(', ')}.`;
}

function reportUnknown(
  step: Step,
  keyword: NonNullable<Argument['keyword']>,
  task: Task,
  report: Report,
): void {
  const name = show(keyword);
  const names = task.slots.map((slot) => slot.name);
  const slots = { task: task.name, name, hint: didYouMean(name, names), inputs: names.join(', ') || 'none' };
  report(issue('unknown-argument', slots, atPart(step, keyword)));
}
