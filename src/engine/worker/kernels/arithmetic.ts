/** The project's own wasm binary (../wasm), at work in the memory of TensorFlow.js' wasm backend, so that nothing is copied. */
import { BINARY } from './binary.ts';
import type { WasmHeap } from './heap.ts';

type Numbers = (...values: number[]) => void;

/** What the binary gives; the sources say what each argument is. */
export interface Arithmetic {
  readonly addToRows: Numbers;
  readonly addWindows: Numbers;
  readonly correlate: Numbers;
  readonly frameImages: Numbers;
  readonly gateByPositive: Numbers;
  readonly gatherRuns: Numbers;
  readonly layOut: Numbers;
  readonly multiply: Numbers;
  readonly packColumns: Numbers;
  readonly returnMaxima: Numbers;
  readonly stepAdam: Numbers;
  readonly sumColumns: Numbers;
  readonly takeGreater: Numbers;
  readonly takeSigns: Numbers;
  readonly takeSmaller: Numbers;
}

/** The arithmetic over one backend's memory; null where the engine has no SIMD, or the backend hides its memory. */
export type OpenArithmetic = (heap: WasmHeap) => Arithmetic | null;

/** Compiles once, and makes one instance a backend. */
export function createArithmetic(): OpenArithmetic {
  const bytes = Uint8Array.from(atob(BINARY), (letter) => letter.charCodeAt(0));
  const compiled = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  const instances = new WeakMap<WasmHeap, Arithmetic>();
  return (heap) => {
    const known = instances.get(heap);
    if (known) return known;
    const memory = heap.wasm?.asm?.memory;
    if (!compiled || !memory) return null;
    const made = new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Arithmetic;
    instances.set(heap, made);
    return made;
  };
}
