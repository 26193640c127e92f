/** The marks of an axis of powers are few, round, within it, and rise. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ticksOfLog } from '#ui/chart/log-ticks.ts';

test('as many round numbers as fit', () => {
  expect(ticksOfLog(1, 20)).toEqual([1, 2, 5, 10, 20]);
  expect(ticksOfLog(1e-4, 1)).toEqual([1e-4, 1e-3, 1e-2, 0.1, 1]);
  expect(ticksOfLog(10, 30)).toEqual([10, 20]);
  expect(ticksOfLog(3, 4)).toEqual([3, 4]);
  expect(ticksOfLog(1e-20, 1e20).length).toBeLessThan(10);
});

test('whatever the range: at least two, within it, rising', () => {
  const exponent = fc.double({ min: -30, max: 30, noNaN: true });
  fc.assert(
    fc.property(exponent, exponent, (a, b) => {
      const [low, high] = [10 ** Math.min(a, b), 10 ** (Math.max(a, b) + 1e-3)];
      const ticks = ticksOfLog(low, high);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThan(10);
      expect(ticks).toEqual(ticks.toSorted((one, other) => one - other));
      expect(ticks[0]!).toBeGreaterThanOrEqual(low * (1 - 1e-9));
      expect(ticks.at(-1)!).toBeLessThanOrEqual(high * (1 + 1e-9));
    }),
  );
});
