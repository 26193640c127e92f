/** Names of parameter types from the words of Python annotations, as the reference makes them. */

const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['str', 'string'],
  ['int', 'integer'],
  ['float', 'number'],
  ['bool', 'boolean'],
  ['none', 'null'],
]);

/** `Optional[str]` → `optional_str`, `int` → `integer`; null where the result would not begin with a letter. */
export function pythonTypeName(written: string): string | null {
  const words = written
    .toLowerCase()
    .replaceAll(/\s/g, '')
    .replaceAll(/[^\p{L}\p{N}_]+/gu, '_');
  const name = words.replaceAll(/^_+|_+$/g, '');
  if (!/^\p{L}/u.test(name)) return null;
  return BUILT_IN.get(name) ?? name;
}
