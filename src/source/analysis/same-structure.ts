/** Whether two parameter types say the same, by whatever names their parts go. */
import type { Json } from '#core/resources/content.ts';
import { isBuiltInType } from '#core/resources/type-names.ts';
import type { KnownTypes } from '#core/plugin/analysis.ts';

/** More parts than these are not put for names: types made of types of types can double with each step. */
const MOST_PARTS = 2000;

/** The structure as one text, the names in it put for what they stand for; two types that are made of the same share it. */
export function expandedText(structure: Json, types: KnownTypes): string {
  return JSON.stringify(expandType(structure, types));
}

/**
 * The structure with every name in it put for what it stands for; simple types stay names, whatever they are a kind of. Members of a union and fields
 * of a mapping are in the order of their texts.
 */
export function expandType(structure: Json, types: KnownTypes, budget = { left: MOST_PARTS }): Json {
  budget.left -= 1;
  const expand = (part: Json) => expandType(part, types, budget);
  if (typeof structure === 'string') {
    const made = isBuiltInType(structure) ? null : (types.get(structure) ?? null);
    const isSimple = made === null || (isRecord(made) && 'is_a' in made);
    return isSimple || budget.left < 0 ? structure : expand(made);
  }
  if (!isRecord(structure)) return structure;
  const [[form, part] = []] = Object.entries(structure);
  if (form === undefined || part === undefined) return structure;
  if (form === 'union' && Array.isArray(part)) return { union: members(part.map(expand)) };
  if (Array.isArray(part)) return { [form]: part.map(expand) };
  if (form !== 'mapping' || !isRecord(part)) return { [form]: expand(part) };
  const fields = Object.entries(part).map(([name, field]): [string, Json] => [name, expand(field)]);
  return { mapping: Object.fromEntries(fields.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Unions inside a union belong to it, and none stands twice. */
function members(parts: readonly Json[]): readonly Json[] {
  const flat = parts.flatMap((part) =>
    isRecord(part) && Array.isArray(part.union) ? (part.union as readonly Json[]) : [part],
  );
  return [...new Map(flat.map((part) => [JSON.stringify(part), part]))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, part]) => part);
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
