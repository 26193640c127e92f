/** The windows of a convolution as places in memory: where each begins, and how its lines follow each other. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Arithmetic } from './arithmetic.ts';
import type { Scratch } from './heap.ts';

export type Shape = tfjs.backend_util.Conv2DInfo;

/** Images in memory, [height, width, channels] each, with steps in bytes. */
export interface Images {
  readonly at: number;
  readonly imageBytes: number;
  readonly rowBytes: number;
}

export interface Frame {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * As much frame as the windows reach over the edges. The padding alone would not do: for one that is given as a number,
 * TensorFlow.js takes the filter's height and the rows' stride for the columns too, and then windows reach further.
 */
export function frameOf(shape: Shape): Frame {
  const { padInfo, inHeight, inWidth } = shape;
  const rows =
    (shape.outHeight - 1) * shape.strideHeight + (shape.filterHeight - 1) * shape.dilationHeight + 1;
  const columns =
    (shape.outWidth - 1) * shape.strideWidth + (shape.filterWidth - 1) * shape.dilationWidth + 1;
  return {
    top: padInfo.top,
    bottom: Math.max(0, rows - padInfo.top - inHeight),
    left: padInfo.left,
    right: Math.max(0, columns - padInfo.left - inWidth),
  };
}

/** The images within a frame of zeros; as they are where it has no width. */
export function frameImages(
  arithmetic: Arithmetic,
  scratch: Scratch,
  at: number,
  [count, height, width, channels]: readonly [number, number, number, number],
  { top, bottom, left, right }: Frame,
): Images {
  const rowFloats = (width + left + right) * channels;
  const rows = height + top + bottom;
  const framed = { imageBytes: rows * rowFloats * 4, rowBytes: rowFloats * 4 };
  if (top + bottom + left + right === 0) return { at, ...framed };
  const to = scratch.take(count * rows * rowFloats);
  const row = width * channels;
  arithmetic.frameImages(to, at, count, height, row, top, bottom, left * channels, right * channels);
  return { at: to, ...framed };
}

/** A grid of places in memory, steps in bytes. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly rowBytes: number;
  readonly columnBytes: number;
}

/** The address of a table of the grid's places; `fill` is how many entries it has, a multiple of four. */
export function layOut(arithmetic: Arithmetic, scratch: Scratch, grid: Grid): { at: number; fill: number } {
  const fill = Math.ceil((grid.rows * grid.columns) / 4) * 4;
  const at = scratch.take(fill);
  arithmetic.layOut(at, grid.rows, grid.columns, grid.rowBytes, grid.columnBytes);
  return { at, fill };
}
