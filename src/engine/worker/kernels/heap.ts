/** Plain loops over the wasm backend's memory, for kernels that are not made of other operations. */
import type * as tfjs from '@tensorflow/tfjs-core';

/** What these kernels use of the wasm backend. A view is good only until the next output is made: memory may move. */
export interface WasmHeap {
  makeOutput(shape: readonly number[], dtype: tfjs.DataType): tfjs.TensorInfo;
  typedArrayFromHeap(info: tfjs.TensorInfo): Float32Array | Int32Array | Uint8Array;
}
