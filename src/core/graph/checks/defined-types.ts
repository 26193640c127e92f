/** The names that a type may be referred to by: the built-in ones and those that the description defines, rightly or not. */
import type { Description } from '#core/graph/description.ts';
import { BUILTIN_TYPES } from '#core/types/type.ts';

export function definedTypes(description: Description): ReadonlySet<string> {
  return new Set([...BUILTIN_TYPES.keys(), ...description.types.map(({ name }) => name)]);
}
