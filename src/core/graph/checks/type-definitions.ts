/** What the reference raises for instead of reporting: built-in names, key types, supertypes, and unions without members. */
import { issue, type Issue } from '#core/issues.ts';
import { at } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';
import type { RegistryFault } from '#core/types/registry.ts';

export function checkTypeDefinitions({ registry }: Subject): Issue[] {
  return registry.faults.flatMap(explain);
}

function explain({ kind, type, node, detail }: RegistryFault): Issue[] {
  const name = type ?? '';
  const where = at(node, ['types', name]);
  switch (kind) {
    case 'builtin-type':
      return [issue('builtin-type', { name }, where)];
    case 'key-type':
      return [issue('key-type', { what: `a mapping in the type "${name}"`, type: detail }, where)];
    case 'supertype-form':
      return [issue('supertype-form', { name, type: detail }, where)];
    case 'empty-union':
      return [issue('empty-union', { what: `The type "${name}"` }, where)];
    default:
      return [];
  }
}
