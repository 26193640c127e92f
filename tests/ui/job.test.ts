// What the job page says and keeps: progress, announcements, log lines, closing lines.
import { describe, expect, it } from 'vitest';
import type { JobEvent, LogRecord } from '#core/job/events.ts';
import { EMPTY_VIEW, foldEvents } from '#core/job/fold.ts';
import { sayChanges } from '#ui/job/announce.ts';
import { filterLogs, formatLogs } from '#ui/job/log-filter.ts';
import { measureProgress, sayLeft, sayNow } from '#ui/job/progress.ts';

const fold = (...events: JobEvent[]) => foldEvents(EMPTY_VIEW, events);
const running = fold(
  { time: 0, kind: 'status', status: 'started', reason: null },
  { time: 0, kind: 'step', step: 'data', status: 'running', milliseconds: null },
  { time: 200, kind: 'step', step: 'data', status: 'done', milliseconds: 200 },
  { time: 200, kind: 'step', step: 'model_training', status: 'running', milliseconds: null },
  { time: 1200, kind: 'progress', step: 'model_training', done: 25, total: 100, note: 'epoch 1 of 3' },
);
const picture = {
  steps: ['data', 'model_training', 'attack', 'report'].map((name) => ({ name })),
  edges: [],
} as never;

describe('progress', () => {
  it('counts a running step by what it says of itself', () => {
    expect(measureProgress(running, picture, 1200)).toMatchObject({ done: 1, total: 4, share: 1.25 / 4 });
  });
  it('tells the time left by the pace so far', () => {
    const { left } = measureProgress(running, picture, 1200);
    expect(left).toBe(3000);
    expect(sayLeft(left!)).toBe('about 3 s');
  });
  it('says no time before it can know', () => {
    expect(measureProgress(running, picture, 500).left).toBeNull();
  });
  it('says what runs now', () => {
    expect(sayNow(measureProgress(running, picture, 1200))).toBe('Step 2 of 4, model training: epoch 1 of 3');
  });
});

it('announces start, the end of each step, and the end', () => {
  expect(sayChanges(EMPTY_VIEW, running)).toEqual(['The job has started.', 'data done after 200 ms.']);
  const failed = foldEvents(running, [
    { time: 2000, kind: 'step', step: 'model_training', status: 'failed', milliseconds: 1800 },
    { time: 2000, kind: 'status', status: 'failed', reason: null },
  ]);
  expect(sayChanges(running, failed)).toEqual(['model_training failed after 1.8 s.', 'The job has failed.']);
  expect(sayChanges(failed, failed)).toEqual([]);
});

describe('logs', () => {
  const log = (severity: LogRecord['severity'], step: string | null, message: string): LogRecord => ({
    time: 0,
    severity,
    step,
    logger: 'plugin',
    message,
  });
  const logs = [
    log('DEBUG', 'a', 'Tensors 4'),
    log('INFO', 'a', 'begins'),
    log('ERROR', 'b', 'broke'),
    log('WARNING', null, 'slow'),
  ];
  it.each([
    ['all', { least: 'DEBUG', text: '', step: null }, 4],
    ['from warning', { least: 'WARNING', text: '', step: null }, 2],
    ['one step', { least: 'DEBUG', text: '', step: 'a' }, 2],
    ['words, whatever their case', { least: 'DEBUG', text: 'tensors', step: null }, 1],
    ['nothing', { least: 'CRITICAL', text: '', step: null }, 0],
  ] as const)('%s', (_, filter, count) => expect(filterLogs(logs, filter)).toHaveLength(count));
  it('become lines of a file', () => {
    expect(formatLogs(logs.slice(2))).toBe(
      '1970-01-01T00:00:00.000Z ERROR [b] broke\n1970-01-01T00:00:00.000Z WARNING [plugin] slow\n',
    );
  });
});
