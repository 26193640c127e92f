/** Bounds, tests and quantiles against the tables of techniques, section 4.4, and what always holds of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fairTossTest,
  incompleteBeta,
  logGamma,
  lowerBound,
  normalShare,
  probit,
} from '../../../plugins/defences/binomial.ts';
import { capRadius, makeCertificate } from '../../../plugins/defences/certify.ts';
import { ABSTAINED, judgeVotes } from '../../../plugins/defences/smoothing.ts';

const ALPHA = 0.001;

describe('Clopper and Pearson at alpha .001', () => {
  test.each([
    [100, 100, 0.933254301, 1.500475],
    [99, 100, 0.911373111, 1.349259],
    [90, 100, 0.77532988, 0.756515],
    [1000, 1000, 0.993116048, 2.463263],
    [990, 1000, 0.976036187, 1.97801],
    [10000, 10000, 0.999309463, 3.198578],
    [9990, 10000, 0.997588308, 2.818598],
    [99000, 100000, 0.98898934, 2.29],
    [100000, 100000, 0.999930925, 3.811457],
  ])('%i of %i', (votes, n, share, radius) => {
    expect(lowerBound(votes, n, ALPHA)).toBeCloseTo(share, 9);
    const counts = Int32Array.of(n - votes, votes);
    const certificate = makeCertificate(1, counts, { sigma: 1, n, alpha: ALPHA });
    expect(certificate.prediction).toBe(1);
    expect(certificate.radius).toBeCloseTo(radius, 6);
  });

  test('55 of 100 abstains', () => {
    expect(lowerBound(55, 100, ALPHA)).toBeCloseTo(0.392147, 6);
    const certificate = makeCertificate(0, Int32Array.of(55, 45), { sigma: 0.25, n: 100, alpha: ALPHA });
    expect(certificate).toEqual({ prediction: ABSTAINED, radius: 0, votes: 55 });
  });

  test('votes of one mind: the bound is the n-th root of alpha', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 1e-6, max: 0.5, noNaN: true }),
        (n, alpha) => {
          expect(lowerBound(n, n, alpha)).toBeCloseTo(alpha ** (1 / n), 10);
        },
      ),
    );
  });

  test('with probability alpha or less the votes are as many where the share is the bound', () => {
    const votes = fc
      .integer({ min: 1, max: 400 })
      .chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(votes, ([k, n]) => {
        expect(tail(k, n, lowerBound(k, n, ALPHA))).toBeCloseTo(ALPHA, 9);
      }),
    );
  });

  test('more votes never lower it, and a smaller alpha never raises it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), (votes) => {
        expect(lowerBound(votes + 1, 100, ALPHA)).toBeGreaterThan(lowerBound(votes, 100, ALPHA));
        expect(lowerBound(votes + 1, 100, ALPHA / 10)).toBeLessThan(lowerBound(votes + 1, 100, ALPHA));
      }),
    );
  });

  test('what is no vote is refused', () => {
    expect(() => lowerBound(3, 2, ALPHA)).toThrow('3 votes of 2');
    expect(() => lowerBound(1, 2, 0)).toThrow('alpha');
  });
});

/** P(at least k of n) by the sum of its terms: nothing of the code under test. */
function tail(k: number, n: number, share: number): number {
  let sum = 0;
  let log = n * Math.log1p(-share);
  for (let i = 0; i <= n; i++) {
    if (i >= k) sum += Math.exp(log);
    log += Math.log((n - i) / (i + 1)) + Math.log(share) - Math.log1p(-share);
  }
  return sum;
}

describe('the two-sided binomial test', () => {
  test.each([
    [60, 40, 0.0568879, 7],
    [65, 35, 0.00351764, 8],
    [67, 33, 0.00087372, 8],
    [510, 490, 0.547973, 6],
    [560, 440, 0.00016505, 8],
    [50, 50, 1, 12],
  ])('%i against %i', (a, b, p, digits) => {
    expect(fairTossTest(a, b)).toBeCloseTo(p, digits);
    expect(fairTossTest(b, a)).toBe(fairTossTest(a, b));
  });

  test('is twice the tail of a fair toss', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (a, b) => {
        fc.pre(a !== b);
        const twice = Math.min(1, 2 * tail(Math.max(a, b), a + b, 0.5));
        expect(fairTossTest(a, b)).toBeCloseTo(twice, 9);
      }),
    );
  });

  test('decides between the two that lead: 67 of 100 speaks, 65 is silent', () => {
    expect(judgeVotes(Int32Array.of(0, 67, 33), ALPHA).slice(0, 3)).toEqual([1, 67, 33]);
    expect(judgeVotes(Int32Array.of(0, 65, 35), ALPHA).slice(0, 3)).toEqual([ABSTAINED, 65, 35]);
  });
});

describe('the quantiles of the normal distribution', () => {
  test.each([
    [0.75, 0.67448975],
    [0.9, 1.281551566],
    [0.98, 2.053748911],
    [0.99, 2.326347874],
    [0.999, 3.090232306],
    [0.5, 0],
  ])('%d', (share, value) => {
    expect(probit(share)).toBeCloseTo(value, 9);
    expect(probit(1 - share)).toBeCloseTo(-value, 9);
  });

  test('lead back to the share', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (share) => {
        expect(normalShare(probit(share))).toBeCloseTo(share, 12);
      }),
    );
  });

  test('the share below ½ is .691462461274013', () => {
    expect(normalShare(0.5)).toBeCloseTo(0.691462461274013, 14);
    expect(normalShare(-3.5)).toBeCloseTo(2.3262907903552504e-4, 16);
  });

  test.each([0, 1, NaN])('there is none of %d', (share) => {
    expect(() => probit(share)).toThrow('no quantile');
  });
});

test('1,000 votes certify no further than 2.463 sigma, 100,000 no further than .9529 at sigma .25', () => {
  expect(capRadius(1, 1000, ALPHA)).toBeCloseTo(2.463263, 6);
  expect(capRadius(0.25, 100_000, ALPHA)).toBeCloseTo(0.9529, 4);
  expect(capRadius(0.25, 5, ALPHA)).toBe(0);
});

test('the gamma function is the factorial', () => {
  [1, 1, 2, 6, 24, 120, 720].forEach((factorial, n) =>
    expect(logGamma(n + 1)).toBeCloseTo(Math.log(factorial), 12),
  );
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
});

test('the incomplete beta function is symmetrical and rises from 0 to 1', () => {
  const positive = fc.double({ min: 1, max: 500, noNaN: true });
  fc.assert(
    fc.property(positive, positive, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, x) => {
      const value = incompleteBeta(x, a, b);
      expect(value >= 0 && value <= 1 + 1e-12).toBe(true);
      expect(value + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 9);
    }),
  );
});
