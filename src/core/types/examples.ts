/** Values written out that fit a type, and some that nearly do, so that its author sees what was said. */
import { nodeOf } from '#core/graph/value.ts';
import type { Json } from '#core/resources/content.ts';
import { isAssignable } from './assign.ts';
import { inferType } from './infer.ts';
import type { SimpleType, Type } from './type.ts';

export interface Examples {
  /** Empty where no value that is written out can fit: only a task can give one. */
  readonly fits: readonly Json[];
  readonly misfits: readonly Json[];
}

const MOST = 4;
const PLAIN: readonly Json[] = ['text', 3, 0.5, true, null, [3, 4], { key: 'text' }];
const SIMPLE: Readonly<Record<string, Json>> = {
  any: 'anything',
  string: 'text',
  integer: 3,
  number: 0.5,
  boolean: true,
  null: null,
};

/** Up to four values of each kind; all of `fits` may be written where the type is asked for, none of `misfits`. */
export function exampleValues(type: Type): Examples {
  const may = (value: Json) => isAssignable(inferType(nodeOf(value)), type);
  const good = unique([...valuesOf(type), ...(type.kind === 'list' ? [[]] : [])]).filter(may);
  const bad = unique([...good.flatMap(near), ...PLAIN]).filter((value) => !may(value));
  return { fits: good.slice(0, MOST), misfits: bad.slice(0, MOST) };
}

/** At most a few values of a type; none where a part of it is opaque. */
function valuesOf(type: Type): readonly Json[] {
  switch (type.kind) {
    case 'simple':
      return simpleValues(type);
    case 'list': {
      const items = valuesOf(type.items).slice(0, 2);
      return items.length > 0 ? [items.length === 1 ? [items[0]!, items[0]!] : items] : [];
    }
    case 'tuple':
      return together(type.parts.map(valuesOf));
    case 'fields': {
      const keys = [...type.fields.keys()].map(String);
      return together([...type.fields.values()].map(valuesOf)).map((parts) =>
        Object.fromEntries(keys.map((key, index) => [key, (parts as readonly Json[])[index]!])),
      );
    }
    case 'mapping':
      return valuesOf(type.value).map((value) => ({ [keyOf(type.key)]: value }));
    case 'union':
      return type.members.flatMap(valuesOf);
    case 'open':
      return [];
  }
}

function simpleValues(type: SimpleType): readonly Json[] {
  const value = SIMPLE[type.name];
  return value === undefined ? [] : [value];
}

function keyOf(key: Type): string {
  return key.kind === 'simple' && key.name === 'integer' ? '3' : 'key';
}

/** One list of the first value of each part; none where a part has none. */
function together(parts: readonly (readonly Json[])[]): readonly Json[] {
  return parts.every((values) => values.length > 0) ? [parts.map(([first]) => first!)] : [];
}

/** The value with one part wrong, or one part short. */
function near(value: Json): readonly Json[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return [[...value.slice(0, -1), { wrong: true }], value.slice(0, -1)];
  const entries = Object.entries(value);
  const last = entries.at(-1);
  if (!last) return [];
  return [
    Object.fromEntries([...entries.slice(0, -1), [last[0], ['wrong']]]),
    Object.fromEntries(entries.slice(0, -1)),
  ];
}

function unique(values: readonly Json[]): readonly Json[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
