/** Sums over all axes but the last, as every bias's gradient is: without the copies that the wasm backend's own makes first. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { OpenArithmetic } from './arithmetic.ts';
import type { Tf } from './composed.ts';
import { addressOf, Scratch, type WasmHeap } from './heap.ts';
import { beforeOwn } from './own-kernel.ts';

export function sum(tf: Tf, open: OpenArithmetic): tfjs.KernelConfig {
  return beforeOwn(tf, 'Sum', ({ inputs, attrs, backend }) => {
    const { axis, keepDims } = attrs as unknown as tfjs.SumAttrs;
    const { x } = inputs as Record<'x', tfjs.TensorInfo>;
    const rank = x.shape.length;
    const axes = tf.util.parseAxisParam(axis, [...x.shape]).toSorted((a, b) => a - b);
    const leading = axes.length === rank - 1 && axes.every((a, i) => a === i);
    if (rank < 2 || !leading || x.dtype !== 'float32') return null;
    const width = x.shape[rank - 1]!;
    const heap = backend as WasmHeap;
    const out = heap.makeOutput([...(keepDims ? axes.map(() => 1) : []), width], 'float32');
    if (width === 0) return out;
    const arithmetic = open(heap);
    if (arithmetic) {
      const scratch = new Scratch(heap);
      const rows = tf.util.sizeFromShape(x.shape) / width;
      arithmetic.sumColumns(addressOf(heap, x), rows, width, scratch.take(2 * width), addressOf(heap, out));
      scratch.free();
      return out;
    }
    const sums = sumRows(heap.typedArrayFromHeap(x), width);
    heap.typedArrayFromHeap(out).set(sums);
    return out;
  });
}

/** Column by column, in blocks of rows that stay in the nearest cache; in float64. */
function sumRows(values: ArrayLike<number>, width: number): Float64Array {
  const sums = new Float64Array(width);
  const block = Math.max(1, Math.floor(4096 / width)) * width;
  for (let from = 0; from < values.length; from += block) {
    const end = Math.min(values.length, from + block);
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let at = from + column; at < end; at += width) sum += values[at]!;
      sums[column]! += sum;
    }
  }
  return sums;
}
