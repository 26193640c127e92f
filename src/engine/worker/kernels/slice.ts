/** Parts of tensors, by the binary: the wasm backend's own copies the whole tensor first, so that a batch costs as much as the data set (TensorFlow.js 4.22). */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { OpenArithmetic } from './arithmetic.ts';
import type { Tf } from './composed.ts';
import { addressOf, type WasmHeap } from './heap.ts';
import { beforeOwn } from './own-kernel.ts';

export function slice(tf: Tf, open: OpenArithmetic): tfjs.KernelConfig {
  return beforeOwn(tf, 'Slice', ({ inputs, attrs, backend }) => {
    const { x } = inputs as Record<'x', tfjs.TensorInfo>;
    const heap = backend as WasmHeap;
    const arithmetic = open(heap);
    const { begin, size } = attrs as unknown as tfjs.SliceAttrs;
    if (!arithmetic || x.shape.length > 4 || !['float32', 'int32'].includes(x.dtype)) return null;
    const [from, sizes] = tf.slice_util.parseSliceParams(x as tfjs.Tensor, begin, size) as [
      number[],
      number[],
    ];
    tf.slice_util.assertParamsValid(x as tfjs.Tensor, from, sizes);
    const out = heap.makeOutput(sizes, x.dtype);
    if (tf.util.sizeFromShape(sizes) === 0) return out;
    const { start, loops, run } = runsOf(x.shape, from, sizes);
    arithmetic.gatherRuns(addressOf(heap, out), addressOf(heap, x) + start, ...loops, run);
    return out;
  });
}

/** Where the part begins, in bytes; three loops around its runs, each a count and a step in bytes; and how long a run is. */
function runsOf(shape: readonly number[], from: readonly number[], sizes: readonly number[]) {
  let step = 4;
  let start = 0;
  let run = 1;
  let whole = true;
  const loops: number[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    start += from[axis]! * step;
    if (whole) run *= sizes[axis]!;
    else loops.unshift(sizes[axis]!, step);
    whole &&= sizes[axis] === shape[axis];
    step *= shape[axis]!;
  }
  while (loops.length < 6) loops.unshift(1, 0);
  return { start, loops, run };
}
