/** A type's structure as the form sees it: which of its forms it has, and of which parts. */
import type { Json } from '#core/resources/content.ts';

export type PartForm = 'name' | 'list' | 'tuple' | 'mapping' | 'fields' | 'union';

export const PART_FORMS: readonly { readonly value: PartForm; readonly name: string }[] = [
  { value: 'name', name: 'a type' },
  { value: 'list', name: 'list of' },
  { value: 'tuple', name: 'tuple of' },
  { value: 'mapping', name: 'mapping' },
  { value: 'fields', name: 'known keys' },
  { value: 'union', name: 'one of' },
];

export interface TypePart {
  /** Only of a mapping with known keys. */
  readonly key: string;
  readonly structure: Json;
}

/** Anything that has no form of its own counts as a type's name. */
export function formOf(structure: Json): PartForm {
  if (structure === null || typeof structure !== 'object' || Array.isArray(structure)) return 'name';
  const [form, inner] = Object.entries(structure)[0] ?? [];
  if (form === 'mapping') return Array.isArray(inner) ? 'mapping' : 'fields';
  return form === 'list' || form === 'tuple' || form === 'union' ? form : 'name';
}

export function partsOf(structure: Json): readonly TypePart[] {
  const form = formOf(structure);
  if (form === 'name') return [];
  const inner = Object.values(structure as Readonly<Record<string, Json>>)[0] ?? null;
  if (form === 'list') return [{ key: '', structure: inner }];
  if (form === 'fields') return Object.entries(inner ?? {}).map(([key, part]) => ({ key, structure: part }));
  return (Array.isArray(inner) ? (inner as readonly Json[]) : []).map((part) => ({
    key: '',
    structure: part,
  }));
}

/** The structure of this form with these parts; of two equal keys the later stands. */
export function withParts(form: PartForm, parts: readonly TypePart[]): Json {
  const inner = parts.map(({ structure }) => structure);
  if (form === 'name') return inner[0] ?? 'any';
  if (form === 'list') return { list: inner[0] ?? 'any' };
  if (form === 'mapping') return { mapping: [inner[0] ?? 'string', inner[1] ?? 'any'] };
  if (form === 'fields')
    return { mapping: Object.fromEntries(parts.map(({ key, structure }) => [key, structure])) };
  return { [form]: inner.length > 0 ? inner : ['any'] };
}

/** Turned into another form, with as many of its parts as that can hold. */
export function withForm(structure: Json, form: PartForm): Json {
  const now = formOf(structure);
  if (now === form) return structure;
  const parts = now === 'name' ? [{ key: '', structure: structure || 'any' }] : partsOf(structure);
  const named = parts.map((part, index) => ({ ...part, key: part.key || `key_${index + 1}` }));
  if (form !== 'mapping') return withParts(form, named);
  return withParts('mapping', [
    { key: '', structure: 'string' },
    named.at(-1) ?? { key: '', structure: 'any' },
  ]);
}

/** Whether it can have any number of parts. */
export function grows(form: PartForm): boolean {
  return form === 'tuple' || form === 'union' || form === 'fields';
}

export function freeKey(parts: readonly TypePart[]): string {
  for (let n = parts.length + 1; ; n += 1)
    if (parts.every(({ key }) => key !== `key_${n}`)) return `key_${n}`;
}
