/** The wasm backend's memory, for kernels that are not made of other operations. */
import type * as tfjs from '@tensorflow/tfjs-core';

/** What these kernels use of the wasm backend. A view is good only until the next output is made: memory may move. */
export interface WasmHeap {
  makeOutput(shape: readonly number[], dtype: tfjs.DataType): tfjs.TensorInfo;
  incRef(dataId: tfjs.DataId): void;
  disposeData(dataId: tfjs.DataId): boolean;
  typedArrayFromHeap(info: tfjs.TensorInfo): Float32Array | Int32Array | Uint8Array;
  getMemoryOffset(dataId: tfjs.DataId): number;
  /** The compiled backend; its exports hold the memory. */
  readonly wasm: { readonly asm: { readonly memory?: WebAssembly.Memory } };
}

/** Where a tensor's values begin, in bytes. It never moves. */
export function addressOf(heap: WasmHeap, info: tfjs.TensorInfo): number {
  return heap.getMemoryOffset(info.dataId);
}

/** Room for floats that are needed in passing. */
export class Scratch {
  readonly #heap: WasmHeap;
  readonly #taken: tfjs.TensorInfo[] = [];

  constructor(heap: WasmHeap) {
    this.#heap = heap;
  }

  /** The address of room for so many values of four bytes, which hold anything. */
  take(values: number): number {
    const info = this.#heap.makeOutput([values], 'float32');
    this.#taken.push(info);
    return addressOf(this.#heap, info);
  }

  free(): void {
    for (const { dataId } of this.#taken.splice(0)) this.#heap.disposeData(dataId);
  }
}
