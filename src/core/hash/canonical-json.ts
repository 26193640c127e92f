/** One text for one value: canonical JSON by RFC 8785, with encodings for what JSON cannot say, so that equal content has equal bytes. */

/** Object keys that mark an encoding; a plain object whose only key is one of them is written as a `$map`, so that no two values share a text. */
const MARKS = new Set(['$float', '$map', '$complex']);

/**
 * Canonical JSON. NaN and the infinities become `{"$float":"nan"}`, `"inf"` and `"-inf"`; a `Map` with a key that is not text becomes
 * `{"$map":[[key,value],…]}` in the order of its keys' canonical texts, any other `Map` an object. As in `JSON.stringify`, properties that are
 * undefined are left out. Throws a TypeError for what is not data: functions, symbols, and objects of classes.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : `{"$float":"${nameOfNonFinite(value)}"}`;
    case 'bigint':
      return value.toString();
    case 'object':
      return canonicalObject(value);
    default:
      throw new TypeError(`a ${typeof value} has no canonical JSON`);
  }
}

function nameOfNonFinite(value: number): string {
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

function canonicalObject(value: object | null): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`;
  if (value instanceof Map) return canonicalMap(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new TypeError(`an object of class ${value.constructor?.name ?? '?'} has no canonical JSON`);
  }
  return canonicalEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}

function canonicalMap(map: ReadonlyMap<unknown, unknown>): string {
  const entries = [...map];
  return entries.every((entry): entry is [string, unknown] => typeof entry[0] === 'string')
    ? canonicalEntries(entries)
    : pairs(entries);
}

function canonicalEntries(entries: readonly (readonly [string, unknown])[]): string {
  const [only] = entries;
  if (entries.length === 1 && only && MARKS.has(only[0])) return pairs(entries);
  // RFC 8785 orders keys by UTF-16 code units, which is what `<` does on texts.
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

function pairs(entries: readonly (readonly [unknown, unknown])[]): string {
  const texts = entries.map(([key, item]) => [canonicalJson(key), canonicalJson(item)] as const);
  const sorted = texts.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{"$map":[${sorted.map(([key, item]) => `[${key},${item}]`).join(',')}]}`;
}
