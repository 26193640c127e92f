/** A tensor under another name shares its values, as on cpu: the wasm backend's own copies them, some thirty times a training step (TensorFlow.js 4.22). */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tf } from './composed.ts';
import type { WasmHeap } from './heap.ts';
import { beforeOwn } from './own-kernel.ts';

export function identity(tf: Tf): tfjs.KernelConfig {
  return beforeOwn(tf, 'Identity', ({ inputs, backend }) => share(backend as WasmHeap, inputs['x']!));
}

/** A cast to the type that it has already. */
export function cast(tf: Tf): tfjs.KernelConfig {
  return beforeOwn(tf, 'Cast', ({ inputs, attrs, backend }) => {
    const { dtype } = attrs as unknown as tfjs.CastAttrs;
    return inputs['x']!.dtype === dtype ? share(backend as WasmHeap, inputs['x']!) : null;
  });
}

function share(heap: WasmHeap, { dataId, shape, dtype }: tfjs.TensorInfo): tfjs.TensorInfo | null {
  if (dtype === 'string') return null;
  heap.incRef(dataId);
  return { dataId, shape, dtype };
}
