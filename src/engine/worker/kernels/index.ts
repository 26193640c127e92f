/** Teaches the wasm backend what it lacks, has wrong or does slowly, so that convolutional networks train and are attacked on it. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { adamStep, stepByKernel } from './adam-step.ts';
import { createArithmetic, type OpenArithmetic } from './arithmetic.ts';
import { batchMatMul } from './batch-mat-mul.ts';
import type { Tf } from './composed.ts';
import { conv2d } from './conv2d.ts';
import { conv2dBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2dBackpropInput } from './conv2d-backprop-input.ts';
import { depthwiseBackpropFilter } from './depthwise-backprop-filter.ts';
import { depthwiseBackpropInput } from './depthwise-backprop-input.ts';
import { add, maximum, minimum, sign } from './elementwise.ts';
import { gather } from './gather.ts';
import { cast, identity } from './identity.ts';
import { maxPoolGrad } from './max-pool-grad.ts';
import { gateGradients, reluGrad } from './relu-grad.ts';
import { oneHot } from './one-hot.ts';
import { pad } from './pad.ts';
import { slice } from './slice.ts';
import { sum } from './sum.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';

/** Each makes one kernel; those that serve before the backend's own take that with them. */
const KERNELS: readonly ((tf: Tf, open: OpenArithmetic) => tfjs.KernelConfig)[] = [
  adamStep,
  add,
  batchMatMul,
  cast,
  conv2d,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  gather,
  identity,
  maxPoolGrad,
  maximum,
  minimum,
  oneHot,
  pad,
  reluGrad,
  sign,
  slice,
  sum,
  unsortedSegmentSum,
];

/** Registers every kernel of this folder with `tf`, in place of the backend's own where it has one. Calling it again changes nothing. */
export function registerKernels(tf: Tf): void {
  const known = new Set(tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName));
  // The backend lacks this one: where it is, all have been registered before.
  if (known.has('Conv2DBackpropFilter')) return;
  const open = createArithmetic();
  for (const make of KERNELS) {
    const kernel = make(tf, open);
    if (known.has(kernel.kernelName)) tf.unregisterKernel(kernel.kernelName, 'wasm');
    tf.registerKernel(kernel);
  }
  gateGradients(tf, open);
  stepByKernel(tf, open);
}
