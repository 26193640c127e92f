// How figures stand in a terminal.
import { expect, test } from 'vitest';
import type { Issue } from '../../src/core/issues.ts';
import type { MetricPoint } from '../../src/core/job/events.ts';
import { showIssue } from '../../src/node/job/issue-lines.ts';
import { showMetrics, showValue } from '../../src/node/job/table.ts';

const point = (name: string, at: number, value: number): MetricPoint => ({
  name,
  at,
  value,
  time: 0,
  step: null,
});

test('one line a point, metrics in the order of their first', () => {
  const points = [point('loss', 0, 2.302585093), point('accuracy', 0, 0.9635), point('loss', 1, 0.5)];
  expect(showMetrics(points)).toBe(
    [
      'metric    at     value',
      '--------  --  --------',
      'loss       0  2.302585',
      'loss       1       0.5',
      'accuracy   0    0.9635',
    ].join('\n'),
  );
});

test('a long series shows its ends', () => {
  const points = Array.from({ length: 375 }, (_, at) => point('loss', at, at));
  const lines = showMetrics(points).split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[3]).toContain('373 more');
  expect(lines[4]).toMatch(/loss +374 +374$/);
});

test('values keep seven digits, and names for what is no number', () => {
  expect([1926, 0.1 + 0.2, 1 / 3, 1e-9, NaN, -Infinity].map(showValue)).toEqual([
    '1926',
    '0.3',
    '0.3333333',
    '1e-9',
    'NaN',
    '-Infinity',
  ]);
});

test('an issue says where, what and how to mend it', () => {
  const at = { offset: 0, line: 3, column: 5 };
  const found: Issue = {
    code: 'unknown-task',
    type: 'SEMANTIC',
    severity: 'ERROR',
    message: 'No task is called x.',
    remedy: 'Attach its plugin.',
    path: [],
    range: { start: at, end: at },
  };
  expect(showIssue({ ...found, document: 'a.yaml' }, (name) => `suite/${name}`)).toBe(
    'error: suite/a.yaml:3:5: No task is called x. Attach its plugin.',
  );
  expect(showIssue(found)).toBe('error: No task is called x. Attach its plugin.');
});
