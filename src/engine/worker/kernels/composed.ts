/** Lets a kernel of the wasm backend be written with TensorFlow.js' own operations: its inputs come as tensors, and only what it returns survives. */
import type * as tfjs from '@tensorflow/tfjs-core';

/** The library that the kernels are registered with; the worker holds exactly one. */
export type Tf = typeof tfjs;

type Tensors = Readonly<Record<string, tfjs.Tensor4D>>;

/** A kernel function that runs `body` on its inputs. Nothing in it is recorded for gradients: it is itself one step of them. */
export function composed<Attrs>(
  tf: Tf,
  body: (inputs: Tensors, attrs: Attrs) => tfjs.Tensor,
): tfjs.KernelFunc {
  return ({ inputs, attrs, backend }) =>
    tf.tidy(() => {
      const tensors: Record<string, tfjs.Tensor4D> = {};
      for (const [name, info] of Object.entries(inputs)) {
        if (info) tensors[name] = asTensor(tf, backend, info) as tfjs.Tensor4D;
      }
      return body(tensors, attrs as Attrs);
    });
}

/** A kernel's input as a tensor of the scope in force; to be called in tidy(), which disposes of it. */
export function asTensor(tf: Tf, backend: object, info: tfjs.TensorInfo): tfjs.Tensor {
  // The count keeps the caller's data alive when the scope lets go of the tensor.
  (backend as { incRef(id: object): void }).incRef(info.dataId);
  return tf.engine().makeTensorFromTensorInfo(info);
}
