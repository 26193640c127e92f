/**
 * Products of rows with packed columns. A row is a number of runs of floats at even distances: one run for a matrix, one
 * for each line of the window for a convolution, which so needs no copy of its windows.
 */
import { storeRow } from './store-row';

/**
 * For each of `images`: row r of the product, at `out + image · outBytes + outTable[r]`, becomes the product of the row at
 * `a + image · aBytes + aTable[r]` with all packed columns. Both tables have `rows` entries, a multiple of four.
 */
export function multiply(
  a: usize,
  aBytes: i32,
  aTable: usize,
  runs: i32,
  runFloats: i32,
  runBytes: i32,
  packed: usize,
  columns: i32,
  out: usize,
  outBytes: i32,
  outTable: usize,
  rows: i32,
  images: i32,
): void {
  const panelBytes: usize = (<usize>(runs * runFloats)) << 5;
  for (let image = 0; image < images; image++) {
    let panel = packed;
    for (let first = 0; first < columns; first += 8) {
      const count = min(8, columns - first);
      const target = out + (first << 2);
      for (let row: usize = 0; row < (<usize>rows) << 2; row += 16) {
        multiplyTile(a, aTable + row, runs, runFloats, runBytes, panel, target, outTable + row, count);
      }
      panel += panelBytes;
    }
    a += aBytes;
    out += outBytes;
  }
}

/** Four rows with one panel. */
function multiplyTile(
  a: usize,
  aTable: usize,
  runs: i32,
  runFloats: i32,
  runBytes: i32,
  b: usize,
  out: usize,
  outTable: usize,
  columns: i32,
): void {
  let a0 = a + load<u32>(aTable);
  let a1 = a + load<u32>(aTable, 4);
  let a2 = a + load<u32>(aTable, 8);
  let a3 = a + load<u32>(aTable, 12);
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const pairs: usize = ((<usize>runFloats) >> 1) << 3;
  const whole: usize = (<usize>runFloats) << 2;
  const jump: usize = <usize>runBytes - whole;
  for (let run = 0; run < runs; run++) {
    for (const end = a0 + pairs; a0 !== end;) {
      let b0 = v128.load(b);
      let b1 = v128.load(b, 16);
      let v = v128.load_splat<f32>(a0);
      c00 = f32x4.add(c00, f32x4.mul(v, b0));
      c01 = f32x4.add(c01, f32x4.mul(v, b1));
      v = v128.load_splat<f32>(a1);
      c10 = f32x4.add(c10, f32x4.mul(v, b0));
      c11 = f32x4.add(c11, f32x4.mul(v, b1));
      v = v128.load_splat<f32>(a2);
      c20 = f32x4.add(c20, f32x4.mul(v, b0));
      c21 = f32x4.add(c21, f32x4.mul(v, b1));
      v = v128.load_splat<f32>(a3);
      c30 = f32x4.add(c30, f32x4.mul(v, b0));
      c31 = f32x4.add(c31, f32x4.mul(v, b1));
      b0 = v128.load(b, 32);
      b1 = v128.load(b, 48);
      v = v128.load_splat<f32>(a0, 4);
      c00 = f32x4.add(c00, f32x4.mul(v, b0));
      c01 = f32x4.add(c01, f32x4.mul(v, b1));
      v = v128.load_splat<f32>(a1, 4);
      c10 = f32x4.add(c10, f32x4.mul(v, b0));
      c11 = f32x4.add(c11, f32x4.mul(v, b1));
      v = v128.load_splat<f32>(a2, 4);
      c20 = f32x4.add(c20, f32x4.mul(v, b0));
      c21 = f32x4.add(c21, f32x4.mul(v, b1));
      v = v128.load_splat<f32>(a3, 4);
      c30 = f32x4.add(c30, f32x4.mul(v, b0));
      c31 = f32x4.add(c31, f32x4.mul(v, b1));
      a0 += 8;
      a1 += 8;
      a2 += 8;
      a3 += 8;
      b += 64;
    }
    if (pairs !== whole) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let v = v128.load_splat<f32>(a0);
      c00 = f32x4.add(c00, f32x4.mul(v, b0));
      c01 = f32x4.add(c01, f32x4.mul(v, b1));
      v = v128.load_splat<f32>(a1);
      c10 = f32x4.add(c10, f32x4.mul(v, b0));
      c11 = f32x4.add(c11, f32x4.mul(v, b1));
      v = v128.load_splat<f32>(a2);
      c20 = f32x4.add(c20, f32x4.mul(v, b0));
      c21 = f32x4.add(c21, f32x4.mul(v, b1));
      v = v128.load_splat<f32>(a3);
      c30 = f32x4.add(c30, f32x4.mul(v, b0));
      c31 = f32x4.add(c31, f32x4.mul(v, b1));
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      b += 32;
    }
    a0 += jump;
    a1 += jump;
    a2 += jump;
    a3 += jump;
  }
  storeRow(out + load<u32>(outTable), c00, c01, columns);
  storeRow(out + load<u32>(outTable, 4), c10, c11, columns);
  storeRow(out + load<u32>(outTable, 8), c20, c21, columns);
  storeRow(out + load<u32>(outTable, 12), c30, c31, columns);
}
