/** The same kernels where the engine has no SIMD: the own binary cannot be compiled there, and what is composed of other operations serves. */
import { expect, test, vi } from 'vitest';

vi.hoisted(() => {
  WebAssembly.validate = () => false;
});

import { createArithmetic } from '#engine/worker/kernels/arithmetic.ts';
import type { WasmHeap } from '#engine/worker/kernels/heap.ts';
import './kernels.test.ts';

test('there is no binary', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  expect(createArithmetic()({ wasm: { asm: { memory } } } as WasmHeap)).toBeNull();
});
