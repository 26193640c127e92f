/** The split notation of TensorFlow Datasets: `train`, `train[80%:]`, `train[:1000]`, `train[-10%:]+test`, `all`. */
import type { Dataset } from 'alidade/sdk';

/** Row numbers in the file, the end not included. */
export type Rows = readonly [start: number, end: number];

/**
 * The rows that a split names. Percentages are rounded to the nearest row, halves to the even one, as in TFDS.
 *
 * @param split what was asked for
 * @param parts the named splits of the data set and where their rows lie
 * @throws where a name is unknown, a bound lies outside the split, or nothing is left between the bounds
 */
export function parseSplit(split: string, parts: Readonly<Record<string, Rows>>): Rows[] {
  const terms = split.split('+').map((term) => term.trim());
  return terms.flatMap((term) => (term === 'all' ? Object.values(parts) : [parseTerm(term, parts)]));
}

function parseTerm(term: string, parts: Readonly<Record<string, Rows>>): Rows {
  const match = /^(\w+)(?:\[\s*(-?\d+%?)?\s*:\s*(-?\d+%?)?\s*\])?$/.exec(term);
  if (!match) throw new Error(`"${term}" is no split: write it like train, train[80%:] or train[:1000].`);
  const [, name = '', from, to] = match;
  const part = parts[name];
  if (!part) throw new Error(`There is no split "${name}" here; there is ${Object.keys(parts).join(', ')}.`);
  const size = part[1] - part[0];
  const start = from === undefined ? 0 : parseBound(from, size, term);
  const end = to === undefined ? size : parseBound(to, size, term);
  if (start >= end) throw new Error(`The split "${term}" is empty: it runs from ${start} to ${end}.`);
  return [part[0] + start, part[0] + end];
}

/** A bound from the start of the split, counted from its end where it is negative. */
function parseBound(text: string, size: number, term: string): number {
  const percent = text.endsWith('%');
  const number = Number(percent ? text.slice(0, -1) : text);
  const limit = percent ? 100 : size;
  if (Math.abs(number) > limit) {
    throw new Error(`The split "${term}" reaches beyond its ${size} examples.`);
  }
  const rows = percent ? roundHalfEven((number * size) / 100) : number;
  return rows < 0 || Object.is(number, -0) ? size + rows : rows;
}

function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** How many rows two data sets share. */
export function countShared(a: Dataset, b: Dataset): number {
  if (a.meta.name !== b.meta.name) return 0;
  let shared = 0;
  for (const [from, to] of a.meta.rows) {
    for (const [start, end] of b.meta.rows) shared += Math.max(0, Math.min(to, end) - Math.max(from, start));
  }
  return shared;
}
