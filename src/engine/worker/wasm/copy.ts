/** Short runs of floats moved: the engine's own memory.copy costs more than it moves below some hundred bytes. */
export function copyFloats(to: usize, from: usize, count: i32): void {
  const end = to + ((<usize>count) << 2);
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(from));
}
