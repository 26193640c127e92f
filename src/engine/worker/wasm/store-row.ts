/** Eight results written, or fewer where the columns end. */
export function storeRow(to: usize, low: v128, high: v128, columns: i32): void {
  if (columns === 8) {
    v128.store(to, low);
    v128.store(to, high, 16);
    return;
  }
  let rest = columns;
  if (rest >= 4) {
    v128.store(to, low);
    low = high;
    to += 16;
    rest -= 4;
  }
  if (rest > 0) store<f32>(to, f32x4.extract_lane(low, 0));
  if (rest > 1) store<f32>(to, f32x4.extract_lane(low, 1), 4);
  if (rest > 2) store<f32>(to, f32x4.extract_lane(low, 2), 8);
}

/** The same, added to what is there. */
export function addRow(to: usize, low: v128, high: v128, columns: i32): void {
  if (columns === 8) {
    v128.store(to, f32x4.add(v128.load(to), low));
    v128.store(to, f32x4.add(v128.load(to, 16), high), 16);
    return;
  }
  let rest = columns;
  if (rest >= 4) {
    v128.store(to, f32x4.add(v128.load(to), low));
    low = high;
    to += 16;
    rest -= 4;
  }
  if (rest > 0) store<f32>(to, load<f32>(to) + f32x4.extract_lane(low, 0));
  if (rest > 1) store<f32>(to, load<f32>(to, 4) + f32x4.extract_lane(low, 1), 4);
  if (rest > 2) store<f32>(to, load<f32>(to, 8) + f32x4.extract_lane(low, 2), 8);
}
