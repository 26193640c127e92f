/** The gradient of relu: what passed, passes back. */

/** out = dy where x > 0, else 0; `count` values. As dy · step(x), it is NaN where x is. */
export function gateByPositive(dy: usize, x: usize, out: usize, count: i32): void {
  const end = dy + ((<usize>count) << 2);
  const zero = f32x4.splat(0);
  for (; dy + 16 <= end; dy += 16, x += 16, out += 16) {
    const value = v128.load(x);
    const passed = v128.and(v128.load(dy), f32x4.gt(value, zero));
    v128.store(out, v128.bitselect(passed, value, f32x4.eq(value, value)));
  }
  for (; dy < end; dy += 4, x += 4, out += 4) {
    const value = load<f32>(x);
    store<f32>(out, value > 0 ? load<f32>(dy) : value === value ? 0 : value);
  }
}
