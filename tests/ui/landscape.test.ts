/** A loss landscape comes from a plugin: it is read with care, and said in one sentence. */
import { describe, expect, test } from 'vitest';
import { formatNpy } from '#core/files/npy.ts';
import { parseLandscape, rangeOf, summariseLandscape } from '#ui/figure/landscape.ts';

const images = formatNpy({ shape: [2, 2, 2, 1], data: Float32Array.from([0, 1, 0, 1, 1, 0, 1, 0]) });
const step = (along: number, loss: number, prediction: number) => ({
  along,
  across: 0,
  loss,
  prediction,
  share: 1,
});
const FACTS = {
  format: 1,
  index: 0,
  label: 9,
  epsilon: 0.1,
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', 'nine'],
  along: [-0.5, 0.5, 1.5],
  across: [0, 1],
  losses: [
    [0.1, 1, 4],
    [0.2, null, 5],
  ],
  predictions: [
    [9, 9, 7],
    [9, 7, 7],
  ],
  way: [step(0, 0.01, 9), step(0.5, 1, 9), step(1, 3.5, 7)],
};

test('it says where the attack went and what of the plane is left', () => {
  expect(summariseLandscape(parseLandscape(FACTS, images))).toBe(
    'From the nine the attack goes from loss 0.01 to 3.5 in 2 steps, read as 7 from step 2 on. 50 % of this plane is still read as nine.',
  );
});

test.each([
  ['never', [step(0, 0.01, 9), step(1, 0.2, 9)], 'and does not change what is read'],
  ['before', [step(0, 3, 7), step(1, 4, 7)], 'it was misread before'],
])('and where it was fooled %s', (_, way, words) => {
  expect(summariseLandscape(parseLandscape({ ...FACTS, way }, images))).toContain(words);
});

test('a loss that is no number is left out of the range', () => {
  expect(rangeOf(parseLandscape(FACTS, images))).toEqual({ low: 0.1, high: 5 });
});

describe('what is none is refused with what is wrong', () => {
  test.each([
    ['no mapping', [], 'no mapping'],
    ['a row too few', { ...FACTS, losses: [[1, 2, 3]] }, '2 rows of losses'],
    [
      'a number too few',
      {
        ...FACTS,
        predictions: [
          [9, 9],
          [9, 7, 7],
        ],
      },
      'predictions',
    ],
    ['no way', { ...FACTS, way: [] }, 'no way'],
    ['a text for a loss', { ...FACTS, way: [{ ...step(0, 0, 9), loss: '<b>' }] }, 'no number loss'],
  ])('%s', (_, facts, words) => {
    expect(() => parseLandscape(facts, images)).toThrow(words);
  });

  test('one image instead of two', () => {
    const one = formatNpy({ shape: [1, 2, 2, 1], data: new Float32Array(4) });
    expect(() => parseLandscape(FACTS, one)).toThrow('two images');
  });
});
