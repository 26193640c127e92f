/** Explanations side by side come from a plugin: they are read with care, measured on their pixels, and said in one sentence. */
import { describe, expect, test } from 'vitest';
import { formatNpy } from '#core/files/npy.ts';
import {
  meanBright,
  nameOf,
  parseExplanations,
  sayExplanation,
  summariseExplanations,
  writeExplanationsCsv,
} from '#ui/figure/explanation-sheet.ts';

const npy = (shape: number[], ...values: number[]) => formatNpy({ shape, data: Float32Array.from(values) });
/** Two images of 1 × 3: the first has one bright pixel, the second two. */
const ORIGINAL = npy([2, 1, 3, 1], 0, 1, 0.5, 0.9, 0, 0.8);
const MAPS = npy([2, 2, 1, 3], -1, 3, 0, 1, 2, 1, 0, 4, 0, 0, 0, 0);
const ITEMS = [
  { label: 0, prediction: 0, confidence: 0.9, explained: 0 },
  { label: 1, prediction: 2, confidence: 0.6, explained: 2 },
];
const FACTS = {
  format: 1,
  classes: ['cat', 'dog', 'owl'],
  methods: ['SmoothGrad, 50 samples, sd 0.15', 'Grad-CAM'],
  items: ITEMS,
};
const read = (facts: unknown = FACTS, original = ORIGINAL, maps = MAPS) =>
  parseExplanations(facts, original, maps);

test('each map is measured by itself: its largest value, where it lies, and what lies on bright pixels', () => {
  const { images, bright } = read();
  expect(bright).toBe(0.5);
  expect(images[0]!.maps[0]).toMatchObject({ most: 3, row: 1, column: 2, sum: 2, bright: 0.75 });
  expect(images[1]!.maps[0]).toMatchObject({ most: 2, row: 1, column: 2, sum: 4, bright: 0.5 });
  expect(images[1]!.maps[1]).toMatchObject({ most: 0, bright: null });
});

test('colour channels count as their mean, and a map has one value a pixel', () => {
  const original = npy([1, 1, 2, 3], 1, 1, 0, 0.2, 0.2, 0.9);
  const facts = { ...FACTS, methods: ['saliency'], items: [ITEMS[0]] };
  const { images } = parseExplanations(facts, original, npy([1, 1, 1, 2], 1, 3));
  expect(images[0]!.maps[0]!.bright).toBe(0.25);
});

test('a method has its settings apart, and is signed where a value is below 0', () => {
  expect(read().methods).toEqual([
    { name: 'SmoothGrad', settings: '50 samples, sd 0.15', signed: true },
    { name: 'Grad-CAM', settings: '', signed: false },
  ]);
});

test('the sentence says what is read right and what lies on bright pixels, empty maps left out', () => {
  const sheet = read();
  expect([meanBright(sheet, 0), meanBright(sheet, 1)]).toEqual([0.625, 1]);
  expect(summariseExplanations(sheet)).toBe(
    '1 of 2 images is read right. Pixels brighter than half are 50 % of all, and hold 63 % of SmoothGrad and 100 % of Grad-CAM.',
  );
  const nothing = read(FACTS, ORIGINAL, npy([2, 2, 1, 3], ...Array<number>(12).fill(0)));
  expect(summariseExplanations(nothing)).toBe('1 of 2 images is read right. No explanation finds anything.');
});

test('a map is said with its class, and an empty one too', () => {
  expect(sayExplanation(read(), 0, 0)).toBe(
    'Image 1, SmoothGrad for cat: strongest in row 1, column 2 (3.0), 75 % on bright pixels',
  );
  expect(sayExplanation(read(), 1, 1)).toBe('Image 2, Grad-CAM for owl: nothing speaks for it.');
  expect(nameOf(read(), -1)).toBe('no class');
});

test('the CSV has every map of every image', () => {
  const lines = writeExplanationsCsv(read()).trim().split('\n');
  expect(lines).toHaveLength(1 + 4);
  expect(lines[1]).toBe('1,cat,cat,0.9,cat,"SmoothGrad, 50 samples, sd 0.15",3,1,2,2,0.75');
  expect(lines[4]).toBe('2,dog,owl,0.6,owl,Grad-CAM,0,1,1,0,');
});

describe('what is none is refused with what is wrong', () => {
  test.each([
    ['no mapping', [], ORIGINAL, MAPS, 'no mapping'],
    ['no method', { ...FACTS, methods: [] }, ORIGINAL, MAPS, 'methods of 1 to'],
    ['a picture too few', FACTS, npy([1, 1, 3, 1], 0, 0, 0), MAPS, 'not the 2 pictures'],
    ['a map too few', FACTS, ORIGINAL, npy([1, 2, 1, 3], 0, 0, 0, 0, 0, 0), 'each of the 2 methods'],
    [
      'an image without a reading',
      { ...FACTS, items: [ITEMS[0], { label: 1 }] },
      ORIGINAL,
      MAPS,
      'Image 2 has no number prediction',
    ],
    [
      'bytes for numbers',
      FACTS,
      formatNpy({ shape: [2, 1, 3, 1], data: new Uint8Array(6) }),
      MAPS,
      'original.npy holds no numbers of 32 bits',
    ],
  ])('%s', (_, facts, original, maps, words) => {
    expect(() => parseExplanations(facts, original, maps)).toThrow(words);
  });
});
