/** Rule check_names_dots: no dot in the name of a parameter or a step, since a dot leads to an output. */
import { issue, type Issue } from '#core/issues.ts';
import type { Named } from '#core/graph/description.ts';
import { at } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';

export function checkNamesDots({ description }: Subject): Issue[] {
  return [
    ...[...description.parameters.values()].flatMap((parameter) => checkName(parameter, 'parameter')),
    ...description.steps.flatMap((step) => checkName(step, 'step')),
  ];
}

function checkName({ name, key, path }: Named, what: string): Issue[] {
  return name.includes('.') ? [issue('name-dot', { what, name }, at(key, path))] : [];
}
