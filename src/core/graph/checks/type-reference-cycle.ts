/** Rule check_type_reference_cycle: no type is defined, directly or not, by itself. */
import { issue, type Issue } from '#core/issues.ts';
import { at } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';

export function checkTypeReferenceCycle({ registry }: Subject): Issue[] {
  return registry.faults
    .filter(({ kind }) => kind === 'type-cycle')
    .map(({ type, node, detail }) => issue('type-cycle', { cycle: detail }, at(node, ['types', type!])));
}
