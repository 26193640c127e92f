/** The gradient of max pooling: each output's gradient goes to the first maximum of its window, row by row. */

/** Adds to `dx`, images [height, width, channels] of zeros like `x`, the gradients `dy` [images, outRows, outColumns, channels]. */
export function returnMaxima(
  x: usize,
  dy: usize,
  dx: usize,
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
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < outRows; row++) {
      const top = row * rowStride - above;
      const first = max(0, top);
      const rows = min(height, top + windowRows) - first;
      for (let column = 0; column < outColumns; column++) {
        const left = column * columnStride - before;
        const start = max(0, left);
        const columns = min(width, left + windowColumns) - start;
        const corner = first * line + start * pixel;
        returnWindow(x + corner, dy, dx + corner, rows, columns, line, pixel);
        dy += pixel;
      }
    }
    x += height * line;
    dx += height * line;
  }
}

function returnWindow(x: usize, dy: usize, dx: usize, rows: i32, columns: i32, line: i32, pixel: i32): void {
  const whole = pixel & ~15;
  for (let channel = 0; channel < whole; channel += 16) {
    returnFour(x + channel, v128.load(dy + channel), dx + channel, rows, columns, line, pixel);
  }
  for (let channel = whole; channel < pixel; channel += 4) {
    returnOne(x + channel, load<f32>(dy + channel), dx + channel, rows, columns, line, pixel);
  }
}

/** Four channels at once: a value that is greater than all before it takes the place; NaN never does. */
function returnFour(x: usize, dy: v128, dx: usize, rows: i32, columns: i32, line: i32, pixel: i32): void {
  let best = f32x4.splat(-Infinity);
  let place = i32x4.splat(-1);
  for (let row = 0; row < rows; row++) {
    let at = row * line;
    for (let column = 0; column < columns; column++) {
      const value = v128.load(x + at);
      const greater = f32x4.gt(value, best);
      best = v128.bitselect(value, best, greater);
      place = v128.bitselect(i32x4.splat(at), place, greater);
      at += pixel;
    }
  }
  for (let row = 0; row < rows; row++) {
    let at = row * line;
    for (let column = 0; column < columns; column++) {
      const share = v128.and(dy, i32x4.eq(place, i32x4.splat(at)));
      v128.store(dx + at, f32x4.add(v128.load(dx + at), share));
      at += pixel;
    }
  }
}

function returnOne(x: usize, dy: f32, dx: usize, rows: i32, columns: i32, line: i32, pixel: i32): void {
  let best: f32 = -Infinity;
  let place = -1;
  for (let row = 0; row < rows; row++) {
    let at = row * line;
    for (let column = 0; column < columns; column++) {
      const value = load<f32>(x + at);
      if (value > best) {
        best = value;
        place = at;
      }
      at += pixel;
    }
  }
  if (place >= 0) store<f32>(dx + place, load<f32>(dx + place) + dy);
}
