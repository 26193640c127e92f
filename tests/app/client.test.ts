// The client over a store: each example of its documentation does what it says, and what cannot be is refused in words.
import { describe, expect, test } from 'vitest';
import { nounClients } from '#app/client/nouns.ts';
import { readExamples, readReadme } from '../examples.ts';
import { draft, freshStore } from '../store/open.ts';

const freshClient = () => {
  const store = freshStore();
  return { store, alidade: nounClients({ store, ready: async () => undefined }) };
};

/** What needs the page's workers is run there. */
const IN_PAGE = /^(?:jobs|families|artifacts|exchange) |\.(?:compile|register|sync)$/;

describe('each example', () => {
  const examples = readExamples();

  test('is there', () => {
    expect(examples.length).toBeGreaterThan(50);
    expect(examples.filter(({ code }) => !code?.includes('same(')).map(({ of }) => of)).toEqual([]);
  });

  const run = (code: string, same: (given: unknown, expected: unknown) => void): Promise<void> => {
    const body = new Function('alidade', 'same', `return (async () => {${code}\n})()`);
    return (body as (alidade: unknown, compare: typeof same) => Promise<void>)(freshClient().alidade, same);
  };

  test.each(examples.filter(({ of }) => !IN_PAGE.test(of)))('$of', async ({ code }) => {
    expect.hasAssertions();
    await run(code!, (given, expected) => expect(given).toEqual(expected));
  });

  test.each(readReadme())('$of', async ({ code }) => {
    await run(code, () => undefined);
  });
});

test('what the forms would not let through is refused at its field', async () => {
  const { alidade } = freshClient();
  await expect(alidade.plugins.create({ name: 'two words' })).rejects.toMatchObject({
    code: 'bad-content',
    message:
      'This plugin cannot be saved. name: “two words” cannot be a name here. Use letters, digits and underscores, not beginning with a digit.',
  });
  const misspelt = { name: 'q', speed: 3 } as { name: string };
  await expect(alidade.queues.create(misspelt)).rejects.toThrow('speed: There is no such field');
  const { resource } = await alidade.queues.create({ name: 'q' });
  await expect(alidade.queues.update(resource.id, { concurrency: 0 })).rejects.toMatchObject({
    code: 'bad-content',
  });
  await expect(alidade.queues.create({ name: 'q' })).rejects.toMatchObject({ code: 'name-taken' });
  const { id } = await alidade.queues.drafts.keep(resource.id, { name: ' ' });
  await expect(alidade.queues.drafts.save(id)).rejects.toMatchObject({ code: 'bad-content' });
});

test('a draft whose base moved on is saved once what was saved is taken in', async () => {
  const { alidade } = freshClient();
  const { resource } = await alidade.queues.create({ name: 'q' });
  const { id } = await alidade.queues.drafts.keep(resource.id, { concurrency: 2 });
  await alidade.queues.update(resource.id, { description: 'theirs' });
  await expect(alidade.queues.drafts.save(id)).rejects.toMatchObject({ code: 'moved-on' });
  await alidade.queues.drafts.change(id, { description: 'theirs' }, { onLatest: true });
  expect((await alidade.queues.drafts.save(id)).content).toMatchObject({
    concurrency: 2,
    description: 'theirs',
  });
});

test('ids of another noun are none, and several are treated alike or not at all', async () => {
  const { alidade } = freshClient();
  const plugin = (await alidade.plugins.create({ name: 'noise' })).resource.id;
  const queue = (await alidade.queues.create({ name: 'slow' })).resource.id;
  for (const call of ['remove', 'undelete', 'purge', 'holders'] as const)
    await expect(alidade.queues[call]([queue, plugin])).rejects.toMatchObject({ code: 'not-found' });
  await expect(alidade.queues.tag(queue, 'none')).rejects.toMatchObject({ code: 'not-found' });
  expect(await alidade.queues.drafts.of(plugin)).toBeNull();
  expect((await alidade.queues.list()).map(({ id }) => id)).toEqual([queue]);
  expect(await alidade.bin.list()).toEqual([]);
});

test('jobs are found, deleted and taken back as everything else', async () => {
  const { alidade, store } = freshClient();
  const { id } = await store.jobs.create(draft);
  await expect(alidade.jobs.remove(id)).rejects.toMatchObject({ code: 'job-runs' });
  await store.jobs.setStatus(id, 'cancelled');
  const search = async () => (await alidade.jobs.search('status:cancelled, entrypoint:Demo')).found;
  expect(await search()).toBe(1);
  await alidade.jobs.remove([id]);
  expect(await search()).toBe(0);
  expect((await alidade.jobs.search('', { filter: { deleted: true } })).found).toBe(1);
  await alidade.jobs.undelete(id);
  expect(await search()).toBe(1);
});

test('jobs are compared in the order of their ids, each once, deleted ones too, and those that are not here are named', async () => {
  const { alidade, store } = freshClient();
  const { id: one } = await store.jobs.create(draft);
  const { id: other } = await store.jobs.create({ ...draft, values: { eps: '0.3' } });
  await store.jobs.setStatus(other, 'started');
  await store.jobs.record(other, [{ kind: 'metric', time: 1, step: 's', name: 'loss', value: 0.25, at: 0 }]);
  await store.jobs.setStatus(one, 'cancelled');
  await alidade.jobs.remove(one);
  const found = await alidade.jobs.compare([other, one, 'none', other]);
  expect(found.jobs.map(({ id }) => id)).toEqual([other, one]);
  expect(found.missing).toEqual(['none']);
  expect(found.metrics.map(({ values }) => values.map((value) => value?.value ?? null))).toEqual([
    [0.25, null],
  ]);
  expect(found.summary).toBe(
    '2 jobs of Demo: they differ in eps; loss is 0.25, not recorded; job 2 has not ended; job 1 was cancelled; job 1 is in the bin; 1 asked for is not here.',
  );
  expect(await alidade.jobs.compare([])).toMatchObject({ jobs: [], facts: [], metrics: [], artifacts: [] });
});

test('an artifact becomes the next version of a model', async () => {
  const { alidade, store } = freshClient();
  const handler = {
    plugin: 'p',
    pin: { resource: 'p', number: 1, hash: 'h' },
    task: 'T',
    args: {},
    outputs: [],
  };
  const files = [{ path: 'a', bytes: new Blob(['x']) }];
  const { id, hash } = await store.artifacts.save({ job: '', name: 'net', handler, folder: false, files });
  const { resource } = await alidade.models.create({ name: 'Net' });
  await alidade.models.register(resource.id, id);
  expect(await alidade.models.register(resource.id, id, 'Again')).toEqual({
    number: 2,
    description: 'Again',
    artifact: id,
    hash,
  });
  expect((await alidade.models.versions(resource.id)).map(({ number }) => number)).toEqual([2, 1]);
  await expect(alidade.models.register(resource.id, 'none')).rejects.toMatchObject({ code: 'not-found' });
  await expect(alidade.models.update(resource.id, { versions: [] })).rejects.toMatchObject({
    code: 'version-lost',
  });
});
