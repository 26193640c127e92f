// Families: made with their jobs, counted as these go on, run again, thrown away and taken back with them, carried in a bundle.
import { expect, test } from 'vitest';
import type { Member } from '#core/family/sweep.ts';
import type { JobStatus } from '#core/job/events.ts';
import type { FamilyDraft } from '#store/families.ts';
import type { Store } from '#store/store.ts';
import { draft as jobDraft, entrypoint, freshStore } from './open.ts';

const { values: _values, seed: _seed, ...shared } = jobDraft;
const draft: FamilyDraft = {
  ...shared,
  values: { rest: 'same' },
  sweep: {
    vary: [{ parameter: 'eps', axis: { kind: 'list', values: ['0.1', '0.2', '0.3'] } }],
    draws: 0,
    drawSeed: 0,
    seeds: [7],
  },
  varied: '3 eps',
  stop: null,
};
const members: readonly Member[] = ['0.1', '0.2', '0.3'].map((eps, place) => ({
  place,
  values: { eps },
  seed: 7,
}));

async function end(store: Store, id: string, status: JobStatus): Promise<void> {
  if (status !== 'cancelled') await store.jobs.setStatus(id, 'started');
  await store.jobs.setStatus(id, status);
}

test('a family and its jobs are made at once, numbered on, each with its place and its values', async () => {
  const store = freshStore();
  await store.jobs.create(jobDraft);
  const { family, jobs } = await store.families.create(draft, members);
  expect(family).toMatchObject({ number: 1, size: 3, counts: { queued: 3 }, stopped: null, deleted: null });
  expect(jobs.map(({ number, family: at, values, seed }) => [number, at, values, seed])).toEqual(
    ['0.1', '0.2', '0.3'].map((eps, place) => [
      place + 2,
      { id: family.id, place },
      { rest: 'same', eps },
      7,
    ]),
  );
  expect(await store.families.jobsOf(family.id)).toEqual(jobs);
  expect((await store.families.create(draft, members)).family.number).toBe(2);
  expect((await store.families.list({ before: 2 })).map(({ number }) => number)).toEqual([1]);
  expect((await store.jobs.list({ limit: 1 }))[0]!.number).toBe(7);
  const [experiment, entrypoint] = [draft.experiment.resource, draft.entrypoint.resource];
  expect(await store.families.list({ experiment, entrypoint })).toHaveLength(2);
  expect(await store.families.list({ experiment: 'other' })).toEqual([]);
  expect(await store.families.list({ entrypoint: 'other' })).toEqual([]);
});

test('its counts follow every job, in any order of events', async () => {
  const store = freshStore();
  const { family, jobs } = await store.families.create(draft, members);
  const counts = async () => (await store.families.get(family.id))!.counts;
  await store.jobs.setStatus(jobs[1]!.id, 'started');
  expect(await counts()).toMatchObject({ queued: 2, started: 1 });
  await store.jobs.record(jobs[1]!.id, [
    { kind: 'metric', time: 1, step: 's', name: 'acc', value: 1, at: 0 },
    { kind: 'status', time: 2, status: 'finished', reason: null },
  ]);
  await store.jobs.setStatus(jobs[0]!.id, 'cancelled', 'Left out.');
  await store.jobs.setStatus(jobs[2]!.id, 'started');
  expect(await store.jobs.interruptOrphans(async () => false)).toEqual([jobs[2]!.id]);
  expect(await counts()).toEqual({
    queued: 0,
    started: 0,
    finished: 1,
    failed: 0,
    cancelled: 1,
    interrupted: 1,
  });
  const { rows } = await store.search('family', { filter: {}, search: 'status:failed', order: null }, 0, 9);
  expect(rows.map(({ cells }) => [cells.done, cells.jobs, cells.failed])).toEqual([[1, 3, 1]]);
});

test('what is run again takes the place of what it was, and a stop that was overruled holds no more', async () => {
  const store = freshStore();
  const { family, jobs } = await store.families.create(draft, members);
  await store.families.stop(family.id, 'Bad.');
  await store.families.stop(family.id, 'Worse.');
  expect((await store.families.get(family.id))!.stopped).toMatchObject({ reason: 'Bad.', overruled: false });
  for (const { id } of jobs) await end(store, id, id === jobs[0]!.id ? 'finished' : 'cancelled');
  const { family: after, jobs: anew } = await store.families.again(family.id, [members[2]!]);
  expect(anew.map(({ number, family: at, values }) => [number, at!.place, values['eps']])).toEqual([
    [4, 2, '0.3'],
  ]);
  expect(after.counts).toMatchObject({ finished: 1, cancelled: 1, queued: 1 });
  expect(after.stopped).toMatchObject({ reason: 'Bad.', overruled: true });
  await store.families.stop(family.id, 'The rule.');
  expect((await store.families.get(family.id))!.stopped!.overruled).toBe(true);
  await store.families.stop(family.id, 'Enough.', { asked: true });
  expect((await store.families.get(family.id))!.stopped).toMatchObject({
    reason: 'Enough.',
    overruled: false,
  });
  await expect(store.families.again('nothing', [])).rejects.toMatchObject({ code: 'not-found' });
});

test('hundreds are left out at once: those that are still queued, each with its reason', async () => {
  const store = freshStore();
  const many = Array.from({ length: 300 }, (_, place): Member => ({
    place,
    values: { eps: '0' },
    seed: place,
  }));
  const { family, jobs } = await store.families.create(draft, many);
  await store.jobs.setStatus(jobs[7]!.id, 'started');
  await store.families.leaveOut(
    family.id,
    jobs.slice(1).map(({ id }) => id),
    'Seen enough.',
  );
  expect((await store.families.get(family.id))!.counts).toMatchObject({
    queued: 1,
    started: 1,
    cancelled: 298,
  });
  expect(await store.jobs.get(jobs[299]!.id)).toMatchObject({ status: 'cancelled', reason: 'Seen enough.' });
  expect((await store.jobs.get(jobs[299]!.id))!.ended).not.toBeNull();
  expect((await store.jobs.readEvents(jobs[299]!.id)).items).toMatchObject([
    { kind: 'status', status: 'cancelled', reason: 'Seen enough.' },
  ]);
  await store.jobs.setStatus(jobs[7]!.id, 'finished');
});

test('it is deleted with its jobs once all have ended, and comes back with those that went with it', async () => {
  const store = freshStore();
  const { family, jobs } = await store.families.create(draft, members);
  const ref = { table: 'families', id: family.id } as const;
  await expect(store.bin.remove([ref])).rejects.toMatchObject({ code: 'job-runs' });
  expect((await store.families.get(family.id))!.deleted).toBeNull();
  for (const { id } of jobs) await end(store, id, 'finished');

  await store.bin.remove([{ table: 'jobs', id: jobs[0]!.id }]);
  await new Promise((resolve) => setTimeout(resolve, 2));
  await store.bin.remove([ref]);
  expect(await store.families.list()).toEqual([]);
  expect(await store.jobs.list()).toEqual([]);
  expect((await store.bin.list()).map(({ noun, name }) => [noun, name])).toEqual([
    ['family', 'Family 1'],
    ['job', 'Job 1, Demo'],
  ]);
  await store.bin.restore([ref]);
  expect((await store.jobs.list()).map(({ number }) => number)).toEqual([3, 2]);

  await store.bin.remove([ref]);
  await store.bin.purge([ref]);
  expect(await store.families.get(family.id)).toBeNull();
  expect((await store.families.jobsOf(family.id)).map(({ number }) => number)).toEqual([1]);
});

test('tags and words are put on it as on any record', async () => {
  const store = freshStore();
  const { family } = await store.families.create(draft, members);
  const { id: tag } = await store.tags.create({ name: 'night', colour: 'teal' });
  await store.tags.set('families', [family.id], tag, true);
  await store.families.describe(family.id, { name: 'Noise levels' });
  await store.families.describe(family.id, { description: 'For the report.' });
  const found = (search: string) => store.search('family', { filter: {}, search, order: null }, 0, 9);
  for (const search of ['tag:night', 'name:"Noise *"', 'parameter:eps', 'report', 'id:1'])
    expect((await found(search)).found, search).toBe(1);
  expect((await found('parameter:steps')).found).toBe(0);
});

test('a bundle carries a family with its jobs and what they said, and brings it back whole', async () => {
  const store = freshStore();
  const made = await store.resources.create('entrypoint', entrypoint('Demo'));
  const pins = { ...draft, entrypoint: made.resource.latest };
  const { family, jobs } = await store.families.create({ ...pins, name: 'Levels' }, members);
  await store.jobs.setStatus(jobs[0]!.id, 'started');
  await store.jobs.record(jobs[0]!.id, [
    { kind: 'metric', time: 1, step: 's', name: 'acc', value: 0.25, at: 0 },
    { kind: 'status', time: 2, status: 'finished', reason: null },
  ]);
  for (const { id } of jobs.slice(1)) await end(store, id, 'cancelled');
  const { records, blobs } = await store.gatherBundle([{ table: 'families', id: family.id }]);
  expect([records.families.length, records.jobs.length, records.resources.length]).toEqual([1, 3, 1]);

  const other = freshStore();
  await other.families.create(draft, members);
  const { issues, records: came } = await other.importBundle(records, blobs);
  expect(issues).toEqual([]);
  expect(came.filter(({ noun }) => noun === 'family')).toMatchObject([{ name: 'Levels', does: 'new' }]);
  const there = (await other.families.get(family.id))!;
  expect(there).toEqual({ ...(await store.families.get(family.id)), number: 2 });
  const again = await other.families.jobsOf(family.id);
  expect(again.map(({ number, family: at, status }) => [number, at!.place, status])).toEqual([
    [4, 0, 'finished'],
    [5, 1, 'cancelled'],
    [6, 2, 'cancelled'],
  ]);
  expect(await other.jobs.readMetrics(again[0]!.id)).toMatchObject([{ name: 'acc', value: 0.25 }]);
  expect((await other.importBundle(records, blobs)).records.every(({ does }) => does === 'same')).toBe(true);
  expect((await other.families.create(draft, members)).family.number).toBe(3);
});

test('a job that travels alone keeps its place in a family that is not here', async () => {
  const store = freshStore();
  const { family, jobs } = await store.families.create(draft, members);
  await end(store, jobs[1]!.id, 'finished');
  const { records, blobs } = await store.gatherBundle([{ table: 'jobs', id: jobs[1]!.id }]);
  expect(records.families).toEqual([]);
  const other = freshStore();
  await other.importBundle(records, blobs);
  expect(await other.families.get(family.id)).toBeNull();
  expect((await other.jobs.get(jobs[1]!.id))!.family).toEqual({ id: family.id, place: 1 });
});

const countsOf = async (store: Store, id: string) => (await store.families.get(id))!.counts;

test('its counts leave out jobs that were deleted one by one, and count them again once they are taken back', async () => {
  const store = freshStore();
  const { family, jobs } = await store.families.create(draft, members);
  for (const { id } of jobs) await end(store, id, 'finished');
  const first = { table: 'jobs', id: jobs[0]!.id } as const;
  await store.bin.remove([first]);
  expect(await countsOf(store, family.id)).toMatchObject({ finished: 2 });
  const [again] = (await store.families.again(family.id, [members[1]!])).jobs;
  expect(await countsOf(store, family.id)).toMatchObject({ finished: 1, queued: 1 });
  await end(store, again!.id, 'failed');
  await store.bin.remove([{ table: 'jobs', id: again!.id }]);
  // The one before it stands for its place again.
  expect(await countsOf(store, family.id)).toMatchObject({ finished: 2, failed: 0 });
  await store.bin.restore([first, { table: 'jobs', id: again!.id }]);
  expect(await countsOf(store, family.id)).toMatchObject({ finished: 2, failed: 1 });
});

test('in the bin it counts the jobs that went with it', async () => {
  const store = freshStore();
  const { family, jobs } = await store.families.create(draft, members);
  for (const { id } of jobs) await end(store, id, 'finished');
  const ref = { table: 'families', id: family.id } as const;
  await store.bin.remove([{ table: 'jobs', id: jobs[0]!.id }]);
  await new Promise((resolve) => setTimeout(resolve, 2));
  await store.bin.remove([ref]);
  expect(await countsOf(store, family.id)).toMatchObject({ finished: 2 });
  await store.bin.purge([{ table: 'jobs', id: jobs[1]!.id }]);
  expect(await countsOf(store, family.id)).toMatchObject({ finished: 1 });
  await store.bin.restore([ref]);
  expect(await countsOf(store, family.id)).toMatchObject({ finished: 1 });
  await store.bin.restore([{ table: 'jobs', id: jobs[0]!.id }]);
  expect(await countsOf(store, family.id)).toMatchObject({ finished: 2 });
});

test('a job that comes in a bundle without its family is counted by the one that is here', async () => {
  const store = freshStore();
  const { family, jobs } = await store.families.create(draft, members);
  for (const { id } of jobs) await end(store, id, 'finished');
  const gathered = await store.gatherBundle([{ table: 'families', id: family.id }]);
  const records = { ...gathered.records, families: [] };
  const [other, bare] = [freshStore(), freshStore()];
  await other.importBundle({ ...gathered.records, jobs: gathered.records.jobs.slice(0, 1) }, []);
  expect(await countsOf(other, family.id)).toMatchObject({ finished: 1 });
  await other.importBundle(records, []);
  expect(await countsOf(other, family.id)).toMatchObject({ finished: 3 });
  await other.bin.remove([{ table: 'jobs', id: jobs[0]!.id }]);
  await other.importBundle(records, [], { conflicts: 'update' });
  expect(await countsOf(other, family.id)).toMatchObject({ finished: 3 });
  await bare.importBundle(records, []);
  expect(await bare.families.get(family.id)).toBeNull();
});

test('before a purge it is said what loses the jobs that go with the family', async () => {
  const store = freshStore();
  const { family, jobs } = await store.families.create(draft, members);
  for (const { id } of jobs) await end(store, id, 'finished');
  const [early, late] = [jobs[0]!, jobs[2]!];
  await store.bin.remove([{ table: 'jobs', id: early.id }]);
  await new Promise((resolve) => setTimeout(resolve, 2));
  const handler = { plugin: 'p', pin: draft.entrypoint, task: 'T', args: {}, outputs: [] };
  const files = [{ path: 'a.txt', bytes: new Blob(['a']) }];
  const made = await store.artifacts.save({ job: late.id, name: 'made', handler, folder: false, files });
  const ref = { table: 'families', id: family.id } as const;
  await store.bin.remove([ref]);
  expect(await store.bin.holders([ref])).toEqual([
    { noun: 'job', id: early.id, name: 'Job 1', loses: family.id, lost: 'Family 1' },
    { noun: 'artifact', id: made.id, name: 'made', loses: late.id, lost: 'Job 3, Demo' },
  ]);
});
