/** NumPy's `.npy` files (versions 1 to 3): one array, its shape and element type in a short header; never objects. */
import type { NdArray, NdData } from 'alidade/sdk';

const READERS: Readonly<Record<string, new (buffer: ArrayBuffer) => NdData>> = {
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

/** Writes version 1, little-endian, row by row: the same array gives the same bytes. */
export function formatNpy(array: NdArray): Uint8Array {
  const { shape, data } = array;
  const dtype = Object.keys(READERS).find((word) => data instanceof READERS[word]!) ?? 'u1';
  const order = data.BYTES_PER_ELEMENT === 1 ? '|' : '<';
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const words = `{'descr': '${order}${dtype}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const header = `${words}${' '.repeat(63 - ((10 + words.length) % 64))}\n`;
  const bytes = new Uint8Array(10 + header.length + data.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + header.length);
  return bytes;
}

/** Reads what NumPy writes on a usual machine: little-endian, row by row. Throws where the file is anything else. */
export function parseNpy(bytes: Uint8Array): NdArray {
  if (String.fromCharCode(...bytes.subarray(0, 6)) !== '\x93NUMPY') throw new Error('This is no .npy file.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = bytes[6]! >= 2;
  const start = long ? 12 : 10;
  const end = start + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = new TextDecoder().decode(bytes.subarray(start, end));
  const [, dtype] = /'descr':\s*'[<|](\w\d)'/.exec(header) ?? [];
  const [, sizes] = /'fortran_order':\s*False.*'shape':\s*\(([\d,\s]*)\)/.exec(header) ?? [];
  const Reader = dtype ? READERS[dtype] : undefined;
  if (!Reader || sizes === undefined) throw new Error(`This array cannot be read here: ${header.trim()}`);
  const shape = sizes
    .split(',')
    .filter((size) => size.trim() !== '')
    .map(Number);
  const length = shape.reduce((product, size) => product * size, Number(dtype![1]));
  if (bytes.length < end + length) throw new Error('This .npy file ends before its last element.');
  return { shape, data: new Reader(bytes.slice(end, end + length).buffer) };
}
