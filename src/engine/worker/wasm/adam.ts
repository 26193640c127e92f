/** One step of Adam (Kingma, Ba 2015, arXiv:1412.6980) for one variable, in the order of TensorFlow.js' own operations. */

/**
 * From `value`, both moments and the gradient, `count` floats each, the new value and moments. At `rest1` and `rest2`
 * stand 1 − β₁ᵗ and 1 − β₂ᵗ; the factors are β and 1 − β.
 */
export function stepAdam(
  value: usize,
  first: usize,
  second: usize,
  gradient: usize,
  newValue: usize,
  newFirst: usize,
  newSecond: usize,
  count: i32,
  beta1: f32,
  gain1: f32,
  beta2: f32,
  gain2: f32,
  rest1: usize,
  rest2: usize,
  epsilon: f32,
  rate: f32,
): void {
  const r1 = load<f32>(rest1);
  const r2 = load<f32>(rest2);
  const whole: usize = ((<usize>count) << 2) & ~15;
  const end: usize = (<usize>count) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const g = v128.load(gradient + at);
    const m = f32x4.add(
      f32x4.mul(v128.load(first + at), f32x4.splat(beta1)),
      f32x4.mul(g, f32x4.splat(gain1)),
    );
    const v = f32x4.add(
      f32x4.mul(v128.load(second + at), f32x4.splat(beta2)),
      f32x4.mul(f32x4.mul(g, g), f32x4.splat(gain2)),
    );
    v128.store(newFirst + at, m);
    v128.store(newSecond + at, v);
    const root = f32x4.add(f32x4.sqrt(f32x4.div(v, f32x4.splat(r2))), f32x4.splat(epsilon));
    const move = f32x4.mul(f32x4.div(f32x4.div(m, f32x4.splat(r1)), root), f32x4.splat(-rate));
    v128.store(newValue + at, f32x4.add(move, v128.load(value + at)));
  }
  for (; at < end; at += 4) {
    const g = load<f32>(gradient + at);
    const m = load<f32>(first + at) * beta1 + g * gain1;
    const v = load<f32>(second + at) * beta2 + g * g * gain2;
    store<f32>(newFirst + at, m);
    store<f32>(newSecond + at, v);
    const root: f32 = sqrt<f32>(v / r2) + epsilon;
    store<f32>(newValue + at, (m / r1 / root) * -rate + load<f32>(value + at));
  }
}
