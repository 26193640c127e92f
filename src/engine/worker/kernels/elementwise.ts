/** Operations value by value that the wasm backend does without SIMD (TensorFlow.js 4.22), by the binary: for float32, and without other broadcasting than a bias. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Arithmetic, OpenArithmetic } from './arithmetic.ts';
import type { Tf } from './composed.ts';
import { addressOf, type WasmHeap } from './heap.ts';
import { beforeOwn } from './own-kernel.ts';

type Info = tfjs.TensorInfo;

/** Of two tensors of one shape. */
function ofPairs(kernelName: string, choose: (arithmetic: Arithmetic) => Arithmetic['takeGreater']) {
  return (tf: Tf, open: OpenArithmetic): tfjs.KernelConfig =>
    beforeOwn(tf, kernelName, ({ inputs, backend }) => {
      const { a, b } = inputs as Record<'a' | 'b', Info>;
      const heap = backend as WasmHeap;
      const arithmetic = open(heap);
      if (!arithmetic || !areFloats(a, b) || !tf.util.arraysEqual(a.shape, b.shape)) return null;
      const out = heap.makeOutput(a.shape, 'float32');
      const [first, second, to] = [a, b, out].map((tensor) => addressOf(heap, tensor));
      choose(arithmetic)(first!, second!, to!, tf.util.sizeFromShape(a.shape));
      return out;
    });
}

export const maximum = ofPairs('Maximum', ({ takeGreater }) => takeGreater);
export const minimum = ofPairs('Minimum', ({ takeSmaller }) => takeSmaller);

/** The sign of NaN is 0, as on cpu. */
export function sign(tf: Tf, open: OpenArithmetic): tfjs.KernelConfig {
  return beforeOwn(tf, 'Sign', ({ inputs, backend }) => {
    const { x } = inputs as Record<'x', Info>;
    const heap = backend as WasmHeap;
    const arithmetic = open(heap);
    if (!arithmetic || !areFloats(x)) return null;
    const out = heap.makeOutput(x.shape, 'float32');
    arithmetic.takeSigns(addressOf(heap, x), addressOf(heap, out), tf.util.sizeFromShape(x.shape));
    return out;
  });
}

/** A bias added: one value a channel to [.., channels]. */
export function add(tf: Tf, open: OpenArithmetic): tfjs.KernelConfig {
  return beforeOwn(tf, 'Add', ({ inputs, backend }) => {
    const { a, b } = inputs as Record<'a' | 'b', Info>;
    const heap = backend as WasmHeap;
    const arithmetic = open(heap);
    const width = b.shape[0] ?? 0;
    const isBias = b.shape.length === 1 && a.shape.length > 1 && a.shape.at(-1) === width;
    if (!arithmetic || !isBias || width === 0 || !areFloats(a, b)) return null;
    const out = heap.makeOutput(a.shape, 'float32');
    const [x, row, to] = [a, b, out].map((tensor) => addressOf(heap, tensor));
    arithmetic.addToRows(x!, row!, to!, tf.util.sizeFromShape(a.shape) / width, width);
    return out;
  });
}

function areFloats(...tensors: readonly Info[]): boolean {
  return tensors.every(({ dtype }) => dtype === 'float32');
}
