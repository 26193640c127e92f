// Lengths of time as people write them.
import { expect, test } from 'vitest';
import { formatTimeLimit, parseTimeLimit } from '#core/job/time-limit.ts';

test.each([
  ['90s', 90],
  ['15m', 900],
  ['24h', 86_400],
  ['10', 600],
  ['0.5', 30],
  [' 1.5 H ', 5400],
  ['.5h', 1800],
])('%s is %d seconds', (text, seconds) => expect(parseTimeLimit(text)).toBe(seconds));

test.each(['', '0', '0s', '-5m', '5d', 'm', '1h30m', '1e3', '5 m m', 'Infinity', '9'.repeat(400)])(
  '“%s” is none',
  (text) => expect(parseTimeLimit(text)).toBeNull(),
);

test('what is written reads back as the same seconds', () => {
  expect([86_400, 900, 90, 3600, 0.5, 61].map(formatTimeLimit)).toEqual([
    '24h',
    '15m',
    '90s',
    '1h',
    '0.5s',
    '61s',
  ]);
  for (const seconds of [1, 59, 60, 90, 3599, 3600, 5400, 86_400, 100_000, 0.25])
    expect(parseTimeLimit(formatTimeLimit(seconds))).toBe(seconds);
});
