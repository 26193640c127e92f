import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import type { JobEvent } from '#core/job/events.ts';
import { openStore } from '#store/store.ts';
import { draft, freshStore } from './open.ts';
import { dump } from './sample.ts';

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

test('a hundred thousand points are a hundred rows, however they come', async () => {
  const { jobs } = openStore('points');
  const { id } = await jobs.create(draft);
  const sizes = [1, 999, 2500, 400, 600, 95_500];
  let at = 0;
  for (const size of sizes) {
    await jobs.record(id, points(size, at));
    at += size;
  }
  const [series] = await jobs.readSeries(id);
  expect(series!.at).toHaveLength(100_000);
  const { stores } = await dump('points');
  expect(stores.find((store) => store.name === 'metrics')!.rows).toHaveLength(100);
});

test('two steps of a graph keep their own points of one metric; what one says again replaces its own alone', async () => {
  const { jobs } = freshStore();
  const { id } = await jobs.create(draft);
  const said = (step: string | null, at: number, value: number): JobEvent => ({
    kind: 'metric',
    time: 0,
    step,
    name: 'accuracy',
    value,
    at,
  });
  await jobs.record(id, [said('standard', 0, 0.9), said('standard', 1, 0.1), said('robust', 0, 0.8)]);
  await jobs.record(id, [said('robust', 1, 0.7), said('standard', 1, 0.2), said(null, 1, 0.5)]);
  const found = (await jobs.readMetrics(id)).map(({ step, at, value }) => [step, at, value]);
  expect(found).toEqual([
    ['standard', 0, 0.9],
    ['robust', 0, 0.8],
    ['standard', 1, 0.2],
    ['robust', 1, 0.7],
    [null, 1, 0.5],
  ]);
});
