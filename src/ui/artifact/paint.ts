/** Turns numbers into pixels: grey or RGB in 0…1, or differences on a scale with a middle. */

export type Rgb = readonly [number, number, number];

/** RGBA of an h × w × c picture in 0…1, grey where c is 1. */
export function paintPicture(pixels: ArrayLike<number>, channels: number): Uint8ClampedArray<ArrayBuffer> {
  const count = Math.floor(pixels.length / channels);
  const out = new Uint8ClampedArray(count * 4);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) out[i * 4 + c] = 255 * pixels[i * channels + (channels >= 3 ? c : 0)]!;
    out[i * 4 + 3] = 255;
  }
  return out;
}

/** RGBA of differences: `below` at −range, `level` at 0, `above` at +range; of several channels, the mean. */
export function paintDifference(
  difference: ArrayLike<number>,
  channels: number,
  range: number,
  scale: { readonly below: Rgb; readonly level: Rgb; readonly above: Rgb },
): Uint8ClampedArray<ArrayBuffer> {
  const count = Math.floor(difference.length / channels);
  const out = new Uint8ClampedArray(count * 4);
  for (let i = 0; i < count; i++) {
    let mean = 0;
    for (let c = 0; c < channels; c++) mean += difference[i * channels + c]! / channels;
    const t = range > 0 ? Math.max(-1, Math.min(1, mean / range)) : 0;
    const end = t < 0 ? scale.below : scale.above;
    for (let c = 0; c < 3; c++) out[i * 4 + c] = scale.level[c]! + (end[c]! - scale.level[c]!) * Math.abs(t);
    out[i * 4 + 3] = 255;
  }
  return out;
}

/** What was added: changed minus original, value by value. */
export const subtract = (changed: ArrayLike<number>, original: ArrayLike<number>): Float32Array =>
  Float32Array.from({ length: original.length }, (_, i) => changed[i]! - original[i]!);

/** The range that a scale needs to show the largest difference, and how much larger than life that is: `×5`. */
export function magnify(largest: number): { readonly range: number; readonly times: number } {
  const ladder = [1, 2, 5, 10, 20, 50, 100];
  const times = ladder.findLast((t) => largest * t <= 1) ?? 1;
  return { range: 1 / times, times };
}
