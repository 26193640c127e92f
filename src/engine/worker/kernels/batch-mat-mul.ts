/**
 * Matrix products by the binary. Without it, those of a transposed factor, which the wasm backend computes three to sixteen
 * times slower than plain ones (TensorFlow.js 4.22): the factor is transposed first. Every dense layer's gradient is such
 * a product.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { OpenArithmetic } from './arithmetic.ts';
import { asTensor, type Tf } from './composed.ts';
import type { WasmHeap } from './heap.ts';
import { matMul } from './mat-mul.ts';
import { before, beforeOwn } from './own-kernel.ts';

export function batchMatMul(tf: Tf, open: OpenArithmetic): tfjs.KernelConfig {
  const transposing = beforeOwn(tf, 'BatchMatMul', ({ inputs, attrs, backend }) => {
    const { transposeA, transposeB } = attrs as unknown as tfjs.BatchMatMulAttrs;
    const { a, b } = inputs as Record<'a' | 'b', tfjs.TensorInfo>;
    const single = [a, b].every(({ shape }) => shape.slice(0, -2).every((size) => size === 1));
    if (!single || (!transposeA && !transposeB)) return null;
    const heap = backend as WasmHeap;
    const rank = Math.max(a.shape.length, b.shape.length);
    return tf.tidy(() => {
      const product = tf.matMul(plain(tf, heap, a, transposeA), plain(tf, heap, b, transposeB));
      return tf.reshape(product, [...Array<number>(rank - 2).fill(1), ...product.shape]);
    });
  });
  return before(transposing, matMul(open));
}

function plain(tf: Tf, heap: WasmHeap, info: tfjs.TensorInfo, transposed: boolean): tfjs.Tensor2D {
  const matrix: tfjs.Tensor2D = tf.reshape(
    asTensor(tf, heap, info),
    info.shape.slice(-2) as [number, number],
  );
  return transposed ? tf.transpose<tfjs.Tensor2D>(matrix) : matrix;
}
