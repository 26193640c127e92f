/** Values as TOML, laid out to be read: long texts in lines of their own, tables within a line where they are small. */

/** A value of TOML; there is no null in it. */
export type TomlValue =
  string | boolean | number | readonly TomlValue[] | { readonly [key: string]: TomlValue };

/** One `key = value` line, or a few. */
export function pair(key: string, value: TomlValue, indent = ''): string {
  const long = typeof value === 'string' && value.includes('\n');
  return `${indent}${keyText(key)} = ${long ? longText(value) : inline(value)}\n`;
}

/** A list of small tables: in one line while that is short, else a line for each. */
export function rows(key: string, items: readonly TomlValue[], indent = ''): string {
  const line = pair(key, items, indent);
  if (items.length < 2 && line.length < 110) return line;
  const lines = items.map((item) => `${indent}  ${inline(item)},\n`);
  return `${indent}${keyText(key)} = [\n${lines.join('')}${indent}]\n`;
}

function inline(value: TomlValue): string {
  if (typeof value === 'string') return shortText(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(inline).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${keyText(key)} = ${inline(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function isList(value: object): value is readonly TomlValue[] {
  return Array.isArray(value);
}

function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : shortText(key);
}

/** JSON's escapes are TOML's too, but for one character, and for halves of characters, which are none. */
function shortText(text: string): string {
  return JSON.stringify(wellFormed(text)).replaceAll('\u007f', '\\u007f');
}

/** Between three quotes; the line break after the first three is not part of the text. */
function longText(text: string): string {
  const escaped = wellFormed(text)
    .replaceAll('\\', '\\\\')
    .replaceAll('"""', '""\\"')
    .replaceAll(/[^\P{Cc}\n\t]/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/"$/, '\\"');
  return `"""\n${escaped}"""`;
}

function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\ufffd');
}
