import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { expect, test, vi } from 'vitest';
import { attempt } from '#store/refusal.ts';
import { openStore } from '#store/store.ts';
import { draft, freshStore, plugin } from './open.ts';

test('what is observed is read again when it changes, and only then', async () => {
  const store = freshStore();
  const seen: number[][] = [];
  const stop = store
    .observe(() => store.jobs.list())
    .subscribe((jobs) => seen.push(jobs.map((job) => job.number)));
  await vi.waitFor(() => expect(seen).toEqual([[]]));
  await store.jobs.create(draft);
  await vi.waitFor(() => expect(seen).toEqual([[], [1]]));
  await store.resources.create('plugin', plugin('other'));
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(seen).toHaveLength(2);
  stop();
  await store.jobs.create(draft);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(seen).toHaveLength(2);
});

test('what is read after the first answer is observed too', async () => {
  const store = freshStore();
  const { resource } = await store.resources.create('plugin', plugin('hello'));
  const typed = async () => {
    await store.resources.get('plugin', resource.id);
    const draft = await store.drafts.ofResource(resource.id);
    return draft?.content.description ?? null;
  };
  const seen: (string | null)[] = [];
  const stop = store.observe(() => typed()).subscribe((text) => seen.push(text));
  await vi.waitFor(() => expect(seen).toEqual([null]));
  const draft = await store.drafts.keepOf(resource.id, { ...plugin('hello'), description: 'one' });
  await vi.waitFor(() => expect(seen.at(-1)).toBe('one'));
  await store.drafts.keep(draft.id, { ...plugin('hello'), description: 'two' });
  await vi.waitFor(() => expect(seen.at(-1)).toBe('two'));
  stop();
});

test('a failing query is told', async () => {
  const store = freshStore();
  const fail = vi.fn();
  store.observe(() => Promise.reject(new Error('no'))).subscribe(() => {}, fail);
  await vi.waitFor(() => expect(fail).toHaveBeenCalledWith(expect.objectContaining({ message: 'no' })));
});

test('people and the group are there from the start', async () => {
  const { settings } = freshStore();
  expect((await settings.users()).map((user) => user.id)).toEqual(['alidade', 'you']);
  expect(await settings.groups()).toEqual([{ id: 'public', name: 'public' }]);
  await settings.saveUser({ id: 'you', name: 'Ada', colour: 'teal' });
  expect((await settings.users()).find((user) => user.id === 'you')?.name).toBe('Ada');
});

test('a newer version in another tab closes this one, and says so', async () => {
  const onClosed = vi.fn();
  const store = openStore('upgraded', { onClosed });
  await store.settings.set('a', 1);
  const newer = new Dexie('upgraded');
  newer.version(99).stores({ settings: 'key' });
  await newer.open();
  expect(onClosed).toHaveBeenCalledWith('newer-version');
  await expect(store.settings.set('a', 2)).rejects.toMatchObject({ name: 'Refusal', code: 'closed' });
  const older = openStore('upgraded');
  await expect(older.open()).rejects.toMatchObject({ code: 'newer-version' });
  await expect(older.settings.set('a', 2)).rejects.toMatchObject({ code: 'newer-version' });
  newer.close();
});

test.each([
  ['QuotaExceededError', 'no-space'],
  ['VersionError', 'newer-version'],
  ['DatabaseClosedError', 'closed'],
  ['MissingAPIError', 'unavailable'],
])('%s, however deeply wrapped, is refused as %s', async (name, code) => {
  const inner = Object.assign(new Error('inner'), { name });
  const wrapped = Object.assign(new Error('outer'), { name: 'AbortError', inner });
  for (const error of [inner, wrapped]) {
    await expect(attempt(() => Promise.reject(error))).rejects.toMatchObject({
      code,
      remedy: expect.any(String),
    });
  }
  await expect(attempt(() => Promise.reject(new Error('else')))).rejects.toThrow('else');
});

test('without the room for a blob nothing of the artifact is kept', async () => {
  const store = freshStore();
  await store.settings.get('opened');
  const handler = { plugin: 'p', pin: draft.queue, task: 'T', args: {}, outputs: [] };
  const files = [{ path: 'a', bytes: new Blob(['a']) }];
  const put = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  const saving = store.artifacts.save({ job: 'j', name: 'a', handler, folder: false, files });
  await expect(saving).rejects.toMatchObject({ code: 'no-space' });
  put.mockRestore();
  expect(await store.artifacts.listOfJob('j')).toEqual([]);
});

test('an artifact that is not what it should be is refused', async () => {
  const { artifacts } = freshStore();
  const handler = { plugin: 'p', pin: draft.queue, task: 'T', args: {}, outputs: [] };
  const files = [{ path: 'a', bytes: new Blob(['a']) }];
  const saving = artifacts.save({ job: 'j', name: 'a', handler, folder: false, files }, { expect: 'other' });
  await expect(saving).rejects.toMatchObject({ code: 'corrupt' });
  expect(await artifacts.list()).toEqual([]);
});
