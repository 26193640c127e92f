/** Products of two matrices by the binary, either of them transposed. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Arithmetic, OpenArithmetic } from './arithmetic.ts';
import { fillColumns } from './correlate.ts';
import { addressOf, Scratch, type WasmHeap } from './heap.ts';
import type { Way } from './own-kernel.ts';
import { multiplyPlaces, packMatrix } from './products.ts';
import { layOut } from './windows.ts';

/** Rows of a transposed factor that are gone through before the next columns. */
const ROWS = 64;

export function matMul(open: OpenArithmetic): Way {
  return ({ inputs, attrs, backend }) => {
    const { transposeA, transposeB } = attrs as unknown as tfjs.BatchMatMulAttrs;
    const { a, b } = inputs as Record<'a' | 'b', tfjs.TensorInfo>;
    const heap = backend as WasmHeap;
    const arithmetic = open(heap);
    const rank = Math.max(a.shape.length, b.shape.length);
    const single = [a, b].every(({ shape }) => shape.slice(0, -2).every((size) => size === 1));
    const floats = a.dtype === 'float32' && b.dtype === 'float32';
    if (!arithmetic || !single || !floats || (transposeA && transposeB)) return null;
    const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
    const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
    const [rows, depth] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
    const columns = transposeB ? rowsB : columnsB;
    // The backend's own kernel says what is wrong with factors that do not fit.
    if ((transposeB ? columnsB : rowsB) !== depth || rows * depth * columns === 0) return null;
    const out = heap.makeOutput([...Array<number>(rank - 2).fill(1), rows, columns], 'float32');
    const scratch = new Scratch(heap);
    const factors: Factors = { a: addressOf(heap, a), b: addressOf(heap, b), rows, depth, columns };
    if (transposeA) heap.typedArrayFromHeap(out).fill(0);
    if (transposeA) multiplyTransposed(arithmetic, scratch, factors, addressOf(heap, out));
    else multiply(arithmetic, scratch, factors, transposeB, addressOf(heap, out));
    scratch.free();
    return out;
  };
}

/** The addresses of [rows, depth] (or transposed) and [depth, columns] (or transposed). */
interface Factors {
  readonly a: number;
  readonly b: number;
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
}

function multiply(
  arithmetic: Arithmetic,
  scratch: Scratch,
  { a, b, rows, depth, columns }: Factors,
  transposeB: boolean,
  out: number,
): void {
  const steps = transposeB
    ? { rowBytes: 4, columnBytes: depth * 4 }
    : { rowBytes: columns * 4, columnBytes: 4 };
  const line = { imageBytes: 0, columns: 1, columnBytes: 0, rows };
  multiplyPlaces(arithmetic, scratch, {
    images: 1,
    from: { ...line, at: a, rowBytes: depth * 4 },
    runs: { count: 1, floats: depth, bytes: 0 },
    packed: packMatrix(arithmetic, scratch, { at: b, ...steps }, depth, columns),
    columns,
    to: { ...line, at: out, rowBytes: columns * 4 },
  });
}

/** Adds aᵀ·b to `out`, some rows of both at a time. */
function multiplyTransposed(
  arithmetic: Arithmetic,
  scratch: Scratch,
  { a, b, rows, depth, columns }: Factors,
  out: number,
): void {
  const filled = fillColumns(arithmetic, scratch, b, depth, columns);
  const taps = layOut(arithmetic, scratch, { rows: 1, columns: rows, rowBytes: 0, columnBytes: 4 });
  const height = Math.min(ROWS, depth);
  const places = layOut(arithmetic, scratch, {
    rows: height,
    columns: 1,
    rowBytes: rows * 4,
    columnBytes: 0,
  });
  const add = (from: number, count: number, groups: number): void => {
    const x = a + from * rows * 4;
    const dy = filled.at + from * filled.rowBytes;
    const xBytes = height * rows * 4;
    arithmetic.correlate(
      x,
      xBytes,
      taps.at,
      rows,
      places.at,
      count,
      dy,
      filled.rowBytes,
      columns,
      groups,
      1,
      out,
    );
  };
  const whole = Math.floor(depth / height);
  add(0, height, whole);
  if (whole * height < depth) add(whole * height, depth - whole * height, 1);
}
