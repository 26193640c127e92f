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
  over: i32,
  before: i32,
): void {
  const pixel = channels << 2;
  const line = width * pixel;
  const run = windowColumns * pixel;
  const window = windowRows * run;
  const place = outRows * outColumns * window;
  // Image by image inside: windows side by side overlap, and what was just stored cannot be loaded again in other lanes without a halt.
  for (let row = 0; row < outRows; row++) {
    const top = row * rowStride - over;
    for (let column = 0; column < outColumns; column++) {
      const left = column * columnStride - before;
      const first = max(0, -left) * pixel;
      const last = min(windowColumns, width - left) * pixel;
      const above = max(0, top);
      const below = min(height, top + windowRows);
      let from = rows + ((above - top) * run + first);
      let to = x + (above * line + left * pixel + first);
      for (let image = 0; image < images; image++) {
        addLines(to, line, from, run, below - above, last - first);
        from += place;
        to += height * line;
      }
      rows += window;
    }
  }
}

function addLines(to: usize, toBytes: i32, from: usize, fromBytes: i32, lines: i32, bytes: i32): void {
  for (let line = 0; line < lines; line++) {
    addFloats(to, from, bytes);
    to += toBytes;
    from += fromBytes;
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
