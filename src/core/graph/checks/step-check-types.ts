/** Rule step_check_types: every argument is of a type that its input takes. */
import { issue, type Issue } from '#core/issues.ts';
import { taskOf, type InputDefinition, type Task } from '#core/graph/description.ts';
import { textOf, type Node } from '#core/graph/node.ts';
import { referencesIn } from '#core/graph/reference.ts';
import type { Report } from '#core/graph/schema/form.ts';
import { atPart, type Step } from '#core/graph/step.ts';
import type { Subject } from '#core/graph/subject.ts';
import { isAssignable } from '#core/types/assign.ts';
import { inferType, type ReferenceTypes } from '#core/types/infer.ts';
import { ANY, BUILTIN_TYPES, NUMBER, STRING, typeDetail, typeText, type Type } from '#core/types/type.ts';
import { referenceTypes } from './parameter-types.ts';

export function stepCheckTypes(subject: Subject): Issue[] {
  const issues: Issue[] = [];
  const references = referenceTypes(subject);
  for (const step of subject.description.steps) {
    const task = taskOf(step, subject.description);
    if (task) checkCall(step, task, subject, references, (found) => void issues.push(found));
  }
  return issues;
}

function checkCall(
  step: Step,
  task: Task,
  subject: Subject,
  references: ReferenceTypes,
  report: Report,
): void {
  const check = (value: Node, input: InputDefinition | undefined): void => {
    const found = inferType(value, references);
    const wanted = (input && subject.registry.types.get(input.type)) ?? ANY;
    if (!isAssignable(found, wanted)) report(explain(step, task, input!, value, found, wanted));
  };
  step.call!.positional.forEach(({ value }, index) => check(value, task.slots[index]));
  for (const { keyword, value } of step.call!.keywords) {
    const name = textOf(keyword!);
    check(
      value,
      task.slots.find((slot) => slot.name === name),
    );
  }
}

function explain(
  step: Step,
  task: Task,
  input: InputDefinition,
  value: Node,
  found: Type,
  wanted: Type,
): Issue {
  const [foundText, wantedText] = [typeDetail(found), typeDetail(wanted)];
  const slots = {
    input: input.name,
    task: task.name,
    wanted: wantedText,
    found: foundText,
    advice: advise(value, found, wanted),
  };
  return issue('argument-type', slots, atPart(step, value));
}

/** How to mend what YAML most often misunderstands; otherwise what fits. */
function advise(node: Node, found: Type, wanted: Type): string {
  const scientific = /^([-+]?)(\d+)(\.\d*)?[eE]([-+]?)(\d+)$/.exec(textOf(node) ?? '');
  if (scientific && isAssignable(NUMBER, wanted)) {
    const [, sign = '', whole = '', fraction = '.0', direction = '', exponent = ''] = scientific;
    return `YAML 1.1 reads "${textOf(node)}" as text; write ${sign}${whole}${fraction}e${direction || '+'}${exponent}.`;
  }
  const isUnquoted = node.kind === 'scalar' && node.type !== 'string';
  if (isUnquoted && isAssignable(STRING, wanted)) return 'Put the value in quotes if it is meant as text.';
  if (wanted.kind === 'simple' && !BUILTIN_TYPES.has(wanted.name) && referencesIn(node).length === 0)
    return `Nothing that is written out is of type ${wanted.name}; refer to an output of that type.`;
  if (found === ANY)
    return 'What is of type any fits only inputs of type any; declare its type more closely.';
  return `Give a value of type ${typeText(wanted)}, or change the type of the input in the plugin.`;
}
