/** Convolutions by the binary, in place of the backend's own, which is slow for few channels. A filter that is spread out sideways is left to that. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Arithmetic, OpenArithmetic } from './arithmetic.ts';
import type { Tf } from './composed.ts';
import { addressOf, Scratch, type WasmHeap } from './heap.ts';
import { beforeOwn } from './own-kernel.ts';
import { multiplyPlaces, packMatrix } from './products.ts';
import { frameImages, frameOf, type Shape } from './windows.ts';

export function conv2d(tf: Tf, open: OpenArithmetic): tfjs.KernelConfig {
  return beforeOwn(tf, 'Conv2D', ({ inputs, attrs, backend }) => {
    const heap = backend as WasmHeap;
    const arithmetic = open(heap);
    const { x, filter } = inputs as Record<'x' | 'filter', tfjs.TensorInfo>;
    const { strides, dilations, pad, dataFormat, dimRoundingMode } = attrs as unknown as tfjs.Conv2DAttrs;
    if (!arithmetic || dataFormat !== 'NHWC' || x.dtype !== 'float32') return null;
    const shape = tf.backend_util.computeConv2DInfo(
      x.shape as [number, number, number, number],
      filter.shape as [number, number, number, number],
      strides,
      dilations,
      pad,
      dimRoundingMode,
    );
    if (shape.dilationWidth !== 1 || tf.util.sizeFromShape(shape.outShape) === 0) return null;
    const out = heap.makeOutput(shape.outShape, 'float32');
    const scratch = new Scratch(heap);
    convolve(arithmetic, scratch, shape, addressOf(heap, x), addressOf(heap, filter), addressOf(heap, out));
    scratch.free();
    return out;
  });
}

function convolve(
  arithmetic: Arithmetic,
  scratch: Scratch,
  shape: Shape,
  x: number,
  filter: number,
  out: number,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = shape;
  const size = [batchSize, inHeight, inWidth, inChannels] as const;
  const images = frameImages(arithmetic, scratch, x, size, frameOf(shape));
  const runFloats = shape.filterWidth * inChannels;
  const depth = shape.filterHeight * runFloats;
  const places = { rows: outHeight, columns: outWidth };
  multiplyPlaces(arithmetic, scratch, {
    images: batchSize,
    from: {
      ...images,
      ...places,
      rowBytes: shape.strideHeight * images.rowBytes,
      columnBytes: shape.strideWidth * inChannels * 4,
    },
    runs: { count: shape.filterHeight, floats: runFloats, bytes: shape.dilationHeight * images.rowBytes },
    packed: packMatrix(
      arithmetic,
      scratch,
      { at: filter, rowBytes: outChannels * 4, columnBytes: 4 },
      depth,
      outChannels,
    ),
    columns: outChannels,
    to: {
      at: out,
      imageBytes: outHeight * outWidth * outChannels * 4,
      ...places,
      rowBytes: outWidth * outChannels * 4,
      columnBytes: outChannels * 4,
    },
  });
}
