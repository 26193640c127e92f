/** Puts a faster or sounder way before a kernel, which still serves whatever the way leaves to it. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tf } from './composed.ts';

/** What a kernel is called with. */
export type KernelCall = Parameters<tfjs.KernelFunc>[0];

/** Gives null for what it does not do. */
export type Way = (call: KernelCall) => tfjs.TensorInfo | null;

/** `way` before the backend's own kernel. */
export function beforeOwn(tf: Tf, kernelName: string, way: Way): tfjs.KernelConfig {
  return before(tf.getKernel(kernelName, 'wasm'), way);
}

/** `way` before another kernel. */
export function before(kernel: tfjs.KernelConfig, way: Way): tfjs.KernelConfig {
  return { ...kernel, kernelFunc: (call) => way(call) ?? kernel.kernelFunc(call) };
}
