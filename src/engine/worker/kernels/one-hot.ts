/** One-hot rows, in place of the wasm backend's own, which writes whole numbers into float outputs (TensorFlow.js 4.22), where they read as 1e-45. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { WasmHeap } from './heap.ts';

export function oneHot(): tfjs.KernelConfig {
  return {
    kernelName: 'OneHot',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { indices } = inputs as Record<'indices', tfjs.TensorInfo>;
      const { dtype, depth, onValue, offValue } = attrs as unknown as tfjs.OneHotAttrs;
      const heap = backend as WasmHeap;
      const out = heap.makeOutput([...indices.shape, depth], dtype);
      const rows = heap.typedArrayFromHeap(out).fill(offValue);
      heap.typedArrayFromHeap(indices).forEach((index, row) => {
        if (index >= 0 && index < depth) rows[row * depth + index] = onValue;
      });
      return out;
    },
  };
}
