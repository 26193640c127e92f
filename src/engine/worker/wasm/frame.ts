/** Images set into a frame of zeros, so that no window of a convolution reaches over an edge. */
import { copyFloats } from './copy';

/** Copies `images` of `rows` lines of `rowFloats` to `to`, each with `above` and `below` empty lines and `before` and `after` zeros a line. */
export function frameImages(
  to: usize,
  from: usize,
  images: i32,
  rows: i32,
  rowFloats: i32,
  above: i32,
  below: i32,
  before: i32,
  after: i32,
): void {
  const width = before + rowFloats + after;
  let target = to;
  let source = from;
  for (let image = 0; image < images; image++) {
    target = clearFloats(target, above * width);
    for (let row = 0; row < rows; row++) {
      target = clearFloats(target, before);
      copyFloats(target, source, rowFloats);
      target += (<usize>rowFloats) << 2;
      source += (<usize>rowFloats) << 2;
      target = clearFloats(target, after);
    }
    target = clearFloats(target, below * width);
  }
}

/** Gives the place behind the zeros. */
function clearFloats(to: usize, count: i32): usize {
  const end = to + ((<usize>count) << 2);
  for (; to + 16 <= end; to += 16) v128.store(to, f32x4.splat(0));
  for (; to < end; to += 4) store<f32>(to, 0);
  return end;
}
