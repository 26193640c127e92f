/**
 * NumPy's `.npy` files (format versions 1 to 3, NEP 1): one array, its shape and element type in a short header. No
 * pickled objects, in either direction. A malformed file throws an `Error` that says what is wrong with it.
 */

export type NpyData =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | BigInt64Array
  | BigUint64Array;

/** An array row by row (C order), as plain data. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** NumPy's word for the elements without byte order: `f4`, `u1`, `i8`, `b1` (booleans, kept as bytes 0 and 1) … */
  readonly dtype: string;
  readonly data: NpyData;
}

const READERS: Readonly<Record<string, new (buffer: ArrayBuffer) => NpyData>> = {
  f8: Float64Array,
  f4: Float32Array,
  i8: BigInt64Array,
  u8: BigUint64Array,
  i4: Int32Array,
  u4: Uint32Array,
  i2: Int16Array,
  u2: Uint16Array,
  i1: Int8Array,
  u1: Uint8Array,
  b1: Uint8Array,
};

const MAGIC = '\x93NUMPY';

/** Reads a file; big-endian and Fortran-ordered ones come out as everything else does: native, row by row. */
export function parseNpy(bytes: Uint8Array): NpyArray {
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (magic !== MAGIC) throw new Error('This is no .npy file: it does not start with \\x93NUMPY.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = (bytes[6] ?? 0) >= 2;
  const start = long ? 12 : 10;
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true);
  const header = parseHeader(new TextDecoder().decode(bytes.subarray(start, start + length)));
  const { shape, descr, fortran } = header;
  const dtype = descr.slice(1);
  const Reader = READERS[dtype];
  if (!Reader) throw new Error(`This .npy file holds elements of type ${descr}, which cannot be read here.`);
  const width = Number(dtype.slice(1));
  const count = shape.reduce((product, size) => product * size, 1);
  const body = bytes.slice(start + length, start + length + count * width);
  if (body.length < count * width) throw new Error('This .npy file ends before its last element.');
  if (descr.startsWith('>')) swapBytes(body, width);
  const data = new Reader(body.buffer);
  return { shape, dtype, data: fortran ? toRows(data, shape) : data };
}

/** Writes version 1, little-endian, C order; the same array gives the same bytes. `dtype` is told from `data` unless given. */
export function formatNpy(array: Omit<NpyArray, 'dtype'> & { readonly dtype?: string }): Uint8Array {
  const { shape, data, dtype = dtypeOf(array.data) } = array;
  const order = data.BYTES_PER_ELEMENT === 1 ? '|' : '<';
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const words = `{'descr': '${order}${dtype}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const header = `${words}${' '.repeat(63 - ((10 + words.length) % 64))}\n`;
  const bytes = new Uint8Array(10 + header.length + data.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + header.length);
  return bytes;
}

function parseHeader(text: string): { descr: string; fortran: boolean; shape: number[] } {
  const descr = /'descr':\s*'([<>|=]\w+)'/.exec(text)?.[1];
  const fortran = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (!descr || !fortran || shape === undefined) {
    throw new Error(`The header of this .npy file cannot be read here: ${text.trim()}`);
  }
  const sizes = shape.split(',').filter((size) => size.trim() !== '');
  return { descr, fortran: fortran === 'True', shape: sizes.map(Number) };
}

function dtypeOf(data: NpyData): string {
  if (data instanceof Uint8ClampedArray) return 'u1';
  const found = Object.entries(READERS).find(([, Reader]) => data instanceof Reader);
  if (!found) throw new Error('A .npy file holds a typed array of numbers.');
  return found[0];
}

function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** From column-by-column to row-by-row order. */
function toRows(data: NpyData, shape: readonly number[]): NpyData {
  const rows = data.slice() as NpyData;
  const index = shape.map(() => 0);
  for (let at = 0; at < data.length; at++) {
    let place = 0;
    let step = 1;
    shape.forEach((size, axis) => {
      place += (index[axis] ?? 0) * step;
      step *= size;
    });
    rows[at] = data[place] as never;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] ?? 0) + 1;
      if ((index[axis] ?? 0) < (shape[axis] ?? 0)) break;
      index[axis] = 0;
    }
  }
  return rows;
}
