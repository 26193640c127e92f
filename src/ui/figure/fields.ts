/** Fields of a JSON file that a plugin wrote: each is read with care, and what is wrong is said by name. */

export type Fields = Readonly<Record<string, unknown>>;

/** Throws an Error unless it is a mapping; `what` begins its sentence. */
export function readFields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${what} is no mapping.`);
  return value as Fields;
}

/** A number; null is one that is not finite, for which JSON has no word. */
export function readNumber(fields: Fields, name: string, what: string): number {
  const value = fields[name];
  if (value === null) return NaN;
  if (typeof value !== 'number') throw new Error(`${what} has no number ${name}.`);
  return value;
}

export function readText(fields: Fields, name: string, what: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new Error(`${what} has no text ${name}.`);
  return value;
}

/** A list of `least` to `most` items. */
export function readList(
  fields: Fields,
  name: string,
  what: string,
  [least, most]: readonly [number, number] = [0, 10_000],
): readonly unknown[] {
  const value = fields[name];
  if (!Array.isArray(value) || value.length < least || value.length > most)
    throw new Error(`${what} has no list ${name} of ${least} to ${most} items.`);
  return value;
}

/** A whole number from 0. */
export function checkCount(value: unknown, what: string): number {
  if (!(typeof value === 'number' && Number.isInteger(value) && value >= 0))
    throw new Error(`${what} is no count: ${String(value)}.`);
  return value;
}
