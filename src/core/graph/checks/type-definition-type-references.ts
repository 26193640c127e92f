/** Rule check_type_definition_type_references: type definitions name only types that are defined. */
import { didYouMean } from '#core/nearest.ts';
import { issue, type Issue } from '#core/issues.ts';
import { at } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';
import { typeReferences } from '#core/types/references.ts';
import { definedTypes } from './defined-types.ts';

export function checkTypeDefinitionTypeReferences({ description }: Subject): Issue[] {
  const defined = definedTypes(description);
  return description.types.flatMap(({ name, definition, path }) =>
    typeReferences(definition, path)
      .filter((reference) => !defined.has(reference.name))
      .map((reference) =>
        issue(
          'unknown-type',
          { name, type: reference.name, hint: didYouMean(reference.name, defined) },
          at(reference.node, reference.path),
        ),
      ),
  );
}
