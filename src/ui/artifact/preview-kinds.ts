/** Decides how a file of an artifact is shown, from its name and its bytes; what cannot be read is shown as bytes. */
import { parseCsv } from '#core/files/csv.ts';
import { parseNpy } from '#core/files/npy.ts';
import { readModel, type ModelSummary } from './model-summary.ts';

export type Shown =
  | { readonly kind: 'text'; readonly text: string; readonly cut: boolean }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly total: number;
    }
  | { readonly kind: 'numbers'; readonly array: ArrayFacts; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'pictures'; readonly array: ArrayFacts; readonly pictures: readonly Picture[] }
  | { readonly kind: 'image'; readonly bytes: Uint8Array; readonly type: string }
  | { readonly kind: 'model'; readonly model: ModelSummary }
  | { readonly kind: 'bytes'; readonly dump: string; readonly why: string | null };

export interface ArrayFacts {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixels: Float32Array;
}

const MOST_TEXT = 200_000;
const MOST_ROWS = 200;
const MOST_PICTURES = 48;
export const IMAGE_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
};
const TEXTS = new Set(['txt', 'md', 'log', 'yaml', 'yml', 'toml', 'ts', 'js', 'py', 'html', 'xml', 'svg']);

export const extensionOf = (path: string): string => /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';

export function showFile(path: string, bytes: Uint8Array): Shown {
  const extension = extensionOf(path);
  try {
    if (extension === 'json') return showJson(decode(bytes));
    if (extension === 'csv') return showTable(decode(bytes));
    if (extension === 'npy') return showArray(bytes);
    const type = IMAGE_TYPES[extension];
    if (type) return { kind: 'image', bytes, type };
    if (TEXTS.has(extension) || extension === '') return cutText(decode(bytes));
  } catch (error) {
    return dump(bytes, error instanceof Error ? error.message : String(error));
  }
  return dump(bytes, null);
}

/** Refuses what is no UTF-8. */
const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

const cutText = (text: string): Shown => ({
  kind: 'text',
  text: text.slice(0, MOST_TEXT),
  cut: text.length > MOST_TEXT,
});

function showJson(text: string): Shown {
  const json: unknown = JSON.parse(text);
  const model = readModel(json);
  return model ? { kind: 'model', model } : cutText(layOut(json));
}

/** Indented, but with short lists of plain values on one line. */
const layOut = (json: unknown): string =>
  JSON.stringify(json, null, 2).replaceAll(/\[\s+([^[\]{}]{1,300}?)\s+\]/g, (whole, inside: string) => {
    const line = inside.replaceAll(/\s*\n\s*/g, ' ');
    return line.length > 90 ? whole : `[${line}]`;
  });

function showTable(text: string): Shown {
  const [head = [], ...rows] = parseCsv(text);
  return { kind: 'table', head, rows: rows.slice(0, MOST_ROWS), total: rows.length };
}

function showArray(bytes: Uint8Array): Shown {
  const { shape, dtype, data } = parseNpy(bytes);
  const values = Float64Array.from(data as ArrayLike<number | bigint>, Number);
  const array = { shape, dtype, ...spanOf(values) };
  const [height = 0, width = 0, channels = 1] = shape.length >= 3 ? shape.slice(1) : [];
  const pictorial =
    (shape.length === 3 || shape.length === 4) &&
    [1, 3, 4].includes(channels) &&
    isSide(height) &&
    isSide(width);
  if (!pictorial) return { kind: 'numbers', array, rows: rowsOf(values, shape) };
  const size = height * width * channels;
  const top = array.most > 1.5 ? 255 : 1;
  const count = Math.min(shape[0] ?? 0, MOST_PICTURES);
  const pictures = Array.from({ length: count }, (_, i) => ({
    width,
    height,
    channels,
    pixels: Float32Array.from(values.subarray(i * size, (i + 1) * size), (v) => v / top),
  }));
  return { kind: 'pictures', array, pictures };
}

const isSide = (n: number): boolean => n >= 8 && n <= 512;

function spanOf(values: Float64Array): { least: number; most: number; mean: number } {
  let [least, most, sum] = [Infinity, -Infinity, 0];
  for (const v of values) {
    least = Math.min(least, v);
    most = Math.max(most, v);
    sum += v;
  }
  return values.length === 0
    ? { least: NaN, most: NaN, mean: NaN }
    : { least, most, mean: sum / values.length };
}

function rowsOf(values: Float64Array, shape: readonly number[]): string[][] {
  const across = Math.min(shape.length > 1 ? shape.at(-1)! : 8, 24);
  const stride = shape.length > 1 ? shape.at(-1)! : 8;
  const rows = Math.min(MOST_ROWS, Math.ceil(values.length / Math.max(1, stride)));
  return Array.from({ length: rows }, (_, r) =>
    Array.from(values.subarray(r * stride, Math.min(values.length, r * stride + across)), (v) =>
      String(Number(v.toPrecision(5))),
    ),
  );
}

function dump(bytes: Uint8Array, why: string | null): Shown {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, 512); at += 16) {
    const row = [...bytes.subarray(at, at + 16)];
    const hex = row.map((b) => b.toString(16).padStart(2, '0')).join(' ');
    const text = row.map((b) => (b >= 32 && b < 127 ? String.fromCharCode(b) : '·')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${text}`);
  }
  return { kind: 'bytes', dump: lines.join('\n'), why };
}
