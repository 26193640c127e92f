/** The median over a sliding window, pixel by pixel, as SciPy's `median_filter` takes it. */

/** The size of one image: rows, columns, channels. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/**
 * Each pixel becomes the median of the `window` × `window` pixels around it, channel by channel. Where the window is even,
 * its middle lies to the lower right and the greater of the two middle values is taken; beyond an edge the image is
 * mirrored with its edge repeated (`d c b a | a b c d | d c b a`).
 *
 * @param images one after the other, row by row, channels last
 * @param window 1 or more; 1 changes nothing
 */
export function smoothImages(images: Float32Array, shape: ImageShape, window: number): Float32Array {
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const smooth = new Float32Array(images.length);
  const rows = mirroredPlaces(height, window);
  const columns = mirroredPlaces(width, window);
  const seen = new Float32Array(window * window);
  for (let at = 0; at < images.length; at++) {
    const inImage = at % size;
    const channel = inImage % channels;
    const pixel = (inImage - channel) / channels;
    const start = at - inImage + channel;
    let count = 0;
    for (const row of rows[Math.floor(pixel / width)]!) {
      for (const column of columns[pixel % width]!) {
        seen[count++] = images[start + (row * width + column) * channels]!;
      }
    }
    smooth[at] = seen.sort()[count >> 1]!;
  }
  return smooth;
}

/** For each place of a line, the places that the window covers. */
function mirroredPlaces(length: number, window: number): Int32Array[] {
  const before = Math.floor(window / 2);
  return Array.from({ length }, (_, place) =>
    Int32Array.from({ length: window }, (__, k) => mirror(place - before + k, length)),
  );
}

function mirror(place: number, length: number): number {
  const turn = 2 * length;
  const folded = ((place % turn) + turn) % turn;
  return folded < length ? folded : turn - 1 - folded;
}
