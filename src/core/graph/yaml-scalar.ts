/** What a YAML 1.1 scalar means, exactly as PyYAML's safe loader reads it (`1e3` is text, `yes` is true, `017` is fifteen). */
import type { ScalarType } from './node.ts';
import { readTimestamp } from './yaml-timestamp.ts';

export interface Meaning {
  readonly type: ScalarType;
  readonly value: unknown;
}

/** What cannot be read: `merge` is a bare `<<`, `value` a bare `=`, `malformed` a number or time that names none. */
export interface NoMeaning {
  readonly type: null;
  readonly reason: 'merge' | 'value' | 'malformed';
}

const BOOLEAN = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INTEGER =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const TIMESTAMP =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

/** Only these first characters can begin something else than text, so nearly all scalars are settled by one look. */
const NUMERIC_START = new Set('-+.0123456789');
const WORD_START = new Set('yYnNtTfFoO~');

/** The meaning of a scalar without quotes and without a tag. */
export function readPlain(source: string): Meaning | NoMeaning {
  const first = source[0];
  if (first === undefined) return { type: 'null', value: null };
  if (NUMERIC_START.has(first)) return readNumeric(source);
  if (WORD_START.has(first)) return readWord(source);
  if (source === '<<') return { type: null, reason: 'merge' };
  if (source === '=') return { type: null, reason: 'value' };
  return { type: 'string', value: source };
}

function readWord(source: string): Meaning {
  if (BOOLEAN.test(source)) return readBoolean(source);
  if (NULL.test(source)) return { type: 'null', value: null };
  return { type: 'string', value: source };
}

function readNumeric(source: string): Meaning | NoMeaning {
  if (FLOAT.test(source)) return readFloat(source);
  if (INTEGER.test(source)) return readInteger(source);
  if (TIMESTAMP.test(source)) return readDate(source);
  return { type: 'string', value: source };
}

const MALFORMED: NoMeaning = { type: null, reason: 'malformed' };

/** The meaning under an explicit tag such as `!!int`; null where the safe loader knows no such tag for scalars. */
export function readTagged(tag: string, source: string): Meaning | NoMeaning | null {
  switch (tag) {
    case 'str':
      return { type: 'string', value: source };
    case 'null':
      return { type: 'null', value: null };
    case 'bool':
      return /^(?:yes|no|true|false|on|off)$/i.test(source) ? readBoolean(source) : MALFORMED;
    case 'int':
      return readInteger(source);
    case 'float':
      return readFloat(source);
    case 'timestamp':
      return readDate(source);
    case 'binary':
      return readBinary(source);
    default:
      return null;
  }
}

function readBoolean(source: string): Meaning {
  return { type: 'boolean', value: /^(?:yes|true|on)$/i.test(source) };
}

function readDate(source: string): Meaning | NoMeaning {
  const date = readTimestamp(source);
  return date ? { type: 'date', value: date } : MALFORMED;
}

/** A number where that is exact, else a bigint. */
export function exactInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function readInteger(source: string): Meaning | NoMeaning {
  if (/^[1-9]\d{0,14}$/.test(source)) return { type: 'integer', value: Number(source) };
  const digits = source.replaceAll('_', '');
  const value = readUnsigned(digits.replace(/^[-+]/, ''));
  if (value === null) return MALFORMED;
  return { type: 'integer', value: exactInteger(digits.startsWith('-') ? -value : value) };
}

function readUnsigned(digits: string): bigint | null {
  if (/^0b[01]+$/.test(digits) || /^0x[0-9a-fA-F]+$/.test(digits)) return BigInt(digits);
  if (/^0[0-7]*$/.test(digits)) return BigInt(digits.length > 1 ? `0o${digits.slice(1)}` : '0');
  if (/^[1-9]\d*$/.test(digits)) return BigInt(digits);
  if (/^\d+(?::\d+)+$/.test(digits))
    return digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  return null;
}

function readFloat(source: string): Meaning | NoMeaning {
  const digits = source.replaceAll('_', '').toLowerCase();
  const size = readUnsignedFloat(digits.replace(/^[-+]/, ''));
  if (size === null) return MALFORMED;
  return { type: 'number', value: digits.startsWith('-') ? -size : size };
}

function readUnsignedFloat(digits: string): number | null {
  if (digits === '.inf') return Infinity;
  if (digits === '.nan') return NaN;
  if (digits.includes(':')) return readSexagesimal(digits);
  return /^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(digits) ? Number(digits) : null;
}

function readSexagesimal(digits: string): number | null {
  const parts = digits.split(':');
  if (!parts.every((part) => /^(?:\d+\.?\d*|\.\d+)$/.test(part))) return null;
  return parts.reduceRight<[number, number]>(
    ([sum, base], part) => [sum + Number(part) * base, base * 60],
    [0, 1],
  )[0];
}

/** Base64 as Python's decodebytes reads it: what is not of its alphabet is skipped, a missing end is an error. */
function readBinary(source: string): Meaning | NoMeaning {
  if (/[^\0-\x7f]/.test(source)) return MALFORMED;
  const letters = source.replaceAll(/[^A-Za-z0-9+/=]/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(letters) || letters.length % 4 !== 0) return MALFORMED;
  return { type: 'bytes', value: Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0)) };
}
