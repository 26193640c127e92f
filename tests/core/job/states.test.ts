import { expect, test } from 'vitest';
import type { JobStatus } from '#core/job/events.ts';
import { hasEnded, mayFollow, TRANSITIONS } from '#core/job/states.ts';

const all = Object.keys(TRANSITIONS) as JobStatus[];

test('queued → started → finished | failed | cancelled | interrupted, queued → cancelled, and no other way', () => {
  const ways = all.flatMap((from) => all.filter((to) => mayFollow(from, to)).map((to) => `${from} → ${to}`));
  expect(ways).toEqual([
    'queued → started',
    'queued → cancelled',
    'started → finished',
    'started → failed',
    'started → cancelled',
    'started → interrupted',
  ]);
  expect(all.filter(hasEnded)).toEqual(['finished', 'failed', 'cancelled', 'interrupted']);
});
