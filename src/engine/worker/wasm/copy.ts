/** Values of four bytes moved, in short runs: the engine's own memory.copy costs more than it moves below some hundred bytes. */
export function copyFloats(to: usize, from: usize, count: i32): void {
  const end = to + ((<usize>count) << 2);
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(from));
}

/** Fills `to` without a gap with runs of `count` values, out of `planes` of `rows` of `columns` runs, so many bytes apart each. */
export function gatherRuns(
  to: usize,
  from: usize,
  planes: i32,
  planeBytes: i32,
  rows: i32,
  rowBytes: i32,
  columns: i32,
  columnBytes: i32,
  count: i32,
): void {
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        copyFloats(to, from + (plane * planeBytes + row * rowBytes + column * columnBytes), count);
        to += (<usize>count) << 2;
      }
    }
  }
}
