/** The .npy codec against the layout that NumPy writes. */
import { expect, test } from 'vitest';
import { formatNpy, parseNpy } from '#core/files/npy.ts';

/** A version 1 file with this header and body, as NumPy lays it out. */
function npy(header: string, body: ArrayLike<number>): Uint8Array {
  const padded = header.padEnd(Math.ceil((11 + header.length) / 64) * 64 - 11) + '\n';
  const head = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, padded.length & 255, padded.length >> 8];
  return Uint8Array.from([...head, ...new TextEncoder().encode(padded), ...Array.from(body)]);
}

const bytesOf = (data: ArrayBufferView) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

test('writes the bytes that numpy.save writes', () => {
  const data = Float32Array.of(0, 0.5, -1, 2, 3, 4);
  const expected = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", bytesOf(data));
  expect(formatNpy({ shape: [2, 3], data })).toEqual(expected);
  expect(expected.length).toBe(128 + 24);
});

test.each([
  ['f8', Float64Array.of(1.5, NaN)],
  ['f4', Float32Array.of(1.5, -Infinity)],
  ['i8', BigInt64Array.of(-1n, 2n ** 62n)],
  ['u8', BigUint64Array.of(1n, 2n ** 63n)],
  ['i4', Int32Array.of(-7, 7)],
  ['u4', Uint32Array.of(1, 4294967295)],
  ['i2', Int16Array.of(-7, 7)],
  ['u2', Uint16Array.of(1, 65535)],
  ['i1', Int8Array.of(-7, 7)],
  ['u1', Uint8Array.of(1, 255)],
])('elements of type %s come back', (dtype, data) => {
  expect(parseNpy(formatNpy({ shape: [2], data }))).toEqual({ shape: [2], dtype, data });
});

test('a single number, an empty array and booleans', () => {
  expect(parseNpy(formatNpy({ shape: [], data: Float64Array.of(3) })).shape).toEqual([]);
  expect(parseNpy(formatNpy({ shape: [0, 4], data: new Float32Array(0) })).data.length).toBe(0);
  const flags = parseNpy(npy("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", [1, 0]));
  expect(flags).toEqual({ shape: [2], dtype: 'b1', data: Uint8Array.of(1, 0) });
});

test('big-endian and Fortran order become native and row by row', () => {
  const file = npy(
    "{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }",
    [0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6],
  );
  expect(parseNpy(file).data).toEqual(Int16Array.of(1, 2, 3, 4, 5, 6));
});

test.each([
  ['other bytes', new TextEncoder().encode('PK not an array'), 'no .npy file'],
  ['objects', npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", [0]), 'elements of type |O'],
  ['a record', npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", [0]), 'header'],
  [
    'a cut file',
    npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", [0, 0, 0, 0]),
    'ends before',
  ],
])('%s are refused', (_, bytes, message) => {
  expect(() => parseNpy(bytes)).toThrow(message);
});
