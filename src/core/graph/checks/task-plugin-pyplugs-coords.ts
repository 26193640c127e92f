/** Rule check_task_plugin_pyplugs_coords: a plugin is named by at least two parts with dots between, none of them empty. */
import { issue, type Issue } from '#core/issues.ts';
import { at } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';

export function checkTaskPluginPyplugsCoords({ description }: Subject): Issue[] {
  return [...description.tasks.values()].flatMap(({ name: task, plugin, pluginNode, path }) => {
    const where = at(pluginNode, [...path, 'plugin']);
    if (!plugin.includes('.')) return [issue('plugin-without-dot', { task, plugin }, where)];
    return plugin.split('.').includes('') ? [issue('plugin-empty-part', { task, plugin }, where)] : [];
  });
}
