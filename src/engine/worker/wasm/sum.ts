/** Sums down the columns of a matrix, as the gradient of every bias is; in double precision. */

/** Values of a block of rows that is gone through column by column, so that it stays in the nearest cache. */
const BLOCK = 4096;

/** `out` [width] becomes the sums of x [rows, width]; `sums` is room for `width` doubles. */
export function sumColumns(x: usize, rows: i32, width: i32, sums: usize, out: usize): void {
  for (let column = 0; column < width; column++) store<f64>(sums + (column << 3), 0);
  const height = max(1, BLOCK / width);
  for (let start = 0; start < rows; start += height) {
    const count = min(height, rows - start);
    addBlock(x + ((start * width) << 2), count, width, sums);
  }
  for (let column = 0; column < width; column++) {
    store<f32>(out + (column << 2), <f32>load<f64>(sums + (column << 3)));
  }
}

function addBlock(x: usize, rows: i32, width: i32, sums: usize): void {
  const line = width << 2;
  let column = 0;
  for (; column + 4 <= width; column += 4) {
    const place = sums + (column << 3);
    let low = v128.load(place);
    let high = v128.load(place, 16);
    let at = x + (column << 2);
    for (let row = 0; row < rows; row++) {
      const values = v128.load(at);
      low = f64x2.add(low, f64x2.promote_low_f32x4(values));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<u64>(values, values, 1, 1)));
      at += line;
    }
    v128.store(place, low);
    v128.store(place, high, 16);
  }
  for (; column < width; column++) {
    const place = sums + (column << 3);
    let sum = load<f64>(place);
    let at = x + (column << 2);
    for (let row = 0; row < rows; row++) {
      sum += load<f32>(at);
      at += line;
    }
    store<f64>(place, sum);
  }
}
