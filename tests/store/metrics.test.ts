import { expect, test } from 'vitest';
import type { JobEvent } from '#core/job/events.ts';
import { draft, freshStore } from './open.ts';

const points = (count: number, from = 0): JobEvent[] =>
  Array.from({ length: count }, (_, i) => ({
    kind: 'metric',
    time: i,
    step: 'train',
    name: 'loss',
    value: (from + i) / 2,
    at: from + i,
  }));

test('many points come back equal, over the edges of chunks', async () => {
  const { jobs } = freshStore();
  const { id } = await jobs.create(draft);
  await jobs.record(id, points(999));
  await jobs.record(id, points(2, 999));
  await jobs.record(id, points(2500, 1001));
  const [series] = await jobs.readSeries(id);
  expect(series!.at).toEqual(Float64Array.from({ length: 3501 }, (_, i) => i));
  expect(series!.value).toEqual(Float64Array.from({ length: 3501 }, (_, i) => i / 2));
});

test('values that are not finite come back as they are', async () => {
  const { jobs } = freshStore();
  const { id } = await jobs.create(draft);
  const values = [Number.NaN, Infinity, -Infinity, -0];
  await jobs.record(id, values.map((value, at): JobEvent => ({ kind: 'metric', time: 0, step: null, name: 'x', value, at }))); // prettier-ignore
  expect((await jobs.readMetrics(id)).map((point) => point.value)).toEqual(values);
});

test('a hundred thousand points are kept and read in a moment', async () => {
  const { jobs } = freshStore();
  const { id } = await jobs.create(draft);
  const start = performance.now();
  for (let at = 0; at < 100_000; at += 1000) await jobs.record(id, points(1000, at));
  const written = performance.now();
  const [series] = await jobs.readSeries(id);
  const read = performance.now();
  expect(series!.at).toHaveLength(100_000);
  console.log(
    `100,000 points in 100 batches: ${Math.round(written - start)} ms to keep, ${Math.round(read - written)} ms to read`,
  );
  expect(read - start).toBeLessThan(10_000);
});
