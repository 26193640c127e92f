/** Rule check_step_structure: of two keys in a step, one is `dependencies`; the other names the task. */
import { issue, type Issue } from '#core/issues.ts';
import { entryOf, show } from '#core/graph/node.ts';
import { at } from '#core/graph/path.ts';
import type { Step } from '#core/graph/step.ts';
import type { Subject } from '#core/graph/subject.ts';

export function checkStepStructure({ description }: Subject): Issue[] {
  return description.steps.flatMap(checkStep);
}

function checkStep({ name, body, path }: Step): Issue[] {
  if (
    body.kind !== 'map' ||
    body.entries.length !== 2 ||
    entryOf(body, 'task') ||
    entryOf(body, 'dependencies')
  )
    return [];
  const keys = body.entries.map(({ key }) => `"${show(key)}"`).join(' and ');
  return [issue('step-two-tasks', { step: name, keys }, at(body.entries[1]!.key, path))];
}
