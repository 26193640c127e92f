/** Value by value, in lanes of four. */

/** out = the greater of a and b; NaN where either is. */
export function takeGreater(a: usize, b: usize, out: usize, count: i32): void {
  const end = a + ((<usize>count) << 2);
  for (; a + 16 <= end; a += 16, b += 16, out += 16) v128.store(out, f32x4.max(v128.load(a), v128.load(b)));
  for (; a < end; a += 4, b += 4, out += 4) store<f32>(out, max<f32>(load<f32>(a), load<f32>(b)));
}

/** out = the smaller of a and b; NaN where either is. */
export function takeSmaller(a: usize, b: usize, out: usize, count: i32): void {
  const end = a + ((<usize>count) << 2);
  for (; a + 16 <= end; a += 16, b += 16, out += 16) v128.store(out, f32x4.min(v128.load(a), v128.load(b)));
  for (; a < end; a += 4, b += 4, out += 4) store<f32>(out, min<f32>(load<f32>(a), load<f32>(b)));
}

/** out = 1, −1 or 0 as x is above, below or neither; so NaN gives 0. */
export function takeSigns(x: usize, out: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  for (; x + 16 <= end; x += 16, out += 16) {
    const value = v128.load(x);
    const above = v128.and(f32x4.gt(value, zero), one);
    v128.store(out, f32x4.sub(above, v128.and(f32x4.lt(value, zero), one)));
  }
  for (; x < end; x += 4, out += 4) {
    const value = load<f32>(x);
    store<f32>(out, value > 0 ? 1 : value < 0 ? -1 : 0);
  }
}

/** out = x [rows, width] + one row to each. */
export function addToRows(x: usize, row: usize, out: usize, rows: i32, width: i32): void {
  const line = width << 2;
  const whole = line & ~15;
  for (let i = 0; i < rows; i++) {
    let at = 0;
    for (; at < whole; at += 16) v128.store(out + at, f32x4.add(v128.load(x + at), v128.load(row + at)));
    for (; at < line; at += 4) store<f32>(out + at, load<f32>(x + at) + load<f32>(row + at));
    x += line;
    out += line;
  }
}
