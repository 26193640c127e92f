/** The WebGPU backend's bundle: registers itself with the engine of tfjs.ts, which it imports and never holds a copy of. */
import '@tensorflow/tfjs-backend-webgpu';
import {
  getKernel,
  registerKernel,
  unregisterKernel,
  type KernelConfig,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

/** A shader may hold eight buffers where nothing more was asked of the device, and one of them is the sum. */
const TOGETHER = 7;

interface Disposer {
  disposeData(dataId: object): unknown;
}

/**
 * `AddN` as shipped puts all its inputs into one shader: beyond seven the pipeline is invalid, nothing throws, and what
 * comes back is whatever lay in the buffer. Here seven at most are added at once.
 */
function addInGroups(whole: KernelConfig): KernelConfig {
  return {
    ...whole,
    kernelFunc: (call) => {
      const terms = call.inputs as unknown as TensorInfo[];
      const add = (group: TensorInfo[]): TensorInfo =>
        whole.kernelFunc({ ...call, inputs: group as unknown as typeof call.inputs }) as TensorInfo;
      let sum = add(terms.slice(0, TOGETHER));
      for (let at = TOGETHER; at < terms.length; at += TOGETHER - 1) {
        const next = add([sum, ...terms.slice(at, at + TOGETHER - 1)]);
        (call.backend as unknown as Disposer).disposeData(sum.dataId);
        sum = next;
      }
      return sum;
    },
  };
}

const shipped = getKernel('AddN', 'webgpu');
unregisterKernel('AddN', 'webgpu');
registerKernel(addInGroups(shipped));
