/** Rows that stand for windows of a convolution, added back to the images that they belong to. */

/** Adds row after row of `rows`, [window rows, window columns, channels] each, to its window in images `x` [height, width, channels]; what lies over an edge is dropped. */
export function addWindows(
  rows: usize,
  x: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outRows: i32,
  outColumns: i32,
  windowRows: i32,
  windowColumns: i32,
  rowStride: i32,
  columnStride: i32,
  above: i32,
  before: i32,
): void {
  const pixel = channels << 2;
  const line = width * pixel;
  const run = windowColumns * pixel;
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < outRows; row++) {
      const top = row * rowStride - above;
      for (let column = 0; column < outColumns; column++) {
        const left = column * columnStride - before;
        const first = max(0, -left) * pixel;
        const last = min(windowColumns, width - left) * pixel;
        for (let y = top; y < top + windowRows; y++) {
          if (y >= 0 && y < height)
            addFloats(x + (y * line + left * pixel + first), rows + first, last - first);
          rows += run;
        }
      }
    }
    x += height * line;
  }
}

function addFloats(to: usize, from: usize, bytes: i32): void {
  let rest = bytes;
  for (; rest >= 16; rest -= 16) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    to += 16;
    from += 16;
  }
  for (; rest > 0; rest -= 4) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    to += 4;
    from += 4;
  }
}
