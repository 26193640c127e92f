/** The way back from canonical JSON. */
import { isDeeper } from '#core/depth.ts';
import { canonicalJson } from './canonical-json.ts';

/** Lists and mappings within each other at most. */
const MAX_DEPTH = 200;

/** The value of a text that is canonical JSON to the letter, in a box; null for any other text. */
export function parseCanonical(text: string): { readonly value: unknown } | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (isDeeper(parsed, MAX_DEPTH)) return null;
  const value = decode(parsed);
  return canonicalJson(value) === text ? { value } : null;
}

const FLOATS: ReadonlyMap<unknown, number> = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['-inf', -Infinity],
]);

function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === '$float') return FLOATS.get(only[1]) ?? value;
  if (entries.length === 1 && only?.[0] === '$map' && isPairs(only[1])) return decodeMap(only[1]);
  return Object.fromEntries(entries.map(([key, item]) => [key, decode(item)]));
}

type Pairs = readonly (readonly [unknown, unknown])[];

function isPairs(value: unknown): value is Pairs {
  return Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2);
}

/** Where all keys are text it stands for a mapping whose only key would pass for a mark. */
function decodeMap(pairs: Pairs): unknown {
  const entries = pairs.map(([key, item]) => [decode(key), decode(item)] as const);
  const isText = (entry: readonly [unknown, unknown]): entry is readonly [string, unknown] =>
    typeof entry[0] === 'string';
  return entries.every(isText) ? Object.fromEntries(entries) : new Map(entries);
}
