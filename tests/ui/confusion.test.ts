/** The confusion of attacks comes from a plugin: it is read with care, counted by class, and said in one sentence. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatNpy } from '#core/files/npy.ts';
import { breakLines } from '#ui/chart/png.ts';
import {
  keptOf,
  leadOf,
  openingOf,
  parseConfusion,
  sayCell,
  summariseConfusion,
  worstOf,
  writeConfusionCsv,
} from '#ui/figure/confusion.ts';

const pictures = formatNpy({ shape: [3, 1, 2, 1], data: Uint8Array.of(0, 255, 51, 102, 255, 0) });
const POINTS = [
  {
    epsilon: 0,
    matrix: [
      [4, 0, 0],
      [0, 5, 1],
      [0, 0, 0],
    ],
    images: [{ label: 1, prediction: 2, index: 8 }],
  },
  {
    epsilon: 0.1,
    matrix: [
      [1, 3, 0],
      [2, 4, 0],
      [0, 0, 0],
    ],
    images: [
      { label: 0, prediction: 1, index: 2 },
      { label: 0, prediction: 1, index: 5 },
    ],
  },
];
const FGSM = { attack: 'FGSM', role: 'adversarial', norm: 'Linf', tries: '1 step', points: POINTS };
const FACTS = { format: 1, classes: ['cat', 'dog', 'owl'], attacks: [FGSM] };
const read = (facts: unknown = FACTS) => parseConfusion(facts, pictures);

test('pictures follow their points, as shares of white', () => {
  const [course] = read().attacks;
  expect(course!.count).toBe(10);
  expect(course!.points.map((point) => point.pictures.map(({ index }) => index))).toEqual([[8], [2, 5]]);
  expect([...course!.points[1]!.pictures[0]!.pixels]).toEqual([0.2, 0.4].map(Math.fround));
});

test('the sentence says what is right, which class is worst and what it is taken for', () => {
  const confusion = read();
  const [course] = confusion.attacks;
  expect(summariseConfusion(confusion, course!, course!.points[1]!)).toBe(
    'FGSM at ε 0.1 (26/255): 5 of 10 are read right. Worst is cat, of which 1 of 4 are left, most often read as dog (3).',
  );
  expect(summariseConfusion(confusion, course!, course!.points[0]!)).toContain('Unchanged: 9 of 10');
  const other = read({ ...FACTS, attacks: [{ ...FGSM, norm: 'L2' }] });
  expect(summariseConfusion(other, other.attacks[0]!, other.attacks[0]!.points[1]!)).toMatch(
    /^FGSM at ε 0\.1 in L2: 5 of 10/,
  );
});

test('a class without images is left out, a band is Wilson’s', () => {
  const kept = keptOf(read().attacks[0]!.points[0]!);
  expect(kept.map(({ label, count, correct }) => [label, count, correct])).toEqual([
    [0, 4, 4],
    [1, 6, 5],
  ]);
  expect(kept[1]!.low).toBeCloseTo(0.4365, 3);
  expect(kept[1]!.high).toBeCloseTo(0.9699, 3);
  expect(worstOf(kept).label).toBe(1);
});

test('it opens at ε 0.1 and on the most frequent mistake', () => {
  const [course] = read().attacks;
  expect(openingOf(course!)).toBe(1);
  expect(leadOf(course!.points[1]!)).toMatchObject({ label: 0, prediction: 1 });
  expect(leadOf({ epsilon: 0, matrix: [[2]], pictures: [] })).toBeNull();
});

test('a cell is said with its count and its share', () => {
  const confusion = read();
  const point = confusion.attacks[0]!.points[1]!;
  expect(sayCell(confusion, point, { label: 1, prediction: 0 })).toBe('dog read as cat: 2 of 6 (33.3 %)');
  expect(sayCell(confusion, point, { label: 0, prediction: 0 })).toBe('cat read right: 1 of 4 (25.0 %)');
});

test('the CSV has every cell of every ε', () => {
  const lines = writeConfusionCsv(read()).trim().split('\n');
  expect(lines).toHaveLength(1 + 2 * 9);
  expect(lines[0]).toContain('true,read,count');
  expect(lines).toContainEqual(expect.stringContaining('FGSM,0.1,cat,dog,3,4'));
});

test('what is read as no class has a column of its own', () => {
  const matrix = [
    [1, 2, 0, 1],
    [2, 4, 0],
    [0, 0, 0],
  ];
  const confusion = read({ ...FACTS, attacks: [{ ...FGSM, points: [POINTS[0], { ...POINTS[1], matrix }] }] });
  expect(confusion.reads).toEqual(['cat', 'dog', 'owl', 'no class']);
  const point = confusion.attacks[0]!.points[1]!;
  expect(point.matrix[1]).toEqual([2, 4, 0, 0]);
  expect(sayCell(confusion, point, { label: 0, prediction: 3 })).toBe(
    'cat read as no class: 1 of 4 (25.0 %)',
  );
  expect(keptOf(point)[0]).toMatchObject({ correct: 1, count: 4 });
});

describe('what is none is refused with what is wrong', () => {
  const with1 = (point: unknown) => ({ ...FACTS, attacks: [{ ...FGSM, points: [POINTS[0], point] }] });
  test.each([
    ['no mapping', [], 'no mapping'],
    ['no attack', { ...FACTS, attacks: [] }, 'attacks'],
    ['a row too few', with1({ ...POINTS[1], matrix: [[1]] }), 'matrix of 3 to 3'],
    [
      'half an image',
      with1({
        ...POINTS[1],
        matrix: [
          [1.5, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ],
      }),
      'no count: 1.5',
    ],
    [
      'rows of other classes',
      with1({
        ...POINTS[1],
        matrix: [
          [4, 1, 0],
          [2, 4, 0],
          [0, 0, 0],
        ],
      }),
      'do not sum',
    ],
    [
      'more pictures than there are',
      with1({ ...POINTS[1], images: [...POINTS[1]!.images, ...POINTS[1]!.images] }),
      'more pictures than the 3',
    ],
  ])('%s', (_, facts, words) => {
    expect(() => read(facts)).toThrow(words);
  });

  test('pictures in floating point', () => {
    const floats = formatNpy({ shape: [3, 1, 2, 1], data: new Float32Array(6) });
    expect(() => parseConfusion(FACTS, floats)).toThrow('256 levels');
  });
});

test('a sentence over a picture breaks at words and loses none', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
      fc.integer({ min: 12, max: 40 }),
      (words, room) => {
        const lines = breakLines(words.join(' '), (line) => line.length <= room);
        expect(lines.join(' ')).toBe(words.join(' '));
        lines.forEach((line) => expect(line.length).toBeLessThanOrEqual(room));
      },
    ),
  );
});
