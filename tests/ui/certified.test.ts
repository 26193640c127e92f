/** Certificates come from a plugin: they are read with care, counted in steps, and said in one sentence. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wilsonBand } from '#core/wilson.ts';
import {
  heldAt,
  makeCertifiedChart,
  parseCertified,
  sayRisk,
  radiiOf,
  summariseCertified,
  sumsOf,
} from '#ui/figure/certified.ts';

const COURSE = {
  sigma: 0.25,
  cap: 0.6,
  certificates: [
    [1, 1, 0.6],
    [1, 1, 0.3],
    [2, -1, 0],
    [2, 3, 0.6],
  ],
  attacked: {
    attack: 'PGD',
    tries: '10 steps',
    count: 2,
    points: [{ radius: 0.25, correct: 1, broken: 1 }],
  },
};
const WIDE = { sigma: 0.5, cap: 1.2, certificates: [[1, 1, 1.2]], attacked: null };
const FACTS = {
  format: 1,
  n: 1000,
  alpha: 0.001,
  courses: [WIDE, COURSE],
  published: [{ sigma: 0.25, radius: 0.5, accuracy: 0.967 }],
};
const read = () => parseCertified(FACTS);

test('the sentence says what is certified, who abstained and how far votes reach', () => {
  expect(summariseCertified(read())).toBe(
    'With σ 0.25 50.0 % of 4 images are certified at radius 0 and 25.0 % at 0.5, 1 abstained; with σ 0.5 100 % of 1 images are certified at radius 0 and 100 % at 0.5, 0 abstained. 1,000 votes certify no farther than 0.6 and 1.2.',
  );
});

test('an image that is wrong or says nothing has no part in the mean radius', () => {
  expect(sumsOf(read().courses[0]!)).toEqual({
    count: 4,
    certified: 2,
    abstained: 1,
    wrong: 1,
    average: expect.closeTo(0.225, 9),
  });
});

test('the chart falls in steps, at the radii themselves, and ends one step beyond its cap', () => {
  const chart = makeCertifiedChart(read());
  expect(chart.series.map(({ label, role, stepped }) => [label, role, stepped])).toEqual([
    ['certified, σ 0.25', 'certified', true],
    ['certified, σ 0.5', 'certified', true],
    ['left by PGD, σ 0.25', 'adversarial', undefined],
    ['published, σ 0.25', 'plain', undefined],
  ]);
  const at = (radius: number) => chart.series[0]!.points.find(({ x }) => x === radius)!;
  expect(at(0.3)).toEqual({ x: 0.3, y: 0.5, ...wilsonBand(2, 4) });
  expect([at(0.31).y, at(0.6).y, at(0.61).y]).toEqual([0.25, 0.25, 0]);
  expect(chart.series[0]!.points.at(-1)!.x).toBe(0.61);
  expect(chart.series[2]!.points).toEqual([{ x: 0.25, y: 0.5, ...wilsonBand(1, 2) }]);
  expect(chart.marks!.map(({ x }) => x)).toEqual([0.6, 1.2]);
});

test('no curve rises, whatever was certified, and each point counts what is certified to it', () => {
  const certificate = fc.tuple(
    fc.nat(2),
    fc.integer({ min: -1, max: 2 }),
    fc.double({ min: 0, max: 2, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(certificate, { minLength: 1, maxLength: 30 }), (certificates) => {
      const course = { ...COURSE, cap: 2, attacked: null, certificates };
      const certified = parseCertified({ ...FACTS, published: [], courses: [course] });
      const { points } = makeCertifiedChart(certified).series[0]!;
      points.slice(1).forEach(({ y }, i) => expect(y).toBeLessThanOrEqual(points[i]!.y));
      expect(points[0]!.y * certificates.length).toBeCloseTo(heldAt(certified.courses[0]!, 0), 9);
      expect(radiiOf(certified).length).toBeLessThan(150);
    }),
    { numRuns: 40 },
  );
});

test.each([
  [
    'a radius beyond the cap',
    { ...FACTS, courses: [{ ...COURSE, certificates: [[1, 1, 0.7]] }] },
    'beyond its cap',
  ],
  ['no course', { ...FACTS, courses: [] }, 'courses of 1 to 12'],
  [
    'an attack that leaves more than it had',
    { ...FACTS, courses: [{ ...COURSE, attacked: { ...COURSE.attacked, count: 0 } }] },
    'more images than it had',
  ],
  [
    'a text for a radius',
    { ...FACTS, courses: [{ ...COURSE, certificates: [[1, 1, '0.1']] }] },
    'or is none',
  ],
  ['no mapping', 'certified', 'no mapping'],
])('%s is refused', (_, facts, words) => {
  expect(() => parseCertified(facts)).toThrow(words);
});

test('what certificates are worth is counted over their images', () => {
  expect(sayRisk(0.001, 500)).toMatch(/: of 500 images at α 0.001 on average 0\.5 may be wrong\.$/);
  expect(sayRisk(0.01, 500)).toMatch(/: of 500 images at α 0.01 on average 5 may be wrong\.$/);
});
