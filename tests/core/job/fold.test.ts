import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobEvent, StepStatus } from '#core/job/events.ts';
import { EMPTY_VIEW, foldEvents, type JobView } from '#core/job/fold.ts';

const step = (
  name: string,
  status: StepStatus,
  time: number,
  milliseconds: number | null = null,
): JobEvent => ({
  kind: 'step',
  time,
  step: name,
  status,
  milliseconds,
});
const fault = { message: 'no', step: 'train', task: 'train_model', stack: '', place: null };

const STORY: readonly JobEvent[] = [
  { kind: 'status', time: 1, status: 'started', reason: null },
  step('load', 'waiting', 1),
  step('train', 'waiting', 1),
  step('load', 'running', 2),
  { kind: 'progress', time: 3, step: 'load', done: 1, total: 2, note: 'half' },
  { kind: 'log', time: 3, step: 'load', severity: 'INFO', logger: 'l', message: 'm' },
  { kind: 'preview', time: 4, step: 'load', output: 'x', preview: { kind: 'number', value: 1 } },
  { kind: 'preview', time: 4, step: 'load', output: 'x', preview: { kind: 'number', value: 2 } },
  step('load', 'done', 5, 2.5),
  step('train', 'running', 6),
  { kind: 'metric', time: 6, step: 'train', name: 'loss', value: 1, at: 0 },
  { kind: 'fault', time: 7, fault },
  step('train', 'failed', 7, 1),
  { kind: 'status', time: 7, status: 'failed', reason: 'no' },
];

test('a story becomes a view', () => {
  const view = foldEvents(EMPTY_VIEW, STORY);
  expect(view).toMatchObject({ status: 'failed', reason: 'no', fault });
  expect([...view.steps.values()]).toEqual([
    {
      name: 'load',
      status: 'done',
      started: 2,
      ended: 5,
      milliseconds: 2.5,
      progress: { done: 1, total: 2, note: 'half' },
      previews: [{ output: 'x', preview: { kind: 'number', value: 2 } }],
    },
    { name: 'train', status: 'failed', started: 6, ended: 7, milliseconds: 1, progress: null, previews: [] },
  ]);
});

test('any batching gives the same view, and no view is changed by what follows', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...STORY), { maxLength: 40 }),
      fc.array(fc.nat(40)),
      (events, cuts) => {
        const edges = [0, ...cuts.map((cut) => Math.min(cut, events.length)), events.length].toSorted(
          (a, b) => a - b,
        );
        let view: JobView = EMPTY_VIEW;
        for (let i = 1; i < edges.length; i++) {
          const before = structuredClone(view);
          const next = foldEvents(view, events.slice(edges[i - 1], edges[i]));
          expect(view).toEqual(before);
          view = next;
        }
        const whole = foldEvents(EMPTY_VIEW, events);
        expect(view).toEqual(whole);
        expect([...view.steps.keys()]).toEqual([...whole.steps.keys()]);
      },
    ),
  );
});
