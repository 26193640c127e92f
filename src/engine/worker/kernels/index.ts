/** Teaches the wasm backend what it lacks or has wrong, so that convolutional networks train and are attacked on it. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tf } from './composed.ts';
import { conv2dBackpropFilter } from './conv2d-backprop-filter.ts';
import { depthwiseBackpropFilter } from './depthwise-backprop-filter.ts';
import { depthwiseBackpropInput } from './depthwise-backprop-input.ts';
import { maxPoolGrad } from './max-pool-grad.ts';
import { oneHot } from './one-hot.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';

/** Registers every kernel of this folder with `tf`, in place of the backend's own where it has one. Calling it again changes nothing. */
export function registerKernels(tf: Tf): void {
  const kernels: tfjs.KernelConfig[] = [
    conv2dBackpropFilter(tf),
    depthwiseBackpropFilter(tf),
    depthwiseBackpropInput(tf),
    maxPoolGrad(tf),
    oneHot(),
    unsortedSegmentSum(),
  ];
  for (const kernel of kernels) {
    const known = tf.getKernelsForBackend(kernel.backendName);
    if (known.some((k) => k.kernelName === kernel.kernelName)) {
      tf.unregisterKernel(kernel.kernelName, kernel.backendName);
    }
    tf.registerKernel(kernel);
  }
}
