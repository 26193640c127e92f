/** Images [n, h, w, c] set into a frame of zeros, and cut out of it, by the binary: the wasm backend's own move value by value (TensorFlow.js 4.22). */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { OpenArithmetic } from './arithmetic.ts';
import type { Tf } from './composed.ts';
import { addressOf, type WasmHeap } from './heap.ts';
import { beforeOwn } from './own-kernel.ts';

export function pad(tf: Tf, open: OpenArithmetic): tfjs.KernelConfig {
  return beforeOwn(tf, 'PadV2', ({ inputs, attrs, backend }) => {
    const { paddings, constantValue } = attrs as unknown as tfjs.PadV2Attrs;
    const { x } = inputs as Record<'x', tfjs.TensorInfo>;
    const heap = backend as WasmHeap;
    const arithmetic = open(heap);
    const [images, rows, columns, channels] = paddings.map(([before, after]) => before + after);
    if (!arithmetic || x.shape.length !== 4 || images || channels || (!rows && !columns)) return null;
    if (x.dtype !== 'float32' || constantValue !== 0) return null;
    const [count, height, width, depth] = x.shape as [number, number, number, number];
    const out = heap.makeOutput([count, height + rows!, width + columns!, depth], 'float32');
    const [[top, bottom], [left, right]] = [paddings[1]!, paddings[2]!];
    const row = width * depth;
    const [to, from] = [addressOf(heap, out), addressOf(heap, x)];
    arithmetic.frameImages(to, from, count, height, row, top, bottom, left * depth, right * depth);
    return out;
  });
}
