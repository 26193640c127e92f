/**
 * The gradient of a convolution for its input, by the binary. Pixels whose places leave the same rest when divided by the
 * stride meet the same taps of the filter: each such phase is a plain convolution of the gradients with those taps, so
 * nothing is spread out or added back.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Arithmetic, OpenArithmetic } from './arithmetic.ts';
import type { Tf } from './composed.ts';
import { addressOf, Scratch, type WasmHeap } from './heap.ts';
import type { Way } from './own-kernel.ts';
import { multiplyPlaces, takePacked } from './products.ts';
import { sendWindowsBack } from './conv2d-input-windows.ts';
import { frameImages, type Images, type Shape } from './windows.ts';

/** What adding one value back costs, in products. */
const ADDING = 6;

export function inputGradient(tf: Tf, open: OpenArithmetic): Way {
  return ({ inputs, attrs, backend }) => {
    const heap = backend as WasmHeap;
    const arithmetic = open(heap);
    const { dy, filter } = inputs as Record<'dy' | 'filter', tfjs.TensorInfo>;
    const { strides, pad, dataFormat, dimRoundingMode, inputShape } =
      attrs as unknown as tfjs.Conv2DBackpropInputAttrs;
    if (!arithmetic || dataFormat !== 'NHWC' || tf.util.sizeFromShape(inputShape) === 0) return null;
    const filterShape = filter.shape as [number, number, number, number];
    const shape = tf.backend_util.computeConv2DInfo(
      inputShape,
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const out = heap.makeOutput(inputShape, 'float32');
    heap.typedArrayFromHeap(out).fill(0);
    const scratch = new Scratch(heap);
    const send = windowsAreCheaper(shape) ? sendWindowsBack : sendBack;
    send(arithmetic, scratch, shape, addressOf(heap, dy), addressOf(heap, filter), addressOf(heap, out));
    scratch.free();
    return out;
  };
}

/** In products: phases meet zeros beyond the edges, and leave lanes empty where there are few channels; windows are added back. */
function windowsAreCheaper(shape: Shape): boolean {
  const filled = (columns: number) => Math.ceil(columns / 8) * 8;
  const { outHeight, outWidth, outChannels, inHeight, inWidth, inChannels } = shape;
  const window = shape.filterHeight * shape.filterWidth * inChannels;
  const taps = (shape.filterHeight * shape.filterWidth) / (shape.strideHeight * shape.strideWidth);
  const byWindows = outHeight * outWidth * (outChannels * filled(window) + ADDING * window);
  return byWindows < inHeight * inWidth * taps * outChannels * filled(inChannels);
}

/** Along one axis: the pixels of one phase, and the taps that they meet. */
interface Phase {
  /** The first such pixel, and how many there are, a stride apart. */
  readonly first: number;
  readonly count: number;
  /** The first tap, and how many there are, a stride apart. */
  readonly tap: number;
  readonly taps: number;
  /** The gradient under the last tap for the first pixel; may lie before the first. */
  readonly from: number;
}

function phasesOf(pixels: number, before: number, taps: number, stride: number): Phase[] {
  return Array.from({ length: Math.min(stride, pixels) }, (_, first) => {
    const tap = (first + before) % stride;
    const met = Math.max(0, Math.ceil((taps - tap) / stride));
    const from = (first + before - tap) / stride - (met - 1);
    return { first, count: Math.ceil((pixels - first) / stride), tap, taps: met, from };
  }).filter((phase) => phase.taps > 0);
}

/** How far the phases reach over both ends of `size` gradients. */
function reach(phases: readonly Phase[], size: number): [before: number, after: number] {
  const before = Math.max(0, ...phases.map(({ from }) => -from));
  const after = Math.max(0, ...phases.map(({ from, taps, count }) => from + taps - 1 + count - size));
  return [before, after];
}

function sendBack(
  arithmetic: Arithmetic,
  scratch: Scratch,
  shape: Shape,
  dy: number,
  filter: number,
  out: number,
): void {
  const { padInfo, outHeight, outWidth, outChannels } = shape;
  const tall = phasesOf(shape.inHeight, padInfo.top, shape.filterHeight, shape.strideHeight);
  const wide = phasesOf(shape.inWidth, padInfo.left, shape.filterWidth, shape.strideWidth);
  const [top, bottom] = reach(tall, outHeight);
  const [left, right] = reach(wide, outWidth);
  const size = [shape.batchSize, outHeight, outWidth, outChannels] as const;
  const framed = frameImages(arithmetic, scratch, dy, size, { top, bottom, left, right });
  const { rowBytes } = framed;
  for (const rows of tall) {
    for (const columns of wide) {
      const corner = (rows.from + top) * rowBytes + (columns.from + left) * outChannels * 4;
      const gradients = { ...framed, at: framed.at + corner };
      sendPhase(arithmetic, scratch, shape, gradients, filter, out, rows, columns);
    }
  }
}

function sendPhase(
  arithmetic: Arithmetic,
  scratch: Scratch,
  shape: Shape,
  dy: Images,
  filter: number,
  out: number,
  rows: Phase,
  columns: Phase,
): void {
  const { inWidth, inChannels, outChannels, strideHeight, strideWidth } = shape;
  const pixel = inChannels * 4;
  multiplyPlaces(arithmetic, scratch, {
    images: shape.batchSize,
    from: { ...dy, rows: rows.count, columns: columns.count, columnBytes: outChannels * 4 },
    runs: { count: rows.taps, floats: columns.taps * outChannels, bytes: dy.rowBytes },
    packed: packTaps(arithmetic, scratch, shape, filter, rows, columns),
    columns: inChannels,
    to: {
      at: out + (rows.first * inWidth + columns.first) * pixel,
      imageBytes: shape.inHeight * inWidth * pixel,
      rows: rows.count,
      columns: columns.count,
      rowBytes: strideHeight * inWidth * pixel,
      columnBytes: strideWidth * pixel,
    },
  });
}

/** The phase's taps, last first, each as a matrix [outputs, inputs]. */
function packTaps(
  arithmetic: Arithmetic,
  scratch: Scratch,
  shape: Shape,
  filter: number,
  rows: Phase,
  columns: Phase,
): number {
  const { filterWidth, inChannels, outChannels, strideHeight, strideWidth } = shape;
  const depth = rows.taps * columns.taps * outChannels;
  const packed = takePacked(scratch, depth, inChannels);
  let to = packed;
  for (let row = rows.taps - 1; row >= 0; row--) {
    for (let column = columns.taps - 1; column >= 0; column--) {
      const place = (rows.tap + row * strideHeight) * filterWidth + columns.tap + column * strideWidth;
      const tap = filter + place * inChannels * outChannels * 4;
      arithmetic.packColumns(to, depth * 32, tap, outChannels, 4, inChannels, outChannels * 4);
      to += outChannels * 32;
    }
  }
  return packed;
}
