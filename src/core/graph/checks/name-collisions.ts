/** Rule check_name_collisions: no parameter and step share a name. Artifact inputs are let be. */
import { issue, type Issue } from '#core/issues.ts';
import { at } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';

export function checkNameCollisions({ description }: Subject): Issue[] {
  return description.steps
    .filter(({ name, key }) => key.type === 'string' && description.parameters.has(name))
    .map(({ name, key, path }) => issue('name-collision', { name }, at(key, path)));
}
