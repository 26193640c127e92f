/** Rule check_union_member_duplicates: a warning for each member that a named union has twice. */
import { issue, type Issue } from '#core/issues.ts';
import type { TypeDefinition } from '#core/graph/description.ts';
import { valueOf } from '#core/graph/node.ts';
import { at } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';
import { sameType } from '#core/types/equality.ts';
import { typeOfPart } from '#core/types/registry.ts';
import { typeText, type Type } from '#core/types/type.ts';

export function checkUnionMemberDuplicates(subject: Subject): Issue[] {
  return subject.description.types.flatMap((definition) => checkUnion(definition, subject));
}

function checkUnion({ name, definition, path }: TypeDefinition, { registry }: Subject): Issue[] {
  const union = registry.types.get(name);
  const members = valueOf(definition, 'union');
  if (union?.kind !== 'union' || members?.kind !== 'list') return [];
  const seen: Type[] = [];
  return members.items.flatMap((node, index) => {
    const type = typeOfPart(node, registry.types);
    const isRepeated = seen.some((other) => sameType(other, type));
    seen.push(type);
    return isRepeated
      ? [issue('duplicate-member', { name, type: typeText(type) }, at(node, [...path, 'union', index]))]
      : [];
  });
}
