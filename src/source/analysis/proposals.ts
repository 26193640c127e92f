/** What may be taken of a comparison, and the parameter types that have to be made with it. */
import type { Analysis, ProposedType } from '#core/plugin/analysis.ts';
import type { Proposal, TaskComparison } from '#core/plugin/comparison.ts';
import { typesOfStructure } from '#core/resources/type-names.ts';

/** The differences as proposals, those alone that are needed: new tasks that are offered, and what does not work as it is. */
export function proposalsOf(comparisons: readonly TaskComparison[]): readonly Proposal[] {
  return comparisons
    .filter(({ offered }) => offered)
    .flatMap(({ kind, name, changes }) =>
      changes
        .filter((change) => !('works' in change && change.works))
        .map((change) => ({ kind, task: name, change })),
    );
}

/** Those of the missing types that are named, and what these are made of, in the order in which they can be made. */
export function typesNeeded(
  { missingTypes }: Pick<Analysis, 'missingTypes'>,
  names: Iterable<string>,
): readonly ProposedType[] {
  const needed = new Set(names);
  for (const { name, structure } of missingTypes.toReversed())
    if (needed.has(name)) for (const part of typesOfStructure(structure)) needed.add(part);
  return missingTypes.filter(({ name }) => needed.has(name));
}
