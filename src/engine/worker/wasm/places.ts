/** Tables of places: what lets one loop serve matrices, convolutions of any stride and their gradients. */

/**
 * Writes the offset of each value of a grid, row by row, as u32 to `table`; the last one is repeated until the number of
 * entries is a multiple of four, so that loops may take four at a time and do the last again.
 */
export function layOut(table: usize, rows: i32, columns: i32, rowBytes: i32, columnBytes: i32): void {
  let at = table;
  let last: i32 = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      last = row * rowBytes + column * columnBytes;
      store<i32>(at, last);
      at += 4;
    }
  }
  for (let extra = rows * columns; (extra & 3) !== 0; extra++) {
    store<i32>(at, last);
    at += 4;
  }
}
