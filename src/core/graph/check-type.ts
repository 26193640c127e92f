/** Whether the structure of one plugin parameter type is sound among the other types, by the very checks that an entrypoint meets. */
import { hasErrors, issue, type Issue } from '#core/issues.ts';
import type { TypeContent } from '#core/resources/content.ts';
import { buildRegistry } from '#core/types/registry.ts';
import { BUILTIN_TYPES } from '#core/types/type.ts';
import { checkTypeDefinitionTypeReferences } from './checks/type-definition-type-references.ts';
import { checkTypeDefinitions } from './checks/type-definitions.ts';
import { checkUnionMemberDuplicates } from './checks/union-member-duplicates.ts';
import { readDescription } from './description.ts';
import { mapOf } from './node.ts';
import { checkTypesForm } from './schema/types.ts';
import type { Subject } from './subject.ts';
import { nodeOf } from './value.ts';

export type NamedStructure = Pick<TypeContent, 'name' | 'structure'>;

/**
 * The issues of a type; their paths begin at the root of its structure. `others` are the types that it may name; one of the same
 * name is left out. Never throws for what an author wrote.
 */
export function checkTypeStructure(
  { name: given, structure }: NamedStructure,
  others: readonly NamedStructure[],
): readonly Issue[] {
  const name = given.trim() === '' ? 'this type' : given;
  const own = (issues: readonly Issue[]) =>
    issues.flatMap(({ path: [section, of, ...path], ...found }) =>
      section === 'types' && of === name ? [{ ...found, path }] : [],
    );
  const form: Issue[] = [];
  checkTypesForm(mapOf([[name, nodeOf(structure)]]), (found) => void form.push(found));
  if (form.length > 0) return own(form);
  const known = others.filter((other) => other.name !== name && !BUILTIN_TYPES.has(other.name));
  const subject = subjectOf([...known, { name, structure }]);
  const issues = [
    ...own([...checkTypeDefinitionTypeReferences(subject), ...checkTypeDefinitions(subject)]),
    ...circlesOf(name, subject),
  ];
  return hasErrors(issues) ? issues : own(checkUnionMemberDuplicates(subject));
}

/** Circles that lead through the type; the check of a whole description tells each at one of its types, whichever that is. */
function circlesOf(name: string, { registry }: Subject): readonly Issue[] {
  return registry.faults
    .filter(({ kind, detail }) => kind === 'type-cycle' && detail.split(' → ').includes(name))
    .map(({ detail }) => issue('type-cycle', { cycle: detail }, { path: [] }));
}

function subjectOf(types: readonly NamedStructure[]): Subject {
  const section = mapOf(types.map((one) => [one.name, nodeOf(one.structure)]));
  const description = readDescription(mapOf([['types', section]]));
  return { description, registry: buildRegistry(description.types), openParameters: new Map() };
}
