/** Rule check_task_plugin_io_types: the types of all inputs and outputs are defined, whether the task is called or not. */
import { didYouMean } from '#core/nearest.ts';
import { issue, type Issue } from '#core/issues.ts';
import type { OutputDefinition } from '#core/graph/description.ts';
import { at } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';
import { definedTypes } from './defined-types.ts';

export function checkTaskPluginIoTypes(subject: Subject): Issue[] {
  const defined = definedTypes(subject.description);
  const check = (task: string, direction: string, items: readonly OutputDefinition[]) =>
    items
      .filter(({ type }) => !defined.has(type))
      .map(({ name, type, typeNode, path }) =>
        issue(
          'unknown-task-type',
          { task, direction, name, type, hint: didYouMean(type, defined) },
          at(typeNode, path),
        ),
      );
  return [...subject.description.tasks.values()].flatMap((task) => [
    ...check(task.name, 'input', task.inputs),
    ...check(task.name, 'output', task.outputs),
  ]);
}
