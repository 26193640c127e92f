// The kernels' binary is what its sources compile to, byte by byte, and brings nothing of its own into the backend's memory.
import { expect, it } from 'vitest';
import { kernelsText } from '../../scripts/kernels.mjs';

const { committed, made, bytes } = kernelsText();

it('is the committed one', () => {
  expect(committed === made, 'run node scripts/kernels.mjs').toBe(true);
});

it('imports a memory, exports functions, and has neither data nor a start', () => {
  const binary = new WebAssembly.Module(Uint8Array.from(bytes));
  expect(WebAssembly.Module.imports(binary)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  expect(new Set(WebAssembly.Module.exports(binary).map(({ kind }) => kind))).toEqual(new Set(['function']));
  const sections = sectionsOf(bytes);
  expect(sections).toContain(CODE);
  expect(sections).not.toContain(DATA);
  expect(sections).not.toContain(START);
});

const [START, CODE, DATA] = [8, 10, 11];

/** The numbers of a binary's sections. */
function sectionsOf(bytes: Uint8Array): number[] {
  const found: number[] = [];
  let at = 8;
  const read = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    found.push(bytes[at++]!);
    const size = read();
    at += size;
  }
  return found;
}
