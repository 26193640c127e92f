/**
 * The gradient of a convolution for its input where that has few channels, by the binary: the gradients times the
 * transposed filter are windows, which are added back. Phases would leave most lanes empty there.
 */
import type { Arithmetic } from './arithmetic.ts';
import type { Scratch } from './heap.ts';
import { imageGroups, windowSize } from './patches.ts';
import { multiplyPlaces, packMatrix } from './products.ts';
import type { Shape } from './windows.ts';

/** Values in the rows that are made at once: they stay in the second cache. */
const NEAR = 1 << 15;

/** Adds to `out`, which holds zeros. */
export function sendWindowsBack(
  arithmetic: Arithmetic,
  scratch: Scratch,
  shape: Shape,
  dy: number,
  filter: number,
  out: number,
): void {
  const { outHeight, outWidth, outChannels } = shape;
  const [positions, window] = [outHeight * outWidth, windowSize(shape)];
  const groups = imageGroups(shape, NEAR);
  const rows = scratch.take((groups[0]![1] - groups[0]![0]) * positions * window);
  const transposed = { at: filter, rowBytes: 4, columnBytes: outChannels * 4 };
  const packed = packMatrix(arithmetic, scratch, transposed, outChannels, window);
  const imageBytes = shape.inHeight * shape.inWidth * shape.inChannels * 4;
  const line = { imageBytes: 0, columns: 1, columnBytes: 0 };
  for (const [start, end] of groups) {
    const count = (end - start) * positions;
    const at = dy + start * positions * outChannels * 4;
    multiplyPlaces(arithmetic, scratch, {
      images: 1,
      from: { ...line, at, rows: count, rowBytes: outChannels * 4 },
      to: { ...line, at: rows, rows: count, rowBytes: window * 4 },
      runs: { count: 1, floats: outChannels, bytes: 0 },
      packed,
      columns: window,
    });
    arithmetic.addWindows(rows, out + start * imageBytes, end - start, ...sizes(shape));
  }
}

/** In the order of the binary's arguments. */
function sizes(shape: Shape): number[] {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = shape;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = shape;
  const image = [inHeight, inWidth, inChannels, outHeight, outWidth];
  return [...image, filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left];
}
