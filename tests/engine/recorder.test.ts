/** The recorder: batches in order, one at a time, and a sink that refuses is heard of once. */
import { expect, test, vi } from 'vitest';
import type { JobEvent } from '#core/job/events.ts';
import type { JobSink } from '#engine/contract.ts';
import { Recorder } from '#engine/recorder.ts';

const event = (time: number): JobEvent => ({ time, kind: 'status', status: 'started', reason: null });
const turn = () => new Promise((resolve) => setTimeout(resolve));

test('what is said while a batch is written goes together in the next', async () => {
  const batches: number[][] = [];
  const gates: (() => void)[] = [];
  const sink: JobSink = {
    record: (events) => {
      batches.push(events.map((e) => e.time));
      return new Promise((resolve) => gates.push(resolve));
    },
    artifact: async () => {},
  };
  const recorder = new Recorder(sink, () => {});
  recorder.say([event(1)]);
  recorder.say([event(2)]);
  recorder.say([event(3), event(4)]);
  expect(batches).toEqual([[1]]);
  gates.shift()?.();
  await turn();
  expect(batches).toEqual([[1], [2, 3, 4]]);
  const idle = recorder.idle();
  gates.shift()?.();
  await idle;
});

test('an artifact is kept after the events before it', async () => {
  const order: string[] = [];
  const sink: JobSink = {
    record: async () => {
      await turn();
      order.push('events');
    },
    artifact: async () => void order.push('artifact'),
  };
  const recorder = new Recorder(sink, () => {});
  recorder.say([event(1)]);
  await recorder.artifact({} as never);
  expect(order).toEqual(['events', 'artifact']);
});

test('a sink that refuses is told of once, and not asked again', async () => {
  const record = vi.fn(() => Promise.reject(new Error('full')));
  const onFailure = vi.fn();
  const recorder = new Recorder({ record, artifact: record }, onFailure);
  recorder.say([event(1)]);
  await recorder.idle();
  recorder.say([event(2)]);
  await recorder.artifact({} as never);
  expect(record).toHaveBeenCalledTimes(1);
  expect(onFailure).toHaveBeenCalledTimes(1);
  expect(recorder.failed).toBe(true);
});
