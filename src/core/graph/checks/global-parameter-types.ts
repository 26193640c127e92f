/** Rule check_global_parameter_types: the declared types of parameters are defined. */
import { didYouMean } from '#core/nearest.ts';
import { issue, type Issue } from '#core/issues.ts';
import { textOf } from '#core/graph/node.ts';
import { at } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';
import { definedTypes } from './defined-types.ts';

export function checkGlobalParameterTypes({ description }: Subject): Issue[] {
  const defined = definedTypes(description);
  return [...description.parameters.values()].flatMap(({ name, typeNode, path }) => {
    const type = typeNode ? (textOf(typeNode) ?? '') : null;
    if (type === null || defined.has(type)) return [];
    return [
      issue(
        'unknown-parameter-type',
        { name, type, hint: didYouMean(type, defined) },
        at(typeNode!, [...path, 'type']),
      ),
    ];
  });
}
