/** How a scalar is written so that it is read back as the same: bare where it can be, else in quotes. */
import type { ScalarNode } from '#core/graph/node.ts';
import { readPlain } from '#core/graph/yaml-scalar.ts';

/** What bare text may not begin with: YAML's indicators. */
const INDICATOR = /^[-?:,[\]{}#&*!|>'"%@`]/;

/** Beginnings that look like an indicator and are none. */
const HARMLESS = /^-[^\s,[\]{}-]/;

/** What ends bare text early, or what only an escape can hold. */
const BREAKS_OFF = /: |:$| #|^\s|\s$/;
const NEEDS_ESCAPE = /[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
const ESCAPED = new RegExp(`["\\\\]|${NEEDS_ESCAPE.source}`, 'gu');
const BREAKS_OFF_IN_BRACKETS = /[,[\]{}]/;

/** Longer keys are not read as keys. */
const LONGEST_KEY = 1000;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\0': '\\0',
};

/** Text, bare or in double quotes; in single ones where double ones would need escapes. `inBrackets` forbids more. */
export function writeText(text: string, inBrackets: boolean): string {
  if (isBare(text, inBrackets)) return text;
  return /["\\]/.test(text) && canBeSingle(text) ? singleQuoted(text) : doubleQuoted(text);
}

/** The same text in the author's quotes, as far as they can hold it. */
export function rewriteText(text: string, quote: string | undefined, inBrackets: boolean): string {
  if (quote === '"') return doubleQuoted(text);
  if (quote === "'" && canBeSingle(text)) return singleQuoted(text);
  return writeText(text, inBrackets);
}

/** Whether the text means itself without quotes. */
export function isBare(text: string, inBrackets: boolean): boolean {
  if (text === '' || text.length > LONGEST_KEY || BREAKS_OFF.test(text) || NEEDS_ESCAPE.test(text))
    return false;
  if (INDICATOR.test(text) && !HARMLESS.test(text)) return false;
  if (inBrackets && BREAKS_OFF_IN_BRACKETS.test(text)) return false;
  if (/^(?:---|\.\.\.)/.test(text)) return false;
  return readPlain(text).type === 'string';
}

/** Any scalar; null for what YAML has no word for. */
export function writeScalar(node: ScalarNode, inBrackets: boolean): string | null {
  switch (node.type) {
    case 'string':
      return writeText(node.value as string, inBrackets);
    case 'number':
      return writeNumber(node.value as number);
    case 'date':
      return (node.value as Date).toISOString().replace('T00:00:00.000Z', '');
    case 'bytes':
      return `!!binary "${btoa(String.fromCharCode(...(node.value as Uint8Array)))}"`;
    case 'other':
      return null;
    default:
      return String(node.value);
  }
}

/** With a point, and a sign in its exponent, or it would be read as text. */
function writeNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value < 0 ? '-.inf' : '.inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  const [digits = '', exponent] = text.split('e');
  const whole = digits.includes('.') ? digits : `${digits}.0`;
  return exponent === undefined
    ? whole
    : `${whole}e${exponent.startsWith('-') ? '' : '+'}${exponent.replace('+', '')}`;
}

function canBeSingle(text: string): boolean {
  return !NEEDS_ESCAPE.test(text);
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Text in double quotes, with escapes where they are needed. */
export function doubleQuoted(text: string): string {
  return `"${text.replaceAll(ESCAPED, escapeCharacter)}"`;
}

function escapeCharacter(character: string): string {
  const known = ESCAPES[character];
  if (known) return known;
  const code = character.codePointAt(0)!;
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
