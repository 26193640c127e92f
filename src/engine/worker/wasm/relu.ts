/** The gradient of relu: what passed, passes back. */

/** out = dy · step(x), `count` values: dy where x > 0, else 0. Like that product it is NaN where x or dy is, and where dy is infinite at x ≤ 0. */
export function gateByPositive(dy: usize, x: usize, out: usize, count: i32): void {
  const end = dy + ((<usize>count) << 2);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  for (; dy + 16 <= end; dy += 16, x += 16, out += 16) {
    const value = v128.load(x);
    const step = v128.and(one, f32x4.gt(value, zero));
    const passed = f32x4.mul(v128.load(dy), step);
    v128.store(out, v128.bitselect(passed, value, f32x4.eq(value, value)));
  }
  for (; dy < end; dy += 4, x += 4, out += 4) {
    const value = load<f32>(x);
    const step: f32 = value > 0 ? 1 : 0;
    store<f32>(out, value === value ? load<f32>(dy) * step : value);
  }
}
