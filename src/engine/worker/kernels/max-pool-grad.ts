/**
 * The gradient of max pooling, in place of the wasm backend's own, which gives 0 for windows whose maximum is negative
 * (TensorFlow.js 4.22). As on cpu, a tie goes to the first maximum of the window, row by row.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { OpenArithmetic } from './arithmetic.ts';
import type { Tf } from './composed.ts';
import { addressOf, type WasmHeap } from './heap.ts';

type PoolInfo = tfjs.backend_util.Conv2DInfo;

export function maxPoolGrad(tf: Tf, open: OpenArithmetic): tfjs.KernelConfig {
  return {
    kernelName: 'MaxPoolGrad',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { dy, input } = inputs as Record<'dy' | 'input', tfjs.TensorInfo>;
      const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as tfjs.MaxPoolGradAttrs;
      const shape = input.shape as [number, number, number, number];
      const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
      const heap = backend as WasmHeap;
      const out = heap.makeOutput(shape, input.dtype);
      const arithmetic = open(heap);
      if (arithmetic && input.dtype === 'float32') {
        heap.typedArrayFromHeap(out).fill(0);
        const [x, gradients, dx] = [input, dy, out].map((tensor) => addressOf(heap, tensor));
        arithmetic.returnMaxima(x!, gradients!, dx!, ...sizes(info));
        return out;
      }
      const gradient = sendBack(heap.typedArrayFromHeap(input), heap.typedArrayFromHeap(dy), info);
      heap.typedArrayFromHeap(out).set(gradient);
      return out;
    },
  };
}

/** In the order of the binary's arguments. */
function sizes(info: PoolInfo): number[] {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info;
  const images = [batchSize, inHeight, inWidth, inChannels, outHeight, outWidth];
  const window = [info.effectiveFilterHeight, info.effectiveFilterWidth];
  return [...images, ...window, info.strideHeight, info.strideWidth, padInfo.top, padInfo.left];
}

/** Adds each output's gradient to the input pixel that won its window. */
function sendBack(x: ArrayLike<number>, dy: ArrayLike<number>, info: PoolInfo): Float64Array {
  const { batchSize, outHeight, outWidth, inChannels } = info;
  const sums = new Float64Array(x.length);
  let at = 0;
  for (let image = 0; image < batchSize; image++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        for (let channel = 0; channel < inChannels; channel++, at++) {
          const winner = findMaximum(x, info, image, row, column, channel);
          if (winner >= 0) sums[winner]! += dy[at]!;
        }
      }
    }
  }
  return sums;
}

/** The place of a window's first maximum, or −1 where every pixel in it is NaN. */
function findMaximum(
  x: ArrayLike<number>,
  info: PoolInfo,
  image: number,
  row: number,
  column: number,
  channel: number,
): number {
  const { inHeight, inWidth, inChannels, padInfo } = info;
  const top = row * info.strideHeight - padInfo.top;
  const left = column * info.strideWidth - padInfo.left;
  const bottom = Math.min(inHeight, top + info.effectiveFilterHeight);
  const right = Math.min(inWidth, left + info.effectiveFilterWidth);
  let best = -Infinity;
  let place = -1;
  for (let y = Math.max(0, top); y < bottom; y++) {
    let at = ((image * inHeight + y) * inWidth + Math.max(0, left)) * inChannels + channel;
    for (let z = Math.max(0, left); z < right; z++, at += inChannels) {
      const value = x[at]!;
      if (value > best) {
        best = value;
        place = at;
      }
    }
  }
  return place;
}
