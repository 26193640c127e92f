/** The windows of a convolution as rows of a matrix, and such rows added back to the images that they belong to. */
import type * as tfjs from '@tensorflow/tfjs-core';

type Shape = tfjs.backend_util.Conv2DInfo;

/** Values in the rows that are made at once: 4 MiB of floats, so that large images need no memory to match. */
const MOST = 1 << 20;

/** How many values one window holds. */
export function windowSize({ filterHeight, filterWidth, inChannels }: Shape): number {
  return filterHeight * filterWidth * inChannels;
}

/** Where each group of images begins and ends whose rows, `most` values or one image's, are made at once. */
export function imageGroups(shape: Shape, most = MOST): [start: number, end: number][] {
  const values = shape.outHeight * shape.outWidth * windowSize(shape);
  const size = Math.max(1, Math.floor(most / values));
  const starts = Array.from({ length: Math.ceil(shape.batchSize / size) }, (_, i) => i * size);
  return starts.map((start) => [start, Math.min(shape.batchSize, start + size)]);
}

/** Adds each value of the rows to its pixel in images `start` to `end`; what lies in the padding is dropped. */
export function addBack(shape: Shape, rows: Float32Array, x: Float32Array, start: number, end: number): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth } = shape;
  let at = 0;
  for (let image = start; image < end; image++) {
    for (let row = 0; row < outHeight; row++) {
      const top = row * shape.strideHeight - shape.padInfo.top;
      for (let column = 0; column < outWidth; column++) {
        const left = column * shape.strideWidth - shape.padInfo.left;
        const from = Math.max(0, -left) * inChannels;
        const to = Math.min(filterWidth, inWidth - left) * inChannels;
        for (let y = top; y < top + filterHeight; y++, at += filterWidth * inChannels) {
          if (y < 0 || y >= inHeight) continue;
          const pixel = ((image * inHeight + y) * inWidth + left) * inChannels;
          for (let k = from; k < to; k++) x[pixel + k]! += rows[at + k]!;
        }
      }
    }
  }
}
