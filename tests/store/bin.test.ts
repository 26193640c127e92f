import { expect, test } from 'vitest';
import { draft, entrypoint, freshStore, plugin } from './open.ts';

const ref = (id: string) => ({ table: 'resources' as const, id });

test('what is deleted leaves the lists, is still reached by its id, and comes back', async () => {
  const { resources, bin } = freshStore();
  const { resource } = await resources.create('plugin', plugin('hello'));
  await bin.remove([ref(resource.id)]);
  expect(await resources.list('plugin')).toEqual([]);
  expect(await resources.find('plugin', 'hello')).toBeNull();
  expect((await resources.getByPin('plugin', resource.latest))?.content.name).toBe('hello');
  expect(await bin.list()).toMatchObject([{ ...ref(resource.id), noun: 'plugin', name: 'hello' }]);
  await bin.restore([ref(resource.id)]);
  expect(await bin.list()).toEqual([]);
  expect((await resources.find('plugin', 'hello'))?.resource).toEqual(resource);
});

test('a name that was taken meanwhile keeps all that would be restored in the bin', async () => {
  const { resources, bin } = freshStore();
  const old = await resources.create('plugin', plugin('hello'));
  const other = await resources.create('plugin', plugin('other'));
  await bin.remove([ref(old.resource.id), ref(other.resource.id)]);
  await resources.create('plugin', plugin('hello', 'new'));
  const both = bin.restore([ref(other.resource.id), ref(old.resource.id)]);
  await expect(both).rejects.toMatchObject({ code: 'name-taken' });
  expect(await bin.list()).toHaveLength(2);
});

test('what is built in, and a job that runs, are not deleted', async () => {
  const { resources, jobs, bin } = freshStore();
  const { resource } = await resources.create('plugin', plugin('built_in'), { author: 'alidade' });
  await expect(bin.remove([ref(resource.id)])).rejects.toMatchObject({ code: 'read-only' });
  const job = await jobs.create(draft);
  const jobRef = { table: 'jobs' as const, id: job.id };
  await expect(bin.remove([jobRef])).rejects.toMatchObject({ code: 'job-runs' });
  await jobs.setStatus(job.id, 'cancelled');
  await bin.remove([jobRef]);
  expect(await jobs.list()).toEqual([]);
  expect((await jobs.get(job.id))?.deleted).toBeTypeOf('number');
});

test('a purge tells who would lose a pin, and takes snapshots, events and bytes that nothing else names', async () => {
  const { resources, jobs, artifacts, bin } = freshStore();
  const made = await resources.create('plugin', plugin('hello'));
  const user = await resources.create('entrypoint', {
    ...entrypoint('Demo'),
    plugins: [made.resource.latest],
  });
  await resources.save('entrypoint', user.resource.id, entrypoint('Demo'));
  const job = await jobs.create({ ...draft, entrypoint: user.resource.latest });
  await jobs.record(job.id, [{ kind: 'status', time: 1, status: 'cancelled', reason: null }]);
  const bytes = new Blob([Uint8Array.of(1, 2)]);
  const handler = { plugin: 'hello', pin: made.resource.latest, task: 'T', args: {}, outputs: [] };
  const save = (name: string) =>
    artifacts.save({ job: job.id, name, handler, folder: false, files: [{ path: name, bytes }] });
  const [one, two] = [await save('one'), await save('two')];

  const { id: loses, name: lost } = made.resource;
  expect(await bin.holders([ref(loses)])).toEqual([
    { noun: 'entrypoint', id: user.resource.id, name: 'Demo', loses, lost },
    { noun: 'artifact', id: one.id, name: 'one', loses, lost },
    { noun: 'artifact', id: two.id, name: 'two', loses, lost },
  ]);
  expect(await bin.holders([ref(user.resource.id)])).toMatchObject([{ noun: 'job', id: job.id }]);
  await expect(bin.purge([ref(made.resource.id)])).rejects.toMatchObject({ code: 'not-deleted' });

  const refs = [ref(made.resource.id), { table: 'artifacts' as const, id: one.id }];
  await bin.remove(refs);
  await bin.purge(refs);
  expect(await bin.list()).toEqual([]);
  expect(await resources.get('plugin', made.resource.id)).toBeNull();
  expect(await resources.history(made.resource.id)).toEqual([]);
  expect(await artifacts.readBlob(two.hash)).not.toBeNull();
  await bin.remove([{ table: 'artifacts', id: two.id }]);
  await bin.purge([{ table: 'artifacts', id: two.id }]);
  expect(await artifacts.readBlob(two.hash)).toBeNull();
});
