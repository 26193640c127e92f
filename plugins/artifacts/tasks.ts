/** How plain values become files: texts, bytes, arrays and tables. None of these formats can carry code. */
import { formatNpy, log, parseNpy, type ArtifactTask, type DataFrame, type NdArray } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { formatTable, parseTable } from './table.ts';

/**
 * A text, as UTF-8 in `<name>.<type>`.
 *
 * Arguments: `type`, the file's extension, `txt` unless given.
 */
export const StringArtifactTask: ArtifactTask<string> = {
  args: { type: { type: 'string' } },
  serialize: (text, { name, args }) => {
    const extension = typeof args.type === 'string' && args.type !== '' ? args.type : 'txt';
    return new Map([[`${name}.${extension}`, new TextEncoder().encode(text)]]);
  },
  deserialize: (files) => new TextDecoder().decode(onlyFile(files).bytes),
};

/**
 * Bytes as they are.
 *
 * Arguments: `type`, the file's extension, `bin` unless given.
 */
export const BytesArtifactTask: ArtifactTask<Uint8Array> = {
  args: { type: { type: 'string' } },
  serialize: (bytes, { name, args }) => {
    const extension = typeof args.type === 'string' && args.type !== '' ? args.type : 'bin';
    return new Map([[`${name}.${extension}`, bytes]]);
  },
  deserialize: (files) => onlyFile(files).bytes,
};

/**
 * An array as NumPy's `<name>.npy`; a tensor is taken too. What comes back is a plain array (`NdArray`).
 */
export const NumpyArrayArtifactTask: ArtifactTask<NdArray | tf.Tensor> = {
  serialize: async (array, { name }) => {
    const plain = array instanceof tf.Tensor ? { shape: array.shape, data: await array.data() } : array;
    return new Map([[`${name}.npy`, formatNpy(plain)]]);
  },
  deserialize: (files): NdArray => parseNpy(onlyFile(files).bytes),
};

/**
 * A table.
 *
 * Arguments: `format`, `json` (default; an object of columns, each an object from row number to value) or `csv`;
 * `index`, whether a CSV file begins each row with its number, as pandas writes it (default true).
 * Other formats of the reference (`feather`, `parquet`, `pickle`, compressed CSV) are refused.
 */
export const DataframeArtifactTask: ArtifactTask<DataFrame> = {
  args: { format: { enum: ['csv', 'json'] }, index: { type: 'boolean' } },
  serialize: (table, { name, args }) => {
    const format = args.format ?? 'json';
    if (format !== 'csv' && format !== 'json') {
      throw new Error(`A table cannot be written as ${String(format)} here; csv and json can.`);
    }
    const text = formatTable(table, format, args.index !== false);
    log(`${table.rows.length} rows saved as ${name}.${format}`);
    return new Map([[`${name}.${format}`, new TextEncoder().encode(text)]]);
  },
  deserialize: (files, { args }) => {
    const { path, bytes } = onlyFile(files);
    const format = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
    if (format !== 'csv' && format !== 'json') {
      throw new Error(`A table cannot be read from ${path} here; .csv and .json can.`);
    }
    return parseTable(new TextDecoder().decode(bytes), format, args.index !== false);
  },
};

function onlyFile(files: ReadonlyMap<string, Uint8Array>): { path: string; bytes: Uint8Array } {
  const [first, ...others] = files;
  if (!first || others.length > 0) throw new Error(`One file was expected, not ${files.size}.`);
  return { path: first[0], bytes: first[1] };
}
