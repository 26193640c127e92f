/** The reliability diagram comes from a plugin: it is read with care, counted again, and said in one sentence. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrate } from '../../plugins/robustness/calibration.ts';
import {
  gapOf,
  parseReliability,
  sayEdges,
  summariseReliability,
  writeReliabilityCsv,
} from '#ui/figure/reliability.ts';

const EMPTY = { count: 0, correct: 0, confidence: null };
const BINS = [
  { low: 0, high: 0.5, ...EMPTY },
  { low: 0.5, high: 0.75, count: 20, correct: 13, confidence: 0.7 },
  { low: 0.75, high: 1, count: 80, correct: 79, confidence: 0.95 },
];
const FACTS = { format: 1, bins: BINS };

test('the error is the mean gap, weighted by images', () => {
  const { ece, accuracy, confidence, count, bins } = parseReliability(FACTS);
  expect(ece).toBeCloseTo(0.2 * 0.05 + 0.8 * (79 / 80 - 0.95), 12);
  expect([count, accuracy]).toEqual([100, 0.92]);
  expect(confidence).toBeCloseTo(0.9, 12);
  expect(bins.map(gapOf).map((gap) => Number(gap.toFixed(4)))).toEqual([0, 0.05, -0.0375]);
  expect(sayEdges(bins[1]!)).toBe('50 to 75 %');
});

test('it is the error that the task records, for any confidences', () => {
  const images = fc.array(
    fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 1 })),
    {
      minLength: 1,
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(images, fc.integer({ min: 1, max: 20 }), (pairs, size) => {
      const made = calibrate(
        pairs.map(([sure]) => sure),
        pairs.map(([, right]) => right),
        size,
      );
      const read = parseReliability(JSON.parse(JSON.stringify({ format: 1, bins: made.bins })));
      expect(read.ece).toBeCloseTo(made.ece, 9);
      expect(read.count).toBe(pairs.length);
    }),
  );
});

test('the sentence says the error, how sure it is, how right, and where the gap is widest', () => {
  expect(summariseReliability(parseReliability(FACTS))).toBe(
    'Expected calibration error 4.0 % in 3 bins of 100 images: it is 90.0 % sure on average and 92.0 % right, which the 95 % band of its accuracy holds; of the bins with 10 images or more the widest gap lies at confidence 50 to 75 %, 70.0 % sure and 65.0 % right.',
  );
  const sure = { bins: [{ low: 0, high: 1, count: 100, correct: 60, confidence: 0.95 }] };
  expect(summariseReliability(parseReliability(sure))).toContain(
    '95.0 % sure on average and 60.0 % right, 35.0 points too sure;',
  );
  const unsure = { bins: [{ low: 0, high: 1, count: 100, correct: 95, confidence: 0.6 }] };
  expect(summariseReliability(parseReliability(unsure))).toContain('35.0 points too unsure');
});

test('the CSV has every bin', () => {
  const lines = writeReliabilityCsv(parseReliability(FACTS)).trim().split(/\r?\n/);
  expect(lines[0]).toBe('low,high,count,correct,confidence,accuracy,accuracy_low,accuracy_high');
  expect(lines[1]).toBe('0,0.5,0,0,,,,');
  expect(lines[2]).toMatch(/^0\.5,0\.75,20,13,0\.7,0\.65,0\.43\d+,0\.81\d+$/);
});

test.each([
  ['no mapping', [], 'no mapping'],
  ['no bin', { bins: [] }, 'no list bins of 1 to 1000'],
  ['no image', { bins: [{ low: 0, high: 1, ...EMPTY }] }, 'counts no image'],
  [
    'more right than images',
    { bins: [{ low: 0, high: 1, count: 1, correct: 2, confidence: 1 }] },
    'more read right',
  ],
  ['a hole', { bins: [BINS[0], BINS[2]] }, 'do not follow each other'],
  ['an end before 1', { bins: BINS.slice(0, 2) }, 'do not end at 1'],
  ['a confidence elsewhere', { bins: [{ ...BINS[1], low: 0, high: 1, confidence: 1.2 }] }, 'outside of it'],
  ['no confidence', { bins: [{ ...BINS[1], low: 0, high: 1, confidence: null }] }, 'outside of it'],
  ['no count', { bins: [{ ...BINS[1], count: 1.5 }] }, 'is no count'],
])('%s is refused', (_, json, words) => {
  expect(() => parseReliability(json)).toThrow(words);
});
