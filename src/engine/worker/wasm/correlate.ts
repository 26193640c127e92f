/** Sums over places of what lies under each tap there, times the gradients there: the gradient of a convolution's filter, or of a matrix. */
import { addRow } from './store-row';

/**
 * Adds to `out` [taps, columns] the sum over all images and places: value (k, j) gains
 * x[image · xBytes + placeTable[p] + tapTable[k]] · dy[(image · places + p) · dyRow + j]. The table of taps is filled up
 * to a multiple of four; `dyRow` bytes apart stand rows of `columns` gradients, filled up to a multiple of eight.
 * `group` images are done before the next tap, and should fit the nearest cache.
 */
export function correlate(
  x: usize,
  xBytes: i32,
  tapTable: usize,
  taps: i32,
  placeTable: usize,
  places: i32,
  dy: usize,
  dyRow: i32,
  columns: i32,
  images: i32,
  group: i32,
  out: usize,
): void {
  for (let start = 0; start < images; start += group) {
    const end = min(images, start + group);
    for (let first = 0; first < columns; first += 8) {
      const count = min(8, columns - first);
      for (let tap = 0; tap < taps; tap += 4) {
        correlateTile(
          x + start * xBytes,
          xBytes,
          tapTable + (tap << 2),
          placeTable,
          places,
          dy + start * places * dyRow + (first << 2),
          dyRow,
          end - start,
          out + ((tap * columns + first) << 2),
          min(4, taps - tap),
          columns,
          count,
        );
      }
    }
  }
}

/** Four taps with eight columns. */
function correlateTile(
  x: usize,
  xBytes: i32,
  tapTable: usize,
  placeTable: usize,
  places: i32,
  b: usize,
  dyRow: i32,
  images: i32,
  out: usize,
  taps: i32,
  columns: i32,
  count: i32,
): void {
  const tap0 = load<u32>(tapTable);
  const tap1 = load<u32>(tapTable, 4) - tap0;
  const tap2 = load<u32>(tapTable, 8) - tap0;
  const tap3 = load<u32>(tapTable, 12) - tap0;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const lastPlace = placeTable + ((<usize>places) << 2);
  x += tap0;
  for (let image = 0; image < images; image++) {
    for (let place = placeTable; place !== lastPlace; place += 4) {
      const a = x + load<u32>(place);
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let v = v128.load_splat<f32>(a);
      c00 = f32x4.add(c00, f32x4.mul(v, b0));
      c01 = f32x4.add(c01, f32x4.mul(v, b1));
      v = v128.load_splat<f32>(a + tap1);
      c10 = f32x4.add(c10, f32x4.mul(v, b0));
      c11 = f32x4.add(c11, f32x4.mul(v, b1));
      v = v128.load_splat<f32>(a + tap2);
      c20 = f32x4.add(c20, f32x4.mul(v, b0));
      c21 = f32x4.add(c21, f32x4.mul(v, b1));
      v = v128.load_splat<f32>(a + tap3);
      c30 = f32x4.add(c30, f32x4.mul(v, b0));
      c31 = f32x4.add(c31, f32x4.mul(v, b1));
      b += dyRow;
    }
    x += xBytes;
  }
  const row: usize = (<usize>columns) << 2;
  addRow(out, c00, c01, count);
  if (taps > 1) addRow(out + row, c10, c11, count);
  if (taps > 2) addRow(out + 2 * row, c20, c21, count);
  if (taps > 3) addRow(out + 3 * row, c30, c31, count);
}
