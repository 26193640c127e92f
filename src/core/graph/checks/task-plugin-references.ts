/** Rule check_task_plugin_references: every step calls a task that is known. */
import { didYouMean } from '#core/nearest.ts';
import { issue, type Issue } from '#core/issues.ts';
import { show } from '#core/graph/node.ts';
import { at } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';

export function checkTaskPluginReferences({ description }: Subject): Issue[] {
  return description.steps.flatMap(({ name: step, call }) => {
    if (!call || (call.task !== null && description.tasks.has(call.task))) return [];
    const task = show(call.taskNode);
    const hint = didYouMean(task, description.tasks.keys());
    return [issue('unknown-task', { step, task, hint }, at(call.taskNode, call.taskPath))];
  });
}
