/** Rule step_check_types: every argument is of a type that its input takes. */
import { issue, type Issue } from '#core/issues.ts';
import type { InputDefinition, Task } from '#core/graph/description.ts';
import { textOf, type Node } from '#core/graph/node.ts';
import { at } from '#core/graph/path.ts';
import type { Argument, Call } from '#core/graph/step.ts';
import type { Subject } from '#core/graph/subject.ts';
import { isAssignable } from '#core/types/assign.ts';
import { inferType, type ReferenceTypes } from '#core/types/infer.ts';
import { ANY, NUMBER, STRING, typeText, type Type } from '#core/types/type.ts';
import { referenceTypes } from './parameter-types.ts';
import { uniqueInputs } from './task-invocation.ts';

export function stepCheckTypes(subject: Subject): Issue[] {
  const references = referenceTypes(subject);
  return subject.description.steps.flatMap(({ call }) => {
    const task = call?.task == null ? undefined : subject.description.tasks.get(call.task);
    return call && task ? checkCall(call, task, subject, references) : [];
  });
}

function checkCall(call: Call, task: Task, subject: Subject, references: ReferenceTypes): Issue[] {
  const issues: Issue[] = [];
  const inputs = uniqueInputs(task);
  const check = (argument: Argument, input: InputDefinition | undefined): void => {
    const found = input && checkArgument(argument, input, task, subject, references);
    if (found) issues.push(found);
  };
  call.positional.forEach((argument, index) => check(argument, inputs[index]));
  for (const argument of call.keywords)
    check(
      argument,
      inputs.find(({ name }) => name === textOf(argument.keyword!)),
    );
  return issues;
}

function checkArgument(
  { value, path }: Argument,
  input: InputDefinition,
  task: Task,
  subject: Subject,
  references: ReferenceTypes,
): Issue | null {
  const wanted = subject.registry.types.get(input.type) ?? ANY;
  const found = inferType(value, references);
  if (isAssignable(found, wanted)) return null;
  const slots = {
    input: input.name,
    task: task.name,
    wanted: typeText(wanted),
    found: typeText(found),
    advice: advise(value, found, wanted),
  };
  return issue('argument-type', slots, at(value, path));
}

/** How to mend what YAML most often misunderstands; otherwise what fits. */
function advise(node: Node, found: Type, wanted: Type): string {
  const scientific = /^([-+]?)(\d+)(\.\d*)?[eE]([-+]?)(\d+)$/.exec(textOf(node) ?? '');
  if (scientific && isAssignable(NUMBER, wanted)) {
    const [, sign = '', whole = '', fraction = '.0', direction = '', exponent = ''] = scientific;
    return `YAML 1.1 reads "${textOf(node)}" as text; write ${sign}${whole}${fraction}e${direction || '+'}${exponent}.`;
  }
  if (node.kind === 'scalar' && node.type !== 'string' && isAssignable(STRING, wanted))
    return 'Put the value in quotes if it is meant as text.';
  if (found === ANY)
    return 'What is of type any fits only inputs of type any; declare its type more closely.';
  return `Give a value of type ${typeText(wanted)}, or change the type of the input in the plugin.`;
}
