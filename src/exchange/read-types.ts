/** Parameter types of a resource file. */
import { canonicalJson } from '#core/hash/canonical-json.ts';
import type { Json, TypeContent } from '#core/resources/content.ts';
import type { Reading } from './reading.ts';
import { checkTypeName } from './names.ts';
import type { Path } from './toml-places.ts';

export function readTypes({ document, report }: Reading): readonly TypeContent[] {
  const types = new Map<string, TypeContent>();
  for (const [i, { name, description = '', structure }] of (document.plugin_param_types ?? []).entries()) {
    const path = ['plugin_param_types', i];
    checkTypeName(name, [...path, 'name'], report);
    const type = { name, description, structure: toJson(structure ?? null, [...path, 'structure'], report) };
    const other = types.get(name);
    if (other) report({ ...sameOrNot(other, type), path: [...path, 'name'] });
    types.set(name, type);
  }
  return [...types.values()];
}

/** Published files define some types twice; that is harmless where both say the same. */
function sameOrNot(a: TypeContent, b: TypeContent) {
  const same = canonicalJson(a.structure) === canonicalJson(b.structure);
  const words = { name: b.name, what: 'parameter type' };
  return { code: same ? 'import-same-type' : 'import-duplicate', words } as const;
}

/** TOML values as JSON; dates, numbers that are not finite, and the one dangerous key are reported. */
function toJson(value: unknown, path: Path, report: Reading['report']): Json {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map((item, i) => toJson(item, [...path, i], report));
  if (typeof value !== 'object' || value === null) return value as Json;
  if (Object.getPrototypeOf(value) !== null) {
    const words = {
      key: 'structure',
      wanted: 'names of types',
      found: 'a date',
      hint: 'Write the name of a type.',
    };
    report({ code: 'import-wrong-type', words, path });
    return null;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const rule = 'Choose another key.';
      if (key === '__proto__')
        report({ code: 'import-name', words: { name: key, what: 'a key', rule }, path: [...path, key] });
      return [key, toJson(item, [...path, key], report)];
    }),
  );
}
