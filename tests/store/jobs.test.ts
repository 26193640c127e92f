import { expect, test } from 'vitest';
import type { JobEvent } from '#core/job/events.ts';
import { EMPTY_VIEW, foldEvents } from '#core/job/fold.ts';
import { draft, freshStore } from './open.ts';

const log = (time: number, message: string): JobEvent => ({
  kind: 'log',
  time,
  step: 's',
  severity: 'INFO',
  logger: 'l',
  message,
});
const metric = (at: number, value: number, name = 'loss'): JobEvent => ({
  kind: 'metric',
  time: at,
  step: 's',
  name,
  value,
  at,
});
const step = (name: string, status: 'waiting' | 'running' | 'done'): JobEvent => ({
  kind: 'step',
  time: 1,
  step: name,
  status,
  milliseconds: null,
});

test('a job is numbered from 1 and waits', async () => {
  const { jobs } = freshStore();
  const [a, b] = [await jobs.create(draft), await jobs.create(draft)];
  expect([a.number, b.number]).toEqual([1, 2]);
  expect(a).toMatchObject({ status: 'queued', started: null, owner: 'you', manifest: null });
  expect(a).not.toHaveProperty('counts');
  expect(await jobs.get(a.id)).toEqual(a);
  expect((await jobs.listByStatus('queued')).map((j) => j.number)).toEqual([1, 2]);
});

test('a job keeps a batch in one go: events, logs, metrics, and its own row', async () => {
  const { jobs } = freshStore();
  const { id } = await jobs.create(draft);
  await jobs.record(id, [
    { kind: 'status', time: 5, status: 'started', reason: null },
    step('s', 'running'),
    log(6, 'hi'),
  ]);
  await jobs.record(id, [metric(0, 1), metric(1, 0.5), log(7, 'there'), step('s', 'done')]);
  expect(await jobs.get(id)).toMatchObject({ status: 'started', started: 5, ended: null });
  expect((await jobs.readEvents(id)).items).toHaveLength(3);
  expect(await jobs.readEvents(id, 2)).toEqual({ items: [step('s', 'done')], seq: 3 });
  expect((await jobs.readLogs(id)).items.map((l) => l.message)).toEqual(['hi', 'there']);
  expect((await jobs.readLogs(id, { after: 1 })).items.map((l) => l.message)).toEqual(['there']);
  expect((await jobs.readLogs(id, { limit: 1 })).seq).toBe(1);
  expect((await jobs.readMetrics(id)).map((m) => [m.at, m.value])).toEqual([
    [0, 1],
    [1, 0.5],
  ]);
});

test('a job goes only where the state machine leads, and a bad batch leaves nothing behind', async () => {
  const { jobs } = freshStore();
  const { id } = await jobs.create(draft);
  await expect(jobs.setStatus(id, 'finished')).rejects.toThrow('cannot become finished');
  const bad = jobs.record(id, [
    log(1, 'lost'),
    metric(0, 1),
    { kind: 'status', time: 1, status: 'failed', reason: null },
  ]);
  await expect(bad).rejects.toThrow('cannot become failed');
  expect((await jobs.readLogs(id)).items).toEqual([]);
  expect(await jobs.readMetrics(id)).toEqual([]);
  await jobs.setStatus(id, 'cancelled');
  await expect(jobs.record(id, [log(1, 'late')])).rejects.toThrow('has ended');
});

test('a job that nobody runs is interrupted: the running step failed, the waiting one skipped', async () => {
  const { jobs } = freshStore();
  const [held, orphan] = [await jobs.create(draft), await jobs.create(draft)];
  for (const { id } of [held, orphan]) {
    await jobs.setStatus(id, 'started');
    await jobs.record(id, [step('a', 'done'), step('b', 'running'), step('c', 'waiting')]);
  }
  expect(await jobs.interruptOrphans(async (id) => id === held.id)).toEqual([orphan.id]);
  expect(await jobs.get(orphan.id)).toMatchObject({ status: 'interrupted', ended: expect.any(Number) });
  expect((await jobs.get(held.id))?.status).toBe('started');
  const view = foldEvents(EMPTY_VIEW, (await jobs.readEvents(orphan.id)).items);
  expect([...view.steps.values()].map((s) => s.status)).toEqual(['done', 'failed', 'skipped']);
});

test('a job is listed by number, experiment and entrypoint', async () => {
  const { jobs } = freshStore();
  const pin = (resource: string) => ({ resource, number: 1, hash: '' });
  for (let i = 0; i < 6; i++)
    await jobs.create({ ...draft, experiment: pin(`x${i % 2}`), entrypoint: pin(`e${i % 3}`) });
  const numbers = async (options: object) => (await jobs.list(options)).map((job) => job.number);
  expect(await numbers({})).toEqual([6, 5, 4, 3, 2, 1]);
  expect(await numbers({ before: 4, limit: 2 })).toEqual([3, 2]);
  expect(await numbers({ experiment: 'x0' })).toEqual([5, 3, 1]);
  expect(await numbers({ entrypoint: 'e0', before: 4 })).toEqual([1]);
  expect(await numbers({ experiment: 'x1', entrypoint: 'e0' })).toEqual([4]);
});
