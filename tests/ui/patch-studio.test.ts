/** The patch studio: what comes from a plugin is read with care, the patch stays on the image, and what is read is said. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatNpy } from '#core/files/npy.ts';
import {
  clampPlace,
  imageOf,
  movePlace,
  parseLaid,
  parseStudio,
  START,
  summariseStudio,
  writeStudioCsv,
} from '#ui/figure/patch-studio.ts';

const images = formatNpy({ shape: [2, 2, 3, 1], data: Float32Array.from({ length: 12 }, (_, i) => i * 10) });
const patch = formatNpy({ shape: [2, 2, 1], data: Float32Array.of(0, 100, 100, 0) });
const FACTS = {
  format: 1,
  classes: ['cat', 'dog', 'owl'],
  range: [0, 100],
  target: 2,
  labels: [0, 1],
  clean: [
    [0.9, 0.1, 0],
    [0.6, 0.4, 0],
  ],
};
const read = (facts: unknown = FACTS) => parseStudio(facts, patch, images);
const answer = (shares: unknown) => ({
  'laid.pixels': new Float32Array(12).fill(50),
  'laid.probabilities': shares,
});

test('pictures come as shares of white, whatever the range of the data', () => {
  const studio = read();
  expect([studio.height, studio.width, studio.channels, studio.side]).toEqual([2, 3, 1, 2]);
  expect([...imageOf(studio, studio.images, 1)]).toEqual([0.6, 0.7, 0.8, 0.9, 1, 1.1].map(Math.fround));
  expect([...studio.patch]).toEqual([0, 1, 1, 0]);
});

test('the sentence counts what is misread without the patch, with it, and as it aims', () => {
  const studio = read();
  expect(summariseStudio(studio, null)).toBe('Without the patch 1 of 2 images are misread.');
  const { shares, pixels } = parseLaid(
    studio,
    answer([
      [0.1, 0.1, 0.8],
      [0, 1, 0],
    ]),
  );
  expect(summariseStudio(studio, shares)).toBe(
    'Without the patch 1 of 2 images are misread; with it, where it lies now, 1 are. Of the 2 of other classes 1 are read as owl, the class that it aims at.',
  );
  expect(summariseStudio({ ...studio, labels: [2, 1] }, shares)).toContain(
    'Of the 1 of other classes 0 are read as owl',
  );
  expect(pixels[0]).toBe(0.5);
  expect(summariseStudio({ ...studio, target: null }, shares)).not.toContain('aims');
});

test('the CSV has a row an image, with both readings and the place', () => {
  const studio = read();
  const { shares } = parseLaid(
    studio,
    answer([
      [0.1, 0.1, 0.8],
      [0, 1, 0],
    ]),
  );
  const lines = writeStudioCsv(studio, { right: 1, down: -2, angle: 30, scale: 0.4 }, shares)
    .trim()
    .split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]!.trim()).toBe('0,cat,cat,0.9,owl,0.8,1,-2,30,0.4');
});

test('keys move it by a pixel, and with Shift turn and scale it', () => {
  expect(movePlace(START, 'ArrowLeft', false)).toEqual({ ...START, right: -1 });
  expect(movePlace(START, 'ArrowDown', false)).toEqual({ ...START, down: 1 });
  expect(movePlace(START, 'ArrowLeft', true)).toEqual({ ...START, angle: 5 });
  expect(movePlace(START, 'ArrowUp', true)).toEqual({ ...START, scale: 0.55 });
  expect(movePlace(START, 'Enter', false)).toBeUndefined();
});

test('however it is moved, it stays where it may lie', () => {
  const move = fc.tuple(fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'), fc.boolean());
  fc.assert(
    fc.property(fc.array(move, { maxLength: 120 }), (moves) => {
      const studio = { width: 28, height: 20 };
      const end = moves.reduce(
        (place, [key, shift]) => clampPlace(studio, movePlace(place, key, shift)!),
        START,
      );
      expect(Math.abs(end.right)).toBeLessThanOrEqual(14);
      expect(Math.abs(end.down)).toBeLessThanOrEqual(10);
      expect(end.angle >= -180 && end.angle <= 180).toBe(true);
      expect(end.scale >= 0.1 && end.scale <= 1).toBe(true);
    }),
  );
});

test.each([
  ['a label that is no class', { ...FACTS, labels: [0, 3] }, 'the class 3 of 3'],
  ['a reading too few', { ...FACTS, clean: [[1, 0, 0]] }, 'without the patch'],
  ['an image too many', { ...FACTS, labels: [0] }, 'does not hold the 1 images'],
  ['no range', { ...FACTS, range: [1, 1] }, 'no range'],
  ['no mapping', 7, 'no mapping'],
])('%s is refused', (_, facts, words) => {
  expect(() => read(facts)).toThrow(words);
});

test.each([
  ['too few shares', [[1, 0, 0]]],
  [
    'a share that is no number',
    [
      ['1', 0, 0],
      [1, 0, 0],
    ],
  ],
  ['no list', 'cat'],
])('an answer of %s is refused', (_, shares) => {
  expect(() => parseLaid(read(), answer(shares))).toThrow('no reading of these images');
});
