/** Sums of rows by a segment's number, which the wasm backend lacks and the gradient of `gather` needs. Negative numbers are dropped. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { WasmHeap } from './heap.ts';

export function unsortedSegmentSum(): tfjs.KernelConfig {
  return {
    kernelName: 'UnsortedSegmentSum',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { x, segmentIds } = inputs as Record<'x' | 'segmentIds', tfjs.TensorInfo>;
      const { numSegments } = attrs as unknown as tfjs.UnsortedSegmentSumAttrs;
      const rest = x.shape.slice(segmentIds.shape.length);
      const heap = backend as WasmHeap;
      const out = heap.makeOutput([numSegments, ...rest], x.dtype);
      const sums = heap.typedArrayFromHeap(out).fill(0);
      const values = heap.typedArrayFromHeap(x);
      const width = rest.reduce((product, size) => product * size, 1);
      heap.typedArrayFromHeap(segmentIds).forEach((segment, row) => {
        if (segment < 0 || segment >= numSegments) return;
        for (let i = 0; i < width; i++) sums[segment * width + i]! += values[row * width + i]!;
      });
      return out;
    },
  };
}
