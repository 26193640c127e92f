/** Rule check_global_parameter_defaults: a default fits the declared type. */
import { issue, type Issue } from '#core/issues.ts';
import { at } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';
import { isAssignable } from '#core/types/assign.ts';
import { inferType } from '#core/types/infer.ts';
import { typeText } from '#core/types/type.ts';
import { parameterType } from './parameter-types.ts';

export function checkGlobalParameterDefaults(subject: Subject): Issue[] {
  return [...subject.description.parameters.values()].flatMap((parameter) => {
    if (!parameter.typeNode || !parameter.defaultNode) return [];
    const found = inferType(parameter.defaultNode);
    const wanted = parameterType(parameter, subject);
    if (isAssignable(found, wanted)) return [];
    const slots = { name: parameter.name, found: typeText(found), type: typeText(wanted) };
    return [issue('parameter-default', slots, at(parameter.defaultNode, [...parameter.path, 'default']))];
  });
}
