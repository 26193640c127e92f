/** Philox4x32-10 against the known-answer vectors that its authors publish with Random123 (`kat_vectors`). */
import { expect, test } from 'vitest';
import { digestText, philox } from '#sdk/philox.ts';

const hex = (text: string) => text.split(' ').map((word) => Number.parseInt(word, 16));

const VECTORS = [
  ['00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
  ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
] as const;

test.each(VECTORS)('counter %s, key %s', (counter, key, answer) => {
  const [c0, c1, c2, c3] = hex(counter) as [number, number, number, number];
  const [k0, k1] = hex(key) as [number, number];
  const out = new Uint32Array(4);
  philox(c0, c1, c2, c3, k0, k1, out);
  expect([...out]).toEqual(hex(answer));
});

test('texts have digests of their own, whatever their length', () => {
  const texts = ['', 'a', 'a\0', 'b', 'abcdefghijklmnop', 'abcdefghijklmnopq', 'ünïcode', 'train/weights'];
  expect(new Set(texts.map((text) => digestText(text).join())).size).toBe(texts.length);
});
