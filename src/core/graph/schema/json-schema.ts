/** The part of JSON Schema (draft 2020-12) that artifact tasks use to describe an argument. */
import type { Json } from '#core/resources/content.ts';

type Schema = Readonly<Record<string, Json>>;
type Rule = (value: unknown, operand: Json, schema: Schema) => string | null;

/** What is wrong with the value, as the end of a sentence ("must be one of …"); null if nothing. Unknown keywords are ignored. */
export function findJsonFault(value: unknown, schema: Json): string | null {
  if (schema === false) return 'is not allowed';
  if (!isSchema(schema)) return null;
  for (const [keyword, operand] of Object.entries(schema)) {
    const fault = Object.hasOwn(RULES, keyword) ? RULES[keyword]!(value, operand, schema) : null;
    if (fault) return fault;
  }
  return null;
}

function isSchema(value: Json): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const RULES: Readonly<Record<string, Rule>> = {
  type: (value, types) =>
    [types].flat().some((type) => isOfType(value, type))
      ? null
      : `must be of type ${[types].flat().join(' or ')}`,
  enum: (value, choices) =>
    listOf(choices).some((choice) => sameJson(choice, value))
      ? null
      : `must be one of ${listOf(choices)
          .map((c) => JSON.stringify(c))
          .join(', ')}`,
  const: (value, wanted) => (sameJson(value, wanted) ? null : `must be ${JSON.stringify(wanted)}`),
  minimum: numeric((value, limit) => value >= limit, 'must be at least'),
  maximum: numeric((value, limit) => value <= limit, 'must be at most'),
  exclusiveMinimum: numeric((value, limit) => value > limit, 'must be more than'),
  exclusiveMaximum: numeric((value, limit) => value < limit, 'must be less than'),
  multipleOf: numeric((value, unit) => Number.isInteger(value / unit), 'must be a multiple of'),
  minLength: sized(
    (value) => (typeof value === 'string' ? [...value].length : null),
    (size, limit) => size >= limit,
    'must have at least',
    'letters',
  ),
  maxLength: sized(
    (value) => (typeof value === 'string' ? [...value].length : null),
    (size, limit) => size <= limit,
    'must have at most',
    'letters',
  ),
  minItems: sized(
    (value) => (Array.isArray(value) ? value.length : null),
    (size, limit) => size >= limit,
    'must have at least',
    'items',
  ),
  maxItems: sized(
    (value) => (Array.isArray(value) ? value.length : null),
    (size, limit) => size <= limit,
    'must have at most',
    'items',
  ),
  pattern: (value, pattern) =>
    typeof value !== 'string' || new RegExp(String(pattern), 'u').test(value)
      ? null
      : `must match ${String(pattern)}`,
  items: (value, schema) =>
    Array.isArray(value) ? firstFault(value.map((item) => findJsonFault(item, schema))) : null,
  properties: (value, schemas) =>
    isObject(value)
      ? firstFault(
          Object.entries(schemas as Schema).map(([key, schema]) =>
            key in value ? findJsonFault(value[key], schema) : null,
          ),
        )
      : null,
  required: (value, keys) =>
    isObject(value)
      ? firstFault(listOf(keys).map((key) => (String(key) in value ? null : `lacks "${String(key)}"`)))
      : null,
  anyOf: (value, schemas) =>
    listOf(schemas).some((schema) => findJsonFault(value, schema) === null)
      ? null
      : 'fits none of the allowed forms',
  oneOf: (value, schemas) =>
    listOf(schemas).filter((schema) => findJsonFault(value, schema) === null).length === 1
      ? null
      : 'must fit exactly one of the allowed forms',
  allOf: (value, schemas) => firstFault(listOf(schemas).map((schema) => findJsonFault(value, schema))),
  not: (value, schema) => (findJsonFault(value, schema) === null ? 'has a form that is not allowed' : null),
};

function numeric(holds: (value: number, limit: number) => boolean, words: string): Rule {
  return (value, limit) =>
    typeof value !== 'number' || holds(value, Number(limit)) ? null : `${words} ${String(limit)}`;
}

function sized(
  sizeOf: (value: unknown) => number | null,
  holds: (size: number, limit: number) => boolean,
  words: string,
  unit: string,
): Rule {
  return (value, limit) => {
    const size = sizeOf(value);
    return size === null || holds(size, Number(limit)) ? null : `${words} ${String(limit)} ${unit}`;
  };
}

function firstFault(faults: readonly (string | null)[]): string | null {
  return faults.find((fault) => fault !== null) ?? null;
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function isOfType(value: unknown, type: Json): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value) || typeof value === 'bigint';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value) || value instanceof Map;
    case 'null':
      return value === null;
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint';
    default:
      return typeof value === type;
  }
}

function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && sameJson(a[key], b[key]));
}
