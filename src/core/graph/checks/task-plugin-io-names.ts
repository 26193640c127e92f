/** Rule check_task_plugin_io_names: no task has two inputs, or two outputs, of one name. */
import { issue, type Issue } from '#core/issues.ts';
import type { Named } from '#core/graph/description.ts';
import { at } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';

export function checkTaskPluginIoNames({ description }: Subject): Issue[] {
  return [...description.tasks.values()].flatMap((task) => [
    ...findRepeated(task.inputs).map(({ name, key, path }) =>
      issue('repeated-input', { task: task.name, name }, at(key, path)),
    ),
    ...findRepeated(task.outputs).map(({ name, key, path }) =>
      issue('repeated-output', { task: task.name, name }, at(key, path)),
    ),
  ]);
}

function findRepeated(items: readonly Named[]): readonly Named[] {
  const seen = new Set<string>();
  return items.filter(({ name }) => seen.size === seen.add(name).size);
}
