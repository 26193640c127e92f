/** Rule check_task_plugin_references: every step calls a task that is known. */
import { didYouMean } from '#core/nearest.ts';
import { issue, type Issue } from '#core/issues.ts';
import { taskOf } from '#core/graph/description.ts';
import { show } from '#core/graph/node.ts';
import { atPart } from '#core/graph/step.ts';
import type { Subject } from '#core/graph/subject.ts';

export function checkTaskPluginReferences({ description }: Subject): Issue[] {
  return description.steps.flatMap((step) => {
    if (!step.call || taskOf(step, description)) return [];
    const task = show(step.call.taskNode);
    const hint = didYouMean(task, description.tasks.keys());
    return [issue('unknown-task', { step: step.name, task, hint }, atPart(step, step.call.taskNode))];
  });
}
