/** Puts a faster or sounder way before one of the backend's own kernels, which still serves whatever the way leaves to it. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tf } from './composed.ts';

/** What a kernel is called with. */
export type KernelCall = Parameters<tfjs.KernelFunc>[0];

/** `way` gives null for what it does not do. */
export function beforeOwn(
  tf: Tf,
  kernelName: string,
  way: (call: KernelCall) => tfjs.TensorInfo | null,
): tfjs.KernelConfig {
  const own = tf.getKernel(kernelName, 'wasm');
  return { ...own, kernelFunc: (call) => way(call) ?? own.kernelFunc(call) };
}
