/** The gradient of relu in one kernel of our own, `ReluGrad`, instead of a step, a cast and a product. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { OpenArithmetic } from './arithmetic.ts';
import type { Tf } from './composed.ts';
import { addressOf, type WasmHeap } from './heap.ts';

type Inputs = { readonly dy: tfjs.Tensor; readonly x: tfjs.Tensor };

export function reluGrad(tf: Tf, open: OpenArithmetic): tfjs.KernelConfig {
  return {
    kernelName: 'ReluGrad',
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend }) => {
      const heap = backend as WasmHeap;
      const { dy, x } = inputs as Record<'dy' | 'x', tfjs.TensorInfo>;
      const out = heap.makeOutput(x.shape, 'float32');
      const [from, gate, to] = [dy, x, out].map((tensor) => addressOf(heap, tensor));
      open(heap)!.gateByPositive(from!, gate!, to!, tf.util.sizeFromShape(x.shape));
      return out;
    },
  };
}

/** Has the gradient of relu computed by that kernel where it can be; it has a gradient itself, for gradients of gradients. */
export function gateGradients(tf: Tf, open: OpenArithmetic): void {
  const gate = (dy: tfjs.Tensor, x: tfjs.Tensor): tfjs.Tensor => {
    const floats = dy.dtype === 'float32' && x.dtype === 'float32';
    const serves = tf.getBackend() === 'wasm' && floats && open(tf.backend() as unknown as WasmHeap);
    const inputs: Inputs = { dy, x };
    if (serves) return tf.engine().runKernel('ReluGrad', inputs as unknown as tfjs.NamedTensorMap);
    return tf.mul(dy, tf.cast(tf.step(x), 'float32'));
  };
  tf.registerGradient({
    kernelName: 'Relu',
    inputsToSave: ['x'],
    gradFunc: (dy, [x]) => ({ x: () => gate(dy as tfjs.Tensor, x!) }),
  });
  tf.registerGradient({
    kernelName: 'ReluGrad',
    inputsToSave: ['x'],
    gradFunc: (dy, [x]) => ({ dy: () => gate(dy as tfjs.Tensor, x!), x: () => tf.zerosLike(x!) }),
  });
}
