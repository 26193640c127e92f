/** An ε is said in its own norm: pixels in L0, grey levels in L∞, the whole image in L1 and L2. */
import { expect, test } from 'vitest';
import { nameScale, readNorm, sayEpsilonIn, UNBOUNDED } from '#ui/job/norm-words.ts';

test.each([
  ['Linf', 0.1, 'How much each pixel may change', 'ε 0.1 (26/255)'],
  ['inf', 0.1, 'How much each pixel may change', 'ε 0.1 (26/255)'],
  ['L2', 1.5, 'How much each image may change in all (L2)', 'ε 1.5 in L2'],
  ['1', 8, 'How much each image may change in all (L1)', 'ε 8 in L1'],
  ['L0', 1, 'How many pixels of each image may change', 'ε 1 pixel'],
  ['L0', 5, 'How many pixels of each image may change', 'ε 5 pixels'],
  [UNBOUNDED, 1, 'How far the attack may go (ε, in no norm)', 'ε 1'],
])('%s', (norm, epsilon, scale, said) => {
  expect([nameScale(norm), sayEpsilonIn(epsilon, norm)]).toEqual([scale, said]);
});

test('a file without a norm is not taken for L∞', () => {
  expect([null, '', undefined, 2].map(readNorm)).toEqual(Array(4).fill(UNBOUNDED));
  expect(readNorm('L2')).toBe('L2');
});
