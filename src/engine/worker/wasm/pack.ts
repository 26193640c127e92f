/** Brings a matrix into panels of eight columns, where the inner loops read it without a jump. */

/**
 * Copies a block [depth, columns] into panels of eight columns: value (k, j) stands at
 * `to + (j / 8) · panelBytes + k · 32 + (j % 8) · 4`. Columns that the last panel lacks are zeros.
 */
export function packColumns(
  to: usize,
  panelBytes: i32,
  from: usize,
  depth: i32,
  depthBytes: i32,
  columns: i32,
  columnBytes: i32,
): void {
  for (let first = 0; first < columns; first += 8) {
    const count = min(8, columns - first);
    const source = from + first * columnBytes;
    if (count === 8 && columnBytes === 4) packRuns(to, source, depth, depthBytes);
    else packSingly(to, source, depth, depthBytes, count, columnBytes);
    to += panelBytes;
  }
}

function packRuns(to: usize, from: usize, depth: i32, depthBytes: i32): void {
  for (let k = 0; k < depth; k++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    to += 32;
    from += depthBytes;
  }
}

function packSingly(to: usize, from: usize, depth: i32, depthBytes: i32, count: i32, columnBytes: i32): void {
  for (let k = 0; k < depth; k++) {
    let at = from;
    for (let j = 0; j < count; j++) {
      store<f32>(to + (j << 2), load<f32>(at));
      at += columnBytes;
    }
    for (let j = count; j < 8; j++) store<f32>(to + (j << 2), 0);
    to += 32;
    from += depthBytes;
  }
}
