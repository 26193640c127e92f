/** The gradient of a convolution for its filter, by the binary: the sum over all windows of what lies under each tap, times the gradient there. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Arithmetic, OpenArithmetic } from './arithmetic.ts';
import type { Tf } from './composed.ts';
import { addressOf, Scratch, type WasmHeap } from './heap.ts';
import type { Way } from './own-kernel.ts';
import { frameImages, frameOf, layOut, type Shape } from './windows.ts';

/** Bytes of images and gradients that are gone through before the next taps: half of the nearest cache of small machines. */
const NEAR = 16_384;

export function filterGradient(tf: Tf, open: OpenArithmetic): Way {
  return ({ inputs, attrs, backend }) => {
    const heap = backend as WasmHeap;
    const arithmetic = open(heap);
    const { x, dy } = inputs as Record<'x' | 'dy', tfjs.TensorInfo>;
    const { strides, pad, dataFormat, dimRoundingMode, filterShape } =
      attrs as unknown as tfjs.Conv2DBackpropFilterAttrs;
    if (!arithmetic || dataFormat !== 'NHWC' || tf.util.sizeFromShape(dy.shape) === 0) return null;
    const images = x.shape as [number, number, number, number];
    const shape = tf.backend_util.computeConv2DInfo(images, filterShape, strides, 1, pad, dimRoundingMode);
    const out = heap.makeOutput(filterShape, 'float32');
    heap.typedArrayFromHeap(out).fill(0);
    const scratch = new Scratch(heap);
    correlateImages(
      arithmetic,
      scratch,
      shape,
      addressOf(heap, x),
      addressOf(heap, dy),
      addressOf(heap, out),
    );
    scratch.free();
    return out;
  };
}

function correlateImages(
  arithmetic: Arithmetic,
  scratch: Scratch,
  shape: Shape,
  x: number,
  dy: number,
  out: number,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = shape;
  const images = frameImages(
    arithmetic,
    scratch,
    x,
    [batchSize, inHeight, inWidth, inChannels],
    frameOf(shape),
  );
  const { rowBytes } = images;
  const taps = layOut(arithmetic, scratch, {
    rows: shape.filterHeight,
    columns: shape.filterWidth * inChannels,
    rowBytes,
    columnBytes: 4,
  });
  const places = layOut(arithmetic, scratch, {
    rows: outHeight,
    columns: outWidth,
    rowBytes: shape.strideHeight * rowBytes,
    columnBytes: shape.strideWidth * inChannels * 4,
  });
  const positions = outHeight * outWidth;
  const gradients = fillColumns(arithmetic, scratch, dy, batchSize * positions, outChannels);
  arithmetic.correlate(
    images.at,
    images.imageBytes,
    taps.at,
    shape.filterHeight * shape.filterWidth * inChannels,
    places.at,
    positions,
    gradients.at,
    gradients.rowBytes,
    outChannels,
    batchSize,
    Math.max(1, Math.floor(NEAR / (images.imageBytes + positions * gradients.rowBytes))),
    out,
  );
}

/** Rows of a multiple of eight columns, filled up with zeros where there were fewer. */
export function fillColumns(
  arithmetic: Arithmetic,
  scratch: Scratch,
  at: number,
  rows: number,
  columns: number,
): { at: number; rowBytes: number } {
  const rest = (8 - (columns % 8)) % 8;
  if (rest === 0) return { at, rowBytes: columns * 4 };
  const to = scratch.take(rows * (columns + rest));
  arithmetic.frameImages(to, at, 1, rows, columns, 0, 0, 0, rest);
  return { at: to, rowBytes: (columns + rest) * 4 };
}
