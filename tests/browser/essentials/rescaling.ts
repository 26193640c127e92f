/** Part 6: an array of an earlier job is scaled in several ways, and drawn. */
import type { ArtifactTask, NdArray } from 'alidade/sdk';
import { encodePng } from './png.ts';

export type NumpyArray = NdArray<Float64Array>;

/** Scales an array by `z-score`, `min-max` and `log1p`. */
export function scale_array(array: NumpyArray): Record<string, NumpyArray> {
  const { data } = array;
  const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
  const deviation = Math.sqrt(data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length);
  const low = data.reduce((least, x) => Math.min(least, x));
  const high = data.reduce((most, x) => Math.max(most, x));
  const by = (scale: (x: number) => number): NumpyArray => ({ ...array, data: data.map((x) => scale(x)) });
  return {
    'z-score': by((x) => (x - mean) / deviation),
    'min-max': by((x) => (x - low) / (high - low)),
    log1p: by((x) => Math.log1p(x - low)),
  };
}

const [WIDTH, BAND] = [256, 64];

/** Draws each array in a band of its own, one dot a number: 256 pixels wide, 64 high each. */
export function visualize_rescaling_multi(
  arrays: Record<string, NumpyArray>,
  figure_title: string,
): Uint8Array {
  const bands = Object.values(arrays);
  const height = BAND * bands.length;
  const pixels = new Uint8Array(WIDTH * height).fill(255);
  for (const [band, { data }] of bands.entries()) {
    const [low, high] = [Math.min(...data), Math.max(...data)];
    for (const [place, x] of data.entries()) {
      const column = Math.floor((place / data.length) * WIDTH);
      const row = Math.round(((high - x) / (high - low || 1)) * (BAND - 1));
      pixels[(band * BAND + row) * WIDTH + column] = figure_title === '' ? 128 : 0;
    }
  }
  return encodePng(pixels, [height, WIDTH, 1]);
}

/** Bytes of a picture as `<name>.png`. */
export const PngBytesArtifactTask: ArtifactTask<Uint8Array> = {
  serialize: (bytes, { name }) => new Map([[`${name}.png`, bytes]]),
  deserialize: (files) => [...files.values()][0]!,
};
