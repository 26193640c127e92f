// Figures as they are said.
import { expect, it } from 'vitest';
import { sayEpsilon, sayShare } from '#ui/chart/figures.ts';
import { spread } from '#ui/chart/marks.ts';

it.each([
  [0.9634, '96.3 %'],
  [1, '100 %'],
  [0, '0 %'],
  [0.9999, '> 99.9 %'],
  [0.0002, '< 0.1 %'],
  [NaN, '–'],
])('a share of %d is %s', (share, said) => expect(sayShare(share)).toBe(said));

it.each([
  [0.1, 'ε 0.1 (26/255)'],
  [0.05, 'ε 0.05 (13/255)'],
  [0.30000000000000004, 'ε 0.3 (77/255)'],
  [0, 'ε 0 (0/255)'],
])('ε of %d is %s', (epsilon, said) => expect(sayEpsilon(epsilon)).toBe(said));

it('moves names at the ends of curves apart, in order and in sight', () => {
  const at = (y: number) => ({ text: '', colour: '', y });
  expect(spread([at(10), at(12), at(11)], 15, 0, 100).map((l) => l.y)).toEqual([10, 25, 40]);
  expect(spread([at(98), at(99)], 15, 0, 100).map((l) => l.y)).toEqual([85, 100]);
});
